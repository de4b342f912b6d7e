"""How an instance stands and how it came there, as its page tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.flows.models import Fact, Instance, Opinion, Reading, Seat, Timer, Token
from xieban.flows.queries.acting import ActForm, forms_of
from xieban.flows.queries.entries import in_words
from xieban.flows.queries.history import opinions_of
from xieban.flows.queries.states import state_of, values_of
from xieban.flows.queries.versions import model_of, text_of
from xieban.flows.rules.control import Waiting, who_could_act
from xieban.flows.rules.model import Field
from xieban.flows.rules.words import (
    DECISION_NAMES,
    Decision,
    Ending,
    FactKind,
    OpinionKind,
    SeatState,
    Status,
    TimerKind,
    TimerState,
    TokenState,
    say,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a state is shown: never by its colour alone."""

    words: "str | StrPromise"
    kind: str
    icon: str


STATUS_LOOKS: Final[Mapping[Status, Look]] = {
    Status.RUNNING: Look(words=_("Under way"), kind="info", icon="progress-check"),
    Status.SUSPENDED: Look(words=_("Suspended"), kind="warning", icon="player-pause"),
    Status.FINISHED: Look(words=_("Finished"), kind="success", icon="circle-check"),
    Status.CANCELLED: Look(words=_("Called off"), kind="neutral", icon="ban"),
    Status.ENDED: Look(words=_("Ended by an administrator"), kind="neutral", icon="player-stop"),
}
ENDING_LOOKS: Final[Mapping[Ending, Look]] = {
    Ending.PASSED: Look(words=pgettext_lazy("a step", "Done"), kind="success", icon="check"),
    Ending.JOINED: Look(words=pgettext_lazy("a step", "Done"), kind="success", icon="check"),
    Ending.RETURNED: Look(words=_("Returned"), kind="warning", icon="arrow-back-up"),
    Ending.WITHDRAWN: Look(words=_("Taken back"), kind="warning", icon="arrow-left"),
    Ending.JUMPED: Look(words=_("Moved on by an administrator"), kind="warning", icon="route"),
    Ending.ROLLED_BACK: Look(words=_("Rolled back by an administrator"), kind="warning", icon="history"),
    Ending.INTERRUPTED: Look(words=_("Interrupted"), kind="warning", icon="clock-off"),
    Ending.MIGRATED: Look(words=_("Taken to another version"), kind="neutral", icon="versions"),
    Ending.CANCELLED: Look(words=_("Called off"), kind="neutral", icon="ban"),
}
OPEN_LOOK: Final = Look(words=_("Open now"), kind="info", icon="clock")
PARKED_LOOK: Final = Look(words=_("Waits for what was sent back"), kind="warning", icon="clock-pause")
HELD_LOOK: Final = Look(words=_("Suspended. Nobody acts until it is resumed."), kind="warning", icon="player-pause")
NOBODY_LOOK: Final = Look(
    words=_("Nobody has this. An administrator puts somebody here."), kind="danger", icon="user-x"
)
OPINION_LOOKS: Final[Mapping[OpinionKind, Look]] = {
    OpinionKind.DECISION: Look(words="", kind="neutral", icon="checks"),
    OpinionKind.RETURN: Look(words=_("Returned"), kind="warning", icon="arrow-back-up"),
    OpinionKind.WITHDRAW: Look(words=_("Taken back"), kind="warning", icon="arrow-left"),
    OpinionKind.TRANSFER: Look(words=_("Transferred"), kind="neutral", icon="transfer"),
    OpinionKind.DELEGATE: Look(words=_("Asked somebody to prepare it"), kind="neutral", icon="user-share"),
    OpinionKind.ADD_SIGNER: Look(words=_("Added signers"), kind="neutral", icon="user-plus"),
    OpinionKind.REMOVE_SIGNER: Look(words=_("Removed a signer"), kind="neutral", icon="user-minus"),
    OpinionKind.READ: Look(words=_("Read"), kind="neutral", icon="eye-check"),
    OpinionKind.PRESS: Look(words=_("Urged"), kind="warning", icon="bell-ringing"),
    OpinionKind.INTERVENTION: Look(words=_("An administrator stepped in"), kind="danger", icon="tool"),
}
DECISION_KINDS: Final = {Decision.DISAGREE: "danger", Decision.REMARKS: "warning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One step that is open now: with whom (where with nobody, `look` says why), since when, until when."""

    name: str
    people: tuple[Person, ...]
    look: Look | None
    since: datetime
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one person did at a step."""

    person: Person | None
    acted_for: Person | None
    decision: str
    kind: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One stay on the way so far; what was taken back later stays in it, with its mark."""

    number: int
    name: str
    look: Look
    voices: tuple[Voice, ...]
    since: datetime
    until: datetime | None
    is_undone: bool
    is_open: bool
    returns: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One opinion."""

    opinion: Opinion
    look: Look
    decision: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that a page about an instance shows of its flow."""

    instance: Instance
    status: Look
    is_over: bool
    turns: tuple[Turn, ...]
    forms: tuple[ActForm, ...]
    sayings: tuple[Saying, ...]
    way: tuple[Stay, ...]
    readings: tuple[Reading, ...]
    has_log: bool

    @property
    def own_forms(self) -> tuple[ActForm, ...]:
        """Return what is done as a part of the flow."""
        return tuple(form for form in self.forms if not form.is_managing)

    @property
    def managing_forms(self) -> tuple[ActForm, ...]:
        """Return what is done by looking after flows."""
        return tuple(form for form in self.forms if form.is_managing)


def story_of(viewer: Person, instance: Instance, *, at: datetime) -> Story:
    """Return everything that a page shows of the flow of an instance that the viewer has been given."""
    readings = Reading.objects.filter(instance=instance).select_related("person").order_by("number")
    return Story(
        instance=instance,
        status=STATUS_LOOKS[Status(instance.status)],
        is_over=instance.ended_at is not None,
        turns=turns_of(instance, at=at),
        forms=forms_of(viewer, instance, at=at),
        sayings=tuple(_saying(one) for one in opinions_of(instance)),
        way=way_of(instance),
        readings=tuple(readings),
        has_log=viewer.is_administrator,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Where an instance stands in the drawing of its flow: the nodes that are open, and those it has been to."""

    text: str
    now: str
    been: str


def drawn(instance: Instance) -> Drawn:
    """Return the drawing of an instance's version, and where it stands in it."""
    rows = list(Token.objects.filter(instance=instance, undone=0).values_list("node", "state"))
    now = {node for node, state in rows if state != TokenState.ENDED}
    return Drawn(
        text=text_of(instance.version),
        now=" ".join(sorted(now)),
        been=" ".join(sorted({node for node, _ in rows} - now)),
    )


def open_fields(instance: Instance) -> tuple[Field, ...]:
    """Return the fields of the nodes that are open now."""
    model = model_of(instance.version)
    open_now = Token.objects.filter(instance=instance).exclude(state=TokenState.ENDED.value)
    handlings = (model.nodes[node].handling for node in open_now.values_list("node", flat=True))
    return tuple(field for one in handlings if one is not None for field in one.fields)


def filled_in(instance: Instance) -> tuple[tuple[str, str], ...]:
    """Return what was filled in on the way so far: label and words, in the order of the flow."""
    model, values = model_of(instance.version), values_of(instance.variables)
    fields = {field.name: field for node in model.nodes.values() if node.handling for field in node.handling.fields}
    return tuple((one.label, in_words(one, values[name])) for name, one in fields.items() if values.get(name))


def turns_of(instance: Instance, *, at: datetime) -> tuple[Turn, ...]:
    """Return what is open now, and whose turn it is."""
    model = model_of(instance.version)
    nodes = {node.id for node in model.nodes.values() if node.handling is not None}
    # A service or a timer that waits is nobody's turn, and no alarm either.
    waiting = [one for one in who_could_act(model, state_of(instance)) if one.node in nodes]
    waiting.sort(key=lambda one: one.is_parked)  # where something can be done comes first
    people = persons_by_id(person for one in waiting for person in one.people)
    marks = Timer.objects.filter(
        instance=instance,
        kind=TimerKind.MARK.value,
        percent=100,
        state__in=[TimerState.RUNNING.value, TimerState.FIRED.value],
    )
    due = dict(marks.values_list("token__number", "due_at"))
    return tuple(
        Turn(
            name=one.name,
            people=tuple(people[person] for person in one.people if person in people),
            look=None if one.people else _why_nobody(one, Status(instance.status)),
            since=one.since,
            due_at=due.get(one.token),
            is_late=one.token in due and due[one.token] < at,
        )
        for one in waiting
    )


def _why_nobody(waiting: Waiting, status: Status) -> Look:
    if waiting.is_parked:
        return PARKED_LOOK
    return HELD_LOOK if status is Status.SUSPENDED else NOBODY_LOOK


def way_of(instance: Instance) -> tuple[Stay, ...]:
    """Return the stays at which people act, in order, those that were taken back too; what is open comes last."""
    tokens = Token.objects.filter(instance=instance).order_by("number")
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(instance=instance).select_related("person", "acted_for").order_by("number"):
        seats.setdefault(seat.token_id, []).append(seat)
    returns: dict[int, list[Fact]] = {}
    for fact in Fact.objects.filter(instance=instance, kind=FactKind.RETURNED.value).select_related("person"):
        returns.setdefault(fact.token_number, []).append(fact)
    stays = [_stay(one, seats[one.pk], returns.get(one.number, [])) for one in tokens if one.pk in seats]
    return tuple(sorted(stays, key=lambda stay: stay.is_open))


def _stay(token: Token, seats: list[Seat], returns: list[Fact]) -> Stay:
    if token.state == TokenState.ENDED:
        look = ENDING_LOOKS[Ending(token.ending)]
    else:
        look = PARKED_LOOK if token.state == TokenState.PARKED else OPEN_LOOK
    shown = (SeatState.DONE, SeatState.OPEN, SeatState.WAITING, SeatState.DELEGATED, SeatState.RETURNED)
    return Stay(
        number=token.number,
        name=token.node_name,
        look=look,
        voices=tuple(_voice(seat) for seat in seats if seat.state in shown and seat.person is not None),
        since=token.since,
        until=token.until,
        is_undone=bool(token.undone),
        is_open=token.state != TokenState.ENDED,
        returns=tuple(returns),
    )


def _voice(seat: Seat) -> Voice:
    decision = Decision(seat.decision) if seat.decision else None
    return Voice(
        person=seat.person,
        acted_for=seat.acted_for,
        decision=say(DECISION_NAMES[decision], get_language() or "en") if decision else "",
        kind=DECISION_KINDS.get(decision, "success") if decision else "neutral",
        at=seat.until,
    )


def _saying(opinion: Opinion) -> Saying:
    decision = Decision(opinion.decision) if opinion.decision else None
    return Saying(
        opinion=opinion,
        look=OPINION_LOOKS[OpinionKind(opinion.kind)],
        decision=say(DECISION_NAMES[decision], get_language() or "en") if decision else "",
        kind=DECISION_KINDS.get(decision, "success") if decision else "neutral",
    )
