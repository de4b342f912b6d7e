"""On-site work: why somebody goes, how a visit stands, which moment counts, and the code at the client's desk."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from zhishou.contracts.rules import ServiceCode, ServiceMode
from zhishou.contracts.rules.words import Words
from zhishou.people.rules import Role

GOES: Final = frozenset({Role.FIRST_LINE, Role.SECOND_LINE, Role.EXPERT, Role.MANAGER})
"""Who is sent to the client; the front desk stays at the phone."""
CLOCK_SKEW: Final = timedelta(seconds=5)
STEP: Final = timedelta(minutes=1)
"""How long one code at the client's desk is shown."""
STEPS_BACK: Final = 2
"""How many codes before the shown one are still taken: whoever types needs a moment."""
TRIES: Final = 5
TRY_AGAIN_AFTER: Final = timedelta(minutes=10)
"""So many wrong codes in so long, then no code of this visit is looked at until the time is over."""


class VisitReason(StrEnum):
    """Why somebody goes: mission section 1, M4 and M6 A, B, C."""

    EMERGENCY = "emergency"
    UNSOLVED = "unsolved"
    PLANNED_WORK = "planned_work"
    KEY_USER = "key_user"


MODES: Final[Mapping[VisitReason, ServiceMode]] = {
    VisitReason.EMERGENCY: ServiceMode.EMERGENCY,
    VisitReason.UNSOLVED: ServiceMode.OTHER_ONSITE,
    VisitReason.PLANNED_WORK: ServiceMode.OTHER_ONSITE,
    VisitReason.KEY_USER: ServiceMode.OTHER_ONSITE,
}


class VisitState(StrEnum):
    """Where a visit stands."""

    ORDERED = "ordered"
    TRAVELLING = "travelling"
    ON_SITE = "on_site"
    DONE = "done"
    CANCELLED = "cancelled"


ALLOWED: Final[Mapping[VisitState, frozenset[VisitState]]] = {
    VisitState.ORDERED: frozenset({VisitState.TRAVELLING, VisitState.ON_SITE, VisitState.CANCELLED}),
    VisitState.TRAVELLING: frozenset({VisitState.ON_SITE, VisitState.CANCELLED}),
    VisitState.ON_SITE: frozenset({VisitState.DONE}),
    VisitState.DONE: frozenset(),
    VisitState.CANCELLED: frozenset(),
}
AHEAD: Final = frozenset({VisitState.ORDERED, VisitState.TRAVELLING})
OPEN: Final = AHEAD | {VisitState.ON_SITE}


class ActKind(StrEnum):
    """What happens on a visit."""

    ORDER = "order"
    DEPART = "depart"
    CHECK_IN = "check_in"
    REPORT = "report"
    PHOTO = "photo"
    SIGN = "sign"
    UNSIGNED = "unsigned"
    LEAVE = "leave"
    CANCEL = "cancel"


BY_ENGINEER: Final = frozenset(ActKind) - {ActKind.ORDER, ActKind.CANCEL}
"""What the engineer does himself, from his phone, connected or not."""
TAKES_TO: Final[Mapping[ActKind, VisitState]] = {
    ActKind.DEPART: VisitState.TRAVELLING,
    ActKind.CHECK_IN: VisitState.ON_SITE,
    ActKind.LEAVE: VisitState.DONE,
    ActKind.CANCEL: VisitState.CANCELLED,
}
"""The other acts are done on site and leave the visit there."""


class CheckInWay(StrEnum):
    """How somebody shows that he is there."""

    PLACE = "place"
    CODE = "code"


class SignatureWay(StrEnum):
    """How the client has signed."""

    SCREEN = "screen"
    SCAN = "scan"


def fits(reason: VisitReason, *, service_code: ServiceCode) -> bool:
    """Say whether a visit for this reason belongs on a ticket of this code: 030104 is for key users alone."""
    return reason is VisitReason.KEY_USER or service_code is not ServiceCode.KEY_USERS


class AheadOfTime(ValueError):
    """The device tells of something that has not happened yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The moment of an act: as it was by our clock, and as it counts."""

    was_at: datetime
    counts_at: datetime
    is_too_old: bool  # then it counts from receipt


def when(
    *, device_at: datetime | None, sent_at: datetime | None, received_at: datetime, longest: timedelta
) -> When:
    """Return the moment of something that a device tells, and whether it is too long ago to count.

    What counts is how long ago it was by the device's own clock when it was sent: a clock that is wrong by an
    hour is wrong by an hour at both ends, and the difference is right.
    """
    if device_at is None:
        return When(was_at=received_at, counts_at=received_at, is_too_old=False)
    ago = (sent_at or received_at) - device_at
    if ago < -CLOCK_SKEW:
        raise AheadOfTime
    was_at = received_at - max(ago, timedelta(0))
    too_old = ago > longest
    return When(was_at=was_at, counts_at=received_at if too_old else was_at, is_too_old=too_old)


def code_at(secret: str, *, at: datetime) -> str:
    """Return the six digits that the client's desk shows at a moment."""
    return _code(secret, _step(at))


def shown_until(at: datetime) -> datetime:
    """Return when the code of this moment is replaced by the next."""
    return datetime.fromtimestamp((_step(at) + 1) * STEP.total_seconds(), tz=at.tzinfo)


def is_code(code: str, *, secret: str, at: datetime) -> bool:
    """Say whether these digits were shown at that moment, or a minute or two before."""
    step = _step(at)
    matches = [hmac.compare_digest(_code(secret, step - back), code) for back in range(STEPS_BACK + 1)]
    return any(matches)


def _step(at: datetime) -> int:
    return int(at.timestamp() // STEP.total_seconds())


def _code(secret: str, step: int) -> str:
    digest = hmac.new(secret.encode(), step.to_bytes(8, "big"), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06}"


REASON_NAMES: Final[Mapping[VisitReason, Words]] = {
    VisitReason.EMERGENCY: ("现场应急响应", "on-site emergency"),
    VisitReason.UNSOLVED: ("远程和电话未能解决", "remote and phone could not solve it"),
    VisitReason.PLANNED_WORK: (
        "割接、接入、扩容、安全部署、策略调整",
        "cut-over, joining, growth, security deployment, policy change",
    ),
    VisitReason.KEY_USER: ("重点用户现场服务", "key-user visit"),
}
ACT_NAMES: Final[Mapping[ActKind, Words]] = {
    ActKind.ORDER: ("安排上门", "visit ordered"),
    ActKind.DEPART: ("出发上门", "set out"),
    ActKind.CHECK_IN: ("现场签到", "check-in"),
    ActKind.REPORT: ("填写现场工作记录", "work on site written down"),
    ActKind.PHOTO: ("现场照片", "photographs taken"),
    ActKind.SIGN: ("用户签字", "signed by the client"),
    ActKind.UNSIGNED: ("未签字说明", "why nobody signed"),
    ActKind.LEAVE: ("离开现场，上门结束", "left the site, visit ended"),
    ActKind.CANCEL: ("取消上门", "visit cancelled"),
}
