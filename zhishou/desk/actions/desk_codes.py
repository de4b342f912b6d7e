"""The short code at the client's desk: whoever can type it has seen the client's screen a moment ago."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from jishi.refusals.door import Invalid, Refusal
from zhishou.desk.models import DeskCode
from zhishou.desk.queries.desk_codes import secret_of
from zhishou.desk.rules.visits import TRIES, TRY_AGAIN_AFTER, code_at, is_code, shown_until
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role
from zhishou.people.rules import CLIENT_ROLES


class WrongCode(Invalid):
    """This is not the code that the client's desk showed at that moment. It changes every minute."""


class TooManyCodes(Refusal):
    """Too many wrong codes. Wait %(minutes)s minutes, or check in by place."""

    status = HTTPStatus.TOO_MANY_REQUESTS


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


def try_code(of: QuerySet[Any], *, engagement: Engagement, code: str, was_at: datetime, at: datetime) -> None:
    """Compare a code, after one more try was written down in the row; many at once are no more than one by one.

    The row has the columns `wrong_codes` and `wrong_code_at`. Call it outside the transaction that the code opens.
    """
    since = at - TRY_AGAIN_AFTER
    tried = of.filter(Q(wrong_codes__lt=TRIES) | Q(wrong_code_at__lte=since)).update(
        wrong_codes=Case(When(wrong_code_at__lte=since, then=Value(1)), default=F("wrong_codes") + 1),
        wrong_code_at=at,
    )
    if not tried:
        raise TooManyCodes(minutes=TRY_AGAIN_AFTER // timedelta(minutes=1))
    secret = secret_of(engagement)
    if not secret or not is_code(code, secret=secret, at=was_at):
        raise WrongCode
