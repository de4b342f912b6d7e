"""What is promised: the policy in force at a moment, or the one that a clock is pinned to."""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from jishi.calendars.door import Calendar
from jishi.database.door import Compiled, Given
from jishi.refusals.door import Refusal
from zhishou.contracts.models import CalendarVersion, PolicyVersion
from zhishou.contracts.queries.versions import calendar_of, pack_of
from zhishou.contracts.rules.policy import Policy, make_policy
from zhishou.people.models import Engagement


class NoContract(Refusal):
    """No contract pack has been loaded here yet."""

    status = HTTPStatus.NOT_FOUND


Version = TypeVar("Version", PolicyVersion, CalendarVersion)
_policies: dict[tuple[str, str], Policy] = {}
_KEPT = 256


def policy_in_force(*, engagement: Engagement, at: datetime) -> Policy:
    """Return what is promised at this moment; before the first version was loaded, the first one.

    For areas that act on a ticket or a ladder of this engagement; they have asked who may.
    """
    version = _at(PolicyVersion.objects.filter(contract__engagement=engagement), at=at)
    calendar = _at(CalendarVersion.objects.filter(contract__engagement=engagement), at=at)
    if version is None or calendar is None:
        raise NoContract
    return policy(version=version, calendar=calendar)


def policy(*, version: PolicyVersion, calendar: CalendarVersion) -> Policy:
    """Return the promise of one version beside one calendar, whatever has been agreed since."""
    key = (str(version.uuid), str(calendar.uuid))
    if key not in _policies:
        if len(_policies) >= _KEPT:
            _policies.clear()
        _policies[key] = make_policy(
            pack_of(version), number=version.number, made_at=version.made_at, calendar=calendar_of(calendar)
        )
    return _policies[key]


def policy_by(*, version: UUID, calendar: UUID) -> Policy:
    """Return the promise of the two versions of these names, whatever has been agreed since."""
    known = _policies.get((str(version), str(calendar)))
    if known is not None:
        return known
    return policy(
        version=PolicyVersion.objects.get(uuid=version), calendar=CalendarVersion.objects.get(uuid=calendar)
    )


def calendar_in_force(*, engagement: Engagement, at: datetime) -> Calendar:
    """Return the hours that count at this moment."""
    return calendar_of(calendar_version(engagement=engagement, at=at))


def calendar_version(*, engagement: Engagement, at: datetime) -> CalendarVersion:
    """Return the row of the hours that count at this moment, to be pinned."""
    found = _at(CalendarVersion.objects.filter(contract__engagement=engagement), at=at)
    if found is None:
        raise NoContract
    return found


def policy_version(*, engagement: Engagement, at: datetime) -> PolicyVersion:
    """Return the row of what is promised at this moment, to be pinned."""
    found = _at(PolicyVersion.objects.filter(contract__engagement=engagement), at=at)
    if found is None:
        raise NoContract
    return found


def versions_at(*, engagement: Engagement, at: datetime) -> tuple[PolicyVersion, CalendarVersion]:
    """Return what is promised at this moment and the hours that count, to be pinned together."""
    rows = _BOTH(engagement=engagement.pk, at=at)
    if not rows:  # before the first version was loaded, or no contract at all
        return policy_version(engagement=engagement, at=at), calendar_version(engagement=engagement, at=at)
    values = iter(rows[0])
    return _slim(PolicyVersion, values), _slim(CalendarVersion, values)


# In the models' own order. The documents are long, and read only where the policy is not at hand yet.
_SLIM = ("id", "uuid", "contract_id", "number", "made_at")


def _slim(model: type[Version], values: Iterator[Any]) -> Version:
    return model.from_db(connection.alias, _SLIM, [value for _, value in zip(_SLIM, values, strict=False)])


def _both(*, engagement: Given, at: Given) -> QuerySet[PolicyVersion, tuple[Any, ...]]:
    beside = "contract__calendar_versions"
    found = PolicyVersion.objects.filter(
        **{"contract__engagement_id": engagement, "made_at__lte": at, f"{beside}__made_at__lte": at}
    )
    ordered = found.order_by("-number", f"-{beside}__number")
    return ordered.values_list(*_SLIM, *(f"{beside}__{name}" for name in _SLIM))[:1]


_BOTH = Compiled(_both)


def _at(versions: QuerySet[Version], *, at: datetime) -> Version | None:
    versions = versions.only(*_SLIM)
    return versions.filter(made_at__lte=at).order_by("-number").first() or versions.order_by("number").first()
