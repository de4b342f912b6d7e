"""The dispatcher's board: what is open, in lanes by tier, by state or by person, the most urgent first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from zhishou.desk.models import Clock, Ticket
from zhishou.desk.queries.dues import ENDED_STATES, Dues, dues_of
from zhishou.desk.rules.words import ENDED, WORKS, TicketState
from zhishou.people.models import Engagement, Person, RoleGrant
from zhishou.people.queries import grants_in_force, require_role
from zhishou.people.rules import Role, Tier

SHOWN: Final = 30
"""So many cards a lane shows; the rest is counted."""


class Lanes(StrEnum):
    """By what the board is divided."""

    TIER = "tier"
    STATE = "state"
    PERSON = "person"


FIELDS: Final = {Lanes.TIER: "tier", Lanes.STATE: "state", Lanes.PERSON: "assignee__uuid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the service team: of which tiers, with how many tickets in hand, and how many of them late."""

    person: Person
    tiers: tuple[Tier, ...]
    in_hand: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One column: its key (a tier, a state, a person's uuid; empty: nobody), its cards, and how many there are."""

    key: str
    tickets: tuple[Ticket, ...]
    count: int

    @property
    def more(self) -> int:
        """Say how many are not shown."""
        return self.count - len(self.tickets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole board as it stands at one moment."""

    lanes: tuple[Lane, ...]
    dues: Dues
    team: tuple[Member, ...]


def board(viewer: Person, *, engagement: Engagement, by: Lanes, at: datetime) -> Board:
    """Return the board of the contract's open tickets to those who work on them."""
    require_role(viewer, engagement, WORKS, at=at)
    members = team(engagement, at=at)
    field = FIELDS[by]
    going = Ticket.objects.filter(engagement=engagement).exclude(state__in=ENDED_STATES)
    rows = going.order_by().values_list(field).annotate(count=Count("pk"))
    counts = {str(key or ""): count for key, count in rows}
    keys = _keys(by, [str(member.person.uuid) for member in members], counts)
    cards: dict[str, list[Ticket]] = {key: [] for key in keys}
    for ticket in _most_urgent(going, field):
        cards[_key(ticket, by)].append(ticket)
    shown = [ticket for tickets in cards.values() for ticket in tickets]
    return Board(
        lanes=tuple(Lane(key=key, tickets=tuple(cards[key]), count=counts.get(key, 0)) for key in keys),
        dues=dues_of(shown, at=at),
        team=members,
    )


def team(engagement: Engagement, *, at: datetime) -> tuple[Member, ...]:
    """Return the service team, by tier and name, each with what he has in hand."""
    tiers: dict[int, list[Tier]] = {}
    people: dict[int, Person] = {}
    roles = [tier.value for tier in Tier]
    grants = grants_in_force(at).filter(engagement=engagement, role__in=roles, person__is_active=True)
    for grant in _by_tier(grants):
        people[grant.person_id] = grant.person
        tiers.setdefault(grant.person_id, []).append(Tier(grant.role))
    open_ones = Ticket.objects.filter(engagement=engagement, assignee__in=people).exclude(state__in=ENDED_STATES)
    in_hand = Counter(open_ones.order_by().values_list("assignee", flat=True))
    running = Clock.objects.filter(ticket__in=open_ones.order_by(), ended_at__isnull=True, due_at__lt=at)
    late = Counter(
        assignee for assignee, _ in running.order_by().values_list("ticket__assignee", "ticket").distinct()
    )
    return tuple(
        Member(person=person, tiers=tuple(tiers[key]), in_hand=in_hand[key], late=late[key])
        for key, person in people.items()
    )


def _by_tier(grants: QuerySet[RoleGrant]) -> list[RoleGrant]:
    order = [Role(tier) for tier in Tier]
    rows = grants.select_related("person")
    return sorted(rows, key=lambda grant: (order.index(Role(grant.role)), grant.person.name_pinyin, grant.pk))


def _keys(by: Lanes, team_keys: Sequence[str], counts: dict[str, int]) -> list[str]:
    """Return every lane in its order; somebody who left the team but has tickets in hand keeps a lane."""
    match by:
        case Lanes.TIER:
            return [tier.value for tier in Tier]
        case Lanes.STATE:
            return [state.value for state in TicketState if state not in ENDED]
    left = [key for key in counts if key and key not in team_keys]
    return ["", *team_keys, *left]


def _key(ticket: Ticket, by: Lanes) -> str:
    if by is Lanes.PERSON:
        return str(ticket.assignee.uuid) if ticket.assignee else ""
    return ticket.tier if by is Lanes.TIER else ticket.state


def _most_urgent(going: QuerySet[Ticket], field: str) -> list[Ticket]:
    """Return the first cards of every lane: whose clock is due first, then the graver, then the older."""
    running = Clock.objects.filter(ticket=OuterRef("pk"), ended_at__isnull=True, due_at__isnull=False)
    due = Subquery(running.order_by("due_at").values("due_at")[:1])
    order = [F("due").asc(nulls_last=True), F("level").asc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=[F(field)], order_by=order)
    found = going.annotate(due=due).annotate(place=place).filter(place__lte=SHOWN)
    return list(found.select_related("assignee").defer("words").order_by("place", "pk"))
