"""What the service says to people: written down with the fact, said once the chat server takes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from jishi.database.door import ring
from xieban.chat.actions.errands import CHANNEL
from xieban.chat.actions.rooms import settle_room
from xieban.chat.models import Member, Room, Saying
from xieban.chat.queries.errands import sayings_due
from xieban.chat.queries.keys import keys
from xieban.chat.queries.server import CLIENT, ChatIsAway, ask, quoted
from xieban.chat.rules.names import Kind
from xieban.chat.rules.patience import STALE, next_try
from xieban.chat.rules.words import What, message

log = structlog.get_logger("chat")

KEPT: Final = timedelta(days=30)
WORDS: Final = {
    What.WORK: gettext_lazy("New to-do"),
    What.READ: gettext_lazy("To read"),
    What.URGE: gettext_lazy("You are urged"),
    What.DEADLINE: gettext_lazy("The deadline comes near"),
    What.NOTICE: gettext_lazy("New notice"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Something to tell some people; told each of them once, by `about`."""

    what: What
    about: str
    title: str
    path: str
    people: tuple[int, ...]


def tell(tellings: Iterable[Telling], *, at: datetime) -> None:
    """Write down what is to be said; nothing where there never was a chat server."""
    if not settings.CHAT or keys() is None:
        return
    rows = [
        Saying(
            person_id=person,
            what=one.what.value,
            about=one.about[:120],
            title=one.title[:300],
            path=one.path[:200],
            made_at=at,
            due_at=at,
        )
        for one in tellings
        for person in one.people
    ]
    if rows:
        Saying.objects.bulk_create(rows, ignore_conflicts=True)
        ring(CHANNEL)


def say_next(*, at: datetime) -> bool:
    """Say the oldest message that waits; say whether there was one. The chat server's absence is raised."""
    saying = sayings_due(at=at).first()
    if saying is None:
        return False
    mine = Saying.objects.filter(pk=saying.pk, said_at=None)
    if at - saying.made_at > STALE or not saying.person.is_active:
        mine.update(given_up_at=at)
        return True
    try:
        _say(saying, at=at)
    except ChatIsAway:
        raise
    except Exception as raised:
        log.warning("A message of the service was not said.", saying=saying.pk, exc_info=raised)
        attempts = min(saying.attempts + 1, 100)
        mine.update(attempts=attempts, due_at=next_try(attempts, at=at), last_error=str(raised)[:400])
        return True
    mine.update(said_at=at)
    return True


def _say(saying: Saying, *, at: datetime) -> None:
    key = str(saying.person.uuid)
    room = Room.objects.filter(kind=Kind.SERVICE.value, key=key).first()
    if room is None or not Member.objects.filter(room=room, person=saying.person, is_in=True).exists():
        settle_room(kind=Kind.SERVICE, key=key, at=at)
        room = Room.objects.get(kind=Kind.SERVICE.value, key=key)
    with translation.override(saying.person.language):
        words = gettext(str(WORDS[What(saying.what)]))
    body = message(words=words, title=saying.title, url=f"{settings.PUBLIC_URL}{saying.path}")
    # The server knows a message by this key: said twice after a crash, it stands there once.
    ask("PUT", f"{CLIENT}/rooms/{quoted(room.address)}/send/m.room.message/{saying.uuid}", body)


def sweep(*, at: datetime) -> None:
    """Forget what was said, or given up, long ago."""
    Saying.objects.filter(said_at__lt=at - KEPT).delete()
    Saying.objects.filter(given_up_at__lt=at - KEPT).delete()
