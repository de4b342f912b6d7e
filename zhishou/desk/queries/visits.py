"""Visits: who may see them, who goes, whom they are for, and what they draw on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.refusals.door import NotThere
from zhishou.contracts.models import Account
from zhishou.contracts.queries import entitlements_of
from zhishou.contracts.rules import Commitment, ServiceCode
from zhishou.desk.models import Clock, Signature, Ticket, Visit
from zhishou.desk.queries.tickets import visible_tickets
from zhishou.desk.rules.visits import GOES, OPEN, VisitState
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import persons_with_role
from zhishou.people.rules import Role

WITH = (
    "ticket__engagement", "ticket__merged_into", "engineer", "key_user", "ordered_by", "reservation__account",
    "signature",
)  # fmt: skip
DAY = timedelta(days=1)
OPEN_STATES = [state.value for state in OPEN]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What a key user's visit draws on: so many in the term, and which one the next would be."""

    account: Account
    name: str
    is_current: bool  # else nothing can be reserved: the term is over, or has not begun

    @property
    def next_is(self) -> int:
        """Say which visit of the term the next one would be."""
        return self.account.reserved + self.account.consumed + 1

    @property
    def granted(self) -> int:
        """Say how many the contract gives."""
        return self.account.granted

    @property
    def approved(self) -> int:
        """Say how many more the client has approved."""
        return self.account.approved

    @property
    def available(self) -> int:
        """Say how many can be ordered now."""
        return self.account.available


def visible_visits(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Visit]:
    """Return the visits for tickets that the viewer may see."""
    tickets = visible_tickets(viewer, engagement=engagement, at=at)
    return Visit.objects.filter(ticket__in=tickets).select_related(*WITH)


def get_visit(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Visit:
    """Return one visit; another's and one that does not exist look the same."""
    found = visible_visits(viewer, engagement=engagement, at=at).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def visits_of(ticket: Ticket) -> QuerySet[Visit]:
    """Return the visits for a ticket that the caller has been allowed to see, and for those merged into it."""
    found = Visit.objects.filter(Q(ticket=ticket) | Q(ticket__merged_into=ticket))
    return found.select_related(*WITH).order_by("id")


def signature_of(visit: Visit) -> Signature | None:
    """Return the client's hand under a visit that the caller has been allowed to see."""
    return Signature.objects.filter(visit=visit).first()


def wanted_visits(
    viewer: Person, *, engagement: Engagement, which: str, midnight: datetime | None = None, at: datetime
) -> QuerySet[Visit]:
    """Return a list: my open visits, those of today, all that are planned, or those that are over."""
    found = visible_visits(viewer, engagement=engagement, at=at)
    if which == "over":
        return found.exclude(state__in=OPEN_STATES).order_by("-planned_for", "-id")
    if which == "today" and midnight is not None:
        today = Q(planned_for__gte=midnight) | Q(arrived_at__gte=midnight) | Q(state__in=OPEN_STATES)
        return found.filter(today, planned_for__lt=midnight + DAY).exclude(state=VisitState.CANCELLED)
    found = found.filter(state__in=OPEN_STATES)
    return found.filter(engineer=viewer) if which == "mine" else found


def engineers(engagement: Engagement, *, at: datetime) -> QuerySet[Person]:
    """Return who can be sent to the client."""
    return persons_with_role(engagement, GOES, at=at).order_by("name_pinyin", "pk")


def key_users(engagement: Engagement, *, at: datetime) -> QuerySet[Person]:
    """Return the key users of a contract: its leaders."""
    return persons_with_role(engagement, [Role.LEADER], at=at).order_by("name_pinyin", "pk")


def drawn_on(viewer: Person, *, engagement: Engagement, at: datetime) -> Quota | None:
    """Return what the contract gives for key users, in the present term or else the last; None: no limit."""
    rows = [
        one for one in entitlements_of(viewer, code=engagement.code, at=at) if one.service == ServiceCode.KEY_USERS
    ]
    row = next((one for one in rows if one.is_current), rows[0] if rows else None)
    return Quota(account=row.account, name=row.name, is_current=row.is_current) if row else None


def onsite_due(visit: Visit) -> datetime | None:
    """Return until when somebody must be on site for the ticket of a visit, where that promise still runs.

    For a ticket that was merged it is the older one's that counts.
    """
    about = visit.ticket.merged_into or visit.ticket
    running = Clock.objects.filter(ticket=about, commitment=Commitment.ONSITE, ended_at__isnull=True)
    return running.values_list("due_at", flat=True).first()
