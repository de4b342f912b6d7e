"""What is promised: the policy in force at a moment, or the one that a clock is pinned to."""

from datetime import datetime
from http import HTTPStatus
from typing import TypeVar

from django.db.models import QuerySet

from jishi.calendars.door import Calendar
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


def _at(versions: QuerySet[Version], *, at: datetime) -> Version | None:
    # The documents are long, and read only where the policy is not at hand yet.
    versions = versions.only("uuid", "number", "made_at", "contract_id")
    return versions.filter(made_at__lte=at).order_by("-number").first() or versions.order_by("number").first()
