"""Lists of tickets: filtered, and with the clock that is late first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from jishi.api.door import Paging
from zhishou.desk.models import Clock, Intake, Ticket
from zhishou.desk.queries.clocks import with_versions
from zhishou.desk.queries.finding import cut_with_words
from zhishou.desk.queries.tickets import visible_tickets
from zhishou.desk.rules.places import NOBODY
from zhishou.desk.rules.words import ENDED, WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import persons_with_role, roles_in
from zhishou.people.rules import VENDOR_ROLES

ENDED_STATES = [state.value for state in ENDED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tickets a list shows; an empty word asks for nothing."""

    whose: str = "all"  # mine, tier, all
    state: str = "going"  # going, all, or one state
    level: int | None = None
    kind: str = ""
    words: str = ""
    tier: str = ""
    person: str = ""  # a uuid, or `nobody`


def wanted_tickets(viewer: Person, *, engagement: Engagement, wanted: Wanted, at: datetime) -> QuerySet[Ticket]:
    """Return the visible tickets that a list asks for, but for its words: see `page_of`."""
    found = visible_tickets(viewer, engagement=engagement, at=at).select_related("assignee")
    if wanted.state == "going":
        found = found.exclude(state__in=ENDED_STATES)
    elif wanted.state != "all":
        found = found.filter(state=wanted.state)
    if wanted.whose == "mine":
        found = found.filter(assignee=viewer)
    elif wanted.whose == "tier":
        held = [role.value for role in roles_in(viewer, engagement, at=at)]
        found = found.filter(tier__in=held)
    if wanted.level:
        found = found.filter(level=wanted.level)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.tier:
        found = found.filter(tier=wanted.tier)
    if wanted.person == NOBODY:
        found = found.filter(assignee__isnull=True)
    elif wanted.person:
        found = found.filter(assignee__uuid=wanted.person)
    return found


def hands(engagement: Engagement, *, at: datetime) -> list[Person]:
    """Return in whose hands a ticket of the contract is or can be: the team, and who left it with some in hand."""
    team = persons_with_role(engagement, WORKS, at=at)
    going = Ticket.objects.filter(engagement=engagement).exclude(state__in=ENDED_STATES)
    known = {one.pk: one for one in team}
    left = going.exclude(assignee__in=known).exclude(assignee__isnull=True).select_related("assignee")
    known |= {one.assignee.pk: one.assignee for one in left.only("assignee") if one.assignee}
    return sorted(known.values(), key=lambda one: (one.name_pinyin, one.pk))


def page_of(
    viewer: Person, found: QuerySet[Ticket], *, engagement: Engagement, words: str, paging: Paging, at: datetime
) -> tuple[list[Ticket], str | None]:
    """Return a page of visible tickets that hold the words, and the cursor of the next."""
    internal = bool(words) and bool(roles_in(viewer, engagement, at=at) & VENDOR_ROLES)
    return cut_with_words(found, engagement=engagement, words=words, reads_internal=internal, paging=paging)


def next_clocks(tickets: Iterable[Ticket], *, at: datetime) -> dict[int, Clock]:
    """Return for each ticket the running clock that will be late first, or else the one that was."""
    clocks = _running().filter(ticket__in=[ticket.pk for ticket in tickets])
    found: dict[int, Clock] = {}
    for clock in sorted(clocks, key=lambda clock: clock.due_at is None or clock.due_at < at):
        found.setdefault(clock.ticket_id, clock)
    return found


def late_counts(tickets: Iterable[Ticket], *, at: datetime) -> Counter[int]:
    """Return how many commitments of each ticket still wait though they are late."""
    late = Clock.objects.filter(ticket__in=[ticket.pk for ticket in tickets], ended_at__isnull=True, due_at__lt=at)
    return Counter(late.order_by().values_list("ticket", flat=True))


def late_next(viewer: Person, *, engagement: Engagement, at: datetime, most: int = 8) -> list[Clock]:
    """Return the running clocks of visible tickets that will be late first, those already late left out."""
    seen = visible_tickets(viewer, engagement=engagement, at=at).exclude(state__in=ENDED_STATES)
    clocks = _running().filter(ticket__in=seen, due_at__gte=at, breached_at__isnull=True)
    return list(clocks.select_related("ticket", "ticket__assignee")[:most])


def _running() -> QuerySet[Clock]:
    running = Clock.objects.filter(ended_at__isnull=True, due_at__isnull=False)
    return with_versions(running).prefetch_related("events").order_by("due_at", "id")


def own_intakes(viewer: Person, *, engagement: Engagement) -> QuerySet[Intake]:
    """Return what the viewer himself has reported and what is not a ticket (yet), the newest first."""
    return Intake.objects.filter(engagement=engagement, caller=viewer, ticket__isnull=True).order_by("-id")


def own_tickets(viewer: Person, *, engagement: Engagement) -> QuerySet[Ticket]:
    """Return what the viewer himself has called in or filed, the newest first."""
    mine = Ticket.objects.filter(engagement=engagement).filter(Q(caller=viewer) | Q(filer=viewer))
    return mine.select_related("assignee").order_by("-id")
