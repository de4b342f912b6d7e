"""The short code at the client's desk: whoever can type it has seen the client's screen a moment ago."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from zhishou.desk.models import DeskCode
from zhishou.desk.rules.visits import code_at, shown_until
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role
from zhishou.people.rules import CLIENT_ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCode:
    """The six digits of a moment, and until when they are shown."""

    digits: str
    until: datetime


def show_code(*, engagement: Engagement, by: Person, at: datetime) -> ShownCode:
    """Return what the client's desk shows now, to none but the client's people; the first one makes the secret."""
    require_role(by, engagement, CLIENT_ROLES, at=at)
    row, _made = DeskCode.objects.get_or_create(engagement=engagement, defaults={"secret": secrets.token_hex(32)})
    return ShownCode(digits=code_at(row.secret.reveal(), at=at), until=shown_until(at))
