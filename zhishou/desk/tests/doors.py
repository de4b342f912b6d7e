"""Who gets in: whoever may see the ticket; what is recorded asks again for itself."""

from django.utils import timezone

from conftest import Cast
from zhishou.desk.models import Ticket
from zhishou.desk.tests.factories import make_desk
from zhishou.people.rules import VENDOR_ROLES, Role

STAFF = frozenset(role.value for role in VENDOR_ROLES)
SEES_ALL = STAFF | {Role.CLIENT_ADMIN.value, Role.AUDITOR.value}
CALLER = frozenset({Role.REQUESTER.value})
POSTED = ("evidence", "pause", "resume", "level", "go")

DOORS: dict[str, frozenset[str]] = {
    "desk:ticket": SEES_ALL | CALLER,
    # Asked by GET here, which these answer with 405 to everybody; their tests ask by POST.
    **{f"desk:{name}": frozenset({"signed_in"}) for name in POSTED},
}


def ticket_of(cast: Cast) -> Ticket:
    """Open a ticket of the requester's now."""
    return make_desk(cast).open(reached_at=timezone.now())


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    code: dict[str, object] = {"engagement_code": cast.engagement.code}
    one = {**code, "number": ticket_of(cast).number}
    return {f"desk:{name}": one for name in ("ticket", *POSTED)}
