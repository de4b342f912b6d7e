"""Lists of tickets, filtered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from jishi.api.door import Paging
from jishi.database.door import Compiled, Given, columns_of, row_of
from zhishou.desk.models import Intake, Ticket
from zhishou.desk.queries.dues import ENDED_STATES
from zhishou.desk.queries.finding import cut_with_words
from zhishou.desk.queries.tickets import visible_tickets
from zhishou.desk.rules.places import NOBODY
from zhishou.desk.rules.words import WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import persons_ever_with_role, persons_with_role, roles_in
from zhishou.people.rules import VENDOR_ROLES


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
    rows = [*_TEAM(engagement=engagement.pk, at=at), *_WITH_SOME_IN_HAND(engagement=engagement.pk)]
    known = {one.pk: one for one in (row_of(Person, row) for row in rows)}
    return sorted(known.values(), key=lambda one: (one.name_pinyin, one.pk))


def _team(*, engagement: Given, at: Given) -> QuerySet[Person, tuple[Any, ...]]:
    return persons_with_role(engagement, WORKS, at=at).order_by().values_list(*columns_of(Person))


def _with_some_in_hand(*, engagement: Given) -> QuerySet[Person, tuple[Any, ...]]:
    going = Ticket.objects.filter(engagement_id=engagement, assignee=OuterRef("pk")).exclude(state__in=ENDED_STATES)
    ever = persons_ever_with_role(engagement, WORKS).filter(Exists(going))
    return ever.order_by().values_list(*columns_of(Person))


_TEAM, _WITH_SOME_IN_HAND = Compiled(_team), Compiled(_with_some_in_hand)


def page_of(
    viewer: Person, found: QuerySet[Ticket], *, engagement: Engagement, words: str, paging: Paging, at: datetime
) -> tuple[list[Ticket], str | None]:
    """Return a page of visible tickets that hold the words, and the cursor of the next."""
    internal = bool(words) and bool(roles_in(viewer, engagement, at=at) & VENDOR_ROLES)
    return cut_with_words(found, engagement=engagement, words=words, reads_internal=internal, paging=paging)


def own_intakes(viewer: Person, *, engagement: Engagement) -> QuerySet[Intake]:
    """Return what the viewer himself has reported and what is not a ticket (yet), the newest first."""
    return Intake.objects.filter(engagement=engagement, caller=viewer, ticket__isnull=True).order_by("-id")


def own_tickets(viewer: Person, *, engagement: Engagement) -> QuerySet[Ticket]:
    """Return what the viewer himself has called in or filed, or reported after others did: the newest first."""
    joined = Intake.objects.filter(engagement=engagement, caller=viewer, ticket__isnull=False).values("ticket")
    mine = Q(caller=viewer) | Q(filer=viewer) | Q(pk__in=joined)
    return Ticket.objects.filter(mine, engagement=engagement).select_related("assignee").order_by("-id")
