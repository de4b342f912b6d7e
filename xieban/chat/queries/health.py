"""How instant messaging does; documents go on without it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jishi.health.door import Part, PartKind, Seen, Standing, worst
from jishi.heartbeat.door import alive
from xieban.chat.models import Account, Errand, Member, Message, Room, Saying
from xieban.chat.queries.errands import errands_due, sayings_due
from xieban.chat.queries.keys import keys
from xieban.chat.queries.media import media_bytes
from xieban.chat.queries.rooms import rooms_of_people
from xieban.chat.queries.server import answers, gate

LATE: Final = timedelta(seconds=60)


def _look(at: datetime) -> Seen:
    if not settings.CHAT:
        return Seen()  # nobody wants any
    if keys() is None:
        return Seen(standing=Standing.DOWN, reasons=("its environment is missing: run `make build`",))
    is_there, is_open = answers(), answers(at=gate())
    keepers = sum(one.kind == "chat" for one in alive(at=at))
    late, failing = errands_due(at=at - LATE).count(), Errand.objects.filter(attempts__gt=0).count()
    unsaid = Saying.objects.filter(said_at=None, given_up_at=None).count()
    seen = worst(
        [
            (not is_there, Standing.DOWN, f"nothing answers at {settings.CHAT_AT}"),
            (is_there and not is_open, Standing.DOWN, f"nobody stands at its gate, {gate()}"),
            (not keepers, Standing.DEGRADED, "no keeper is alive"),
            (bool(late), Standing.DEGRADED, f"{late} accounts or rooms wait to be made so"),
            (bool(failing), Standing.DEGRADED, f"{failing} accounts or rooms were refused by the chat server"),
            (sayings_due(at=at - LATE).exists(), Standing.DEGRADED, "messages of the service wait"),
        ]
    )
    figures: dict[str, float] = {
        "answers": is_there,
        "gate": is_open,
        "keepers": keepers,
        "accounts": Account.objects.filter(is_open=True).count(),
        "rooms": Room.objects.exclude(address="").count(),
        "messages": Message.objects.count(),
        "errands_late": late,
        "errands_failing": failing,
        "sayings_waiting": unsaid,
        "left_but_in": Member.objects.filter(is_in=True, person__is_active=False).count(),
        "rooms_with_nobody": rooms_of_people().exclude(members__is_in=True).count(),
    }
    figures["rooms_wrong"] = figures["left_but_in"] + figures["rooms_with_nobody"]
    media = media_bytes() if is_there else None
    if media is not None:
        figures["media_bytes"] = media
    return replace(seen, figures=figures)


CHAT: Final = Part(name="chat", kind=PartKind.COMPONENT, words=_("Instant messaging"), look=_look, is_spared=True)
