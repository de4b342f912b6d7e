"""What the start page and "my account" are made of, each part from the area that knows it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language

from zhishou.contracts import queries as contracts
from zhishou.contracts.rules import say
from zhishou.contracts.rules.milestones import MilestoneKind, MilestoneState
from zhishou.desk import queries as desk
from zhishou.desk.rules.ratings import STAR_NAMES
from zhishou.duty import queries as duty
from zhishou.duty.queries import calendar, coverage
from zhishou.inspections import queries as inspections
from zhishou.notify import actions as notify
from zhishou.notify.queries import inbox
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import VENDOR_ROLES, Role, Tier
from zhishou.people.web.sections import AccountSection

AHEAD = timedelta(days=60)
MOST = 5
WATCHERS = VENDOR_ROLES | {Role.CLIENT_ADMIN, Role.AUDITOR}  # who may see rosters and ladders


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who looks, in which engagement, and as what."""

    person: Person
    engagement: Engagement | None
    roles: frozenset[Role]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the start page: `rows` answers what `template` shows; None leaves the part out."""

    template: str
    rows: Callable[[Visitor], Mapping[str, object] | None]
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is on watch now in one contract; whoever may not see the roster sees the front desk."""

    engagement: Engagement
    now: list[calendar.Now]
    sees_roster: bool


def _held(visitor: Visitor) -> list[tuple[Engagement, frozenset[Role]]]:
    mine = list(people.engagements_of(visitor.person, at=visitor.at)[:MOST])
    mine.sort(key=lambda one: one != visitor.engagement)  # the one at hand first
    return [(one, people.roles_in(visitor.person, one, at=visitor.at)) for one in mine]


def _where(visitor: Visitor, wanted: Iterable[Role]) -> list[Engagement]:
    return [one for one, roles in _held(visitor) if roles & frozenset(wanted)]


def watch(visitor: Visitor) -> Mapping[str, object] | None:
    """Say whom to call now, in every contract of the visitor."""
    shown = []
    for engagement, roles in _held(visitor):
        sees_roster = bool(roles & WATCHERS)
        now = calendar.now(engagement, at=visitor.at)
        shown.append(
            Watch(
                engagement=engagement,
                now=now if sees_roster else [one for one in now if one.tier == Tier.FRONT_DESK],
                sees_roster=sees_roster,
            )
        )
    return {"watches": shown, "several": len(shown) > 1} if shown else None


def waiting(visitor: Visitor) -> Mapping[str, object]:
    """Gather what waits for the visitor: calls, swaps, approvals, and what was not read."""
    of_vendor = _where(visitor, VENDOR_ROLES)
    swaps = [
        swap
        for engagement in of_vendor
        for swap in calendar.swaps_of(engagement, visitor.person, at=visitor.at)
        if swap.asked_of_id == visitor.person.pk
    ]
    loaded = {contract.engagement_id for contract in contracts.contracts_of(visitor.person, at=visitor.at)}
    used_up = [
        (engagement, row)
        for engagement in _where(visitor, [Role.CLIENT_ADMIN])
        if engagement.pk in loaded
        for row in contracts.entitlements_of(visitor.person, code=engagement.code, at=visitor.at)
        if row.is_current and row.account.available <= 0
    ]
    unread = inbox.inbox(visitor.person).filter(read_at__isnull=True)
    found: dict[str, object] = {
        "calls": duty.runs_calling(visitor.person, engagements=of_vendor)[:MOST],
        "swaps": swaps[:MOST],
        "used_up": used_up[:MOST],
        "rounds": inspections.my_due_rounds(visitor.person, engagements=of_vendor, at=visitor.at)[:MOST],
        "notices": inbox.rows(list(unread[:MOST]), language=visitor.person.language),
        "unread": inbox.unread_count(visitor.person),
    }
    return found | {"is_empty": not any(found.values())}


def milestones(visitor: Visitor) -> Mapping[str, object] | None:
    """Show the days of the contract at hand that approach, and those that were missed."""
    if visitor.engagement is None or not contracts.contracts_of(visitor.person, at=visitor.at).filter(
        engagement=visitor.engagement
    ):
        return None
    every = contracts.milestones_of(visitor.person, code=visitor.engagement.code, at=visitor.at)
    ahead = list(
        every.filter(state=MilestoneState.OPEN.value, due_at__gt=visitor.at, due_at__lt=visitor.at + AHEAD)
    )
    weekly = [one for one in ahead if one.kind == MilestoneKind.INSPECTION][:1]
    others = [one for one in ahead if one.kind != MilestoneKind.INSPECTION][:MOST]
    missed = every.filter(state=MilestoneState.MISSED.value).count()
    return {
        "engagement": visitor.engagement,
        "milestones": [
            (one, (one.due_at - visitor.at).days) for one in sorted([*weekly, *others], key=lambda one: one.due_at)
        ],
        "missed": missed,
    }


def gaps(visitor: Visitor) -> Mapping[str, object] | None:
    """Show managers where the watch will not be kept."""
    managed = _where(visitor, [Role.MANAGER])
    if not managed:
        return None
    found = [(one, coverage.gaps(one, at=visitor.at)[:MOST]) for one in managed]
    return {
        "gaps": [(one, gap) for one, rows in found for gap in rows],
        "unplanned": [(one, tier) for one in managed for tier in calendar.unplanned(one)],
        "engagement": managed[0],
    }


def satisfaction(visitor: Visitor) -> Mapping[str, object] | None:
    """Show how satisfied the client's people are, to his administrator and to whoever answers for the service."""
    engagement = visitor.engagement
    if engagement is None or not visitor.roles & {Role.CLIENT_ADMIN, Role.MANAGER, Role.AUDITOR}:
        return None
    found = desk.satisfaction_of(visitor.person, engagement=engagement, at=visitor.at)
    if found.mean_hundredths is None:
        return None
    return {
        "mean": found.mean_hundredths / 100,
        "found": found,
        "lines": [(say(STAR_NAMES[stars], get_language() or ""), times) for stars, times in found.counts.items()],
    }


def channels(person: Person, _at: datetime) -> Mapping[str, object]:
    """Show by what this person is reached."""
    return {"channels": inbox.channels_of(person), "account_mail": notify.account_mail_of(person)}


HOME_SECTIONS: tuple[Section, ...] = (
    Section(template="config/parts/watch.html", rows=watch, wide=True),
    Section(template="config/parts/waiting.html", rows=waiting),
    Section(template="config/parts/milestones.html", rows=milestones),
    Section(template="config/parts/gaps.html", rows=gaps),
    Section(template="config/parts/satisfaction.html", rows=satisfaction),
)
ACCOUNT_SECTIONS: tuple[AccountSection, ...] = (
    AccountSection(template="config/parts/channels.html", rows=channels),
)
"""Parts of "my account" that other areas bring, below those of the account itself."""
