"""Inlets, what they took in, and what leaves by them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.refusals.door import NotThere
from zhishou.desk.models import Answer, Inlet, Intake, Received, SetAside, Ticket
from zhishou.desk.queries.tickets import visible_tickets
from zhishou.desk.rules.channels import Nature
from zhishou.desk.rules.inlets import AnswerState
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role
from zhishou.people.rules import VENDOR_ROLES, Role

SEES: frozenset[Role] = VENDOR_ROLES | {Role.CLIENT_ADMIN}
MINDS: frozenset[Role] = frozenset({Role.MANAGER})
THREAD_LONGEST = 20


def inlets_of(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Inlet]:
    """Return the contract's ways in that work by themselves, to the team and the client's administrator."""
    require_role(viewer, engagement, SEES, at=at)
    return Inlet.objects.filter(engagement=engagement)


def get_inlet(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Inlet:
    """Return one inlet to whoever minds it."""
    require_role(viewer, engagement, MINDS, at=at)
    found = Inlet.objects.filter(engagement=engagement, uuid=uuid).select_related("engagement").first()
    if found is None:
        raise NotThere
    return found


def inlet_called(*, uuid: UUID) -> Inlet | None:
    """Return the inlet whose address was called; None where it is off or was never there."""
    return Inlet.objects.filter(uuid=uuid, is_on=True).select_related("engagement").first()


def inlet_by_id(*, inlet_id: int) -> Inlet | None:
    """Return an inlet for background work."""
    return Inlet.objects.filter(pk=inlet_id).select_related("engagement").first()


def due_inlets(*, at: datetime) -> QuerySet[Inlet]:
    """Return the inlets whose next look has come."""
    return Inlet.objects.filter(is_on=True, next_look_at__lte=at).order_by("next_look_at")


def looking_inlets() -> QuerySet[Inlet]:
    """Return every inlet that looks for what is new; for the operator at the console."""
    return Inlet.objects.filter(is_on=True, next_look_at__isnull=False).select_related("engagement").order_by("id")


def last_received(inlet: Inlet, *, most: int = 10) -> QuerySet[Received]:
    """Return what an inlet took in last; the caller has been allowed to see it."""
    return Received.objects.filter(inlet=inlet).select_related("intake__ticket", "follows").order_by("-id")[:most]


def set_aside_of(inlet: Inlet, *, most: int = 10) -> QuerySet[SetAside]:
    """Return what could not be taken in by a fault of ours; the caller has been allowed to see the inlet."""
    return SetAside.objects.filter(inlet=inlet).defer("message")[:most]


def received_of(intake: Intake) -> Received | None:
    """Return the message from which an intake was made, with our answers to it."""
    found = Received.objects.filter(intake=intake).select_related("inlet", "follows").prefetch_related("answers")
    return found.first()


def due_answers(*, at: datetime) -> QuerySet[Answer]:
    """Return the answers that wait to be sent now."""
    waiting = Answer.objects.filter(state=AnswerState.WAITING, next_try_at__lte=at)
    return waiting.select_related("inlet", "to").order_by("next_try_at", "id")


def thread_of(answer: Answer) -> tuple[str, ...]:
    """Return the ids of the conversation before an answer, the oldest first, the message that it answers last."""
    before = [*answer.to.thread, answer.to.reference]
    return tuple(dict.fromkeys(before))[-THREAD_LONGEST:]


def spoken_of(engagement: Engagement, *, thread: Iterable[str]) -> Received | None:
    """Return the latest message that a thread of ids speaks of, through ours or theirs."""
    ids = list(thread)
    if not ids:
        return None
    ours = Answer.objects.filter(inlet__engagement=engagement, reference__in=ids).values("to")
    about = Received.objects.filter(Q(pk__in=ours) | Q(inlet__engagement=engagement, reference__in=ids))
    return about.select_related("intake__ticket__engagement", "follows__engagement").order_by("-id").first()


def may_speak_of(ticket: Ticket, *, person: Person | None, address: str, at: datetime) -> bool:
    """Say whether a sender may add to a ticket: one who sees it, or who has written about it from there."""
    if person is not None:
        return visible_tickets(person, engagement=ticket.engagement, at=at).filter(pk=ticket.pk).exists()
    wrote = Received.objects.filter(sender_address__iexact=address, nature=Nature.PERSON)
    return bool(address) and wrote.filter(intake__ticket=ticket).exists()
