"""What somebody may do with a document: the flow's deeds, and the documents' own guards over them; pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xieban.documents.rules.elements import Lack
from xieban.documents.rules.words import Kind, NumberState
from xieban.flows.rules.control import Control as FlowControl
from xieban.flows.rules.control import Deed
from xieban.flows.rules.words import Nature, Verb


class Own(StrEnum):
    """What may be done with a document beside its flow."""

    EDIT = "edit"
    WRITE = "write"
    VOID = "void"
    CONVERT = "convert"
    CORRECT = "correct"
    RECALL = "recall"
    NOTE_RECEIPT = "note_receipt"
    RECORD = "record"
    ANSWER = "answer"
    CIRCULATE = "circulate"


EDITS: Final = {
    "title": ("title",),
    "recipients": ("recipients", "copies_to"),
    "basis": ("basis",),
    "layout": ("form", "note"),
    "result": ("result",),
}
"""Which elements the words of a flow's `xieban:edits` open."""
TEXT: Final = frozenset({"body", "misprints", "attachments"})
"""What opens the text and its attachments, which the writing area keeps."""
RECORD: Final = "record"
"""What opens the record of an incoming document, which has a form of its own."""
OF_DRAFT: Final = ("type", "urgency", "reason", "matter", "note", "form")
"""What only a draft may still change, with its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One piece of work that somebody may do now: where, with what, and what is lacking for it."""

    deed: Deed
    seat: str
    node: str
    name: str
    nature: Nature
    lacks: tuple[Lack, ...] = ()

    @property
    def acts(self) -> bool:
        """Say whether doing it has its effect; what was only asked for as help has none."""
        return not self.deed.lent


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the guards need to know of a document and of who looks at it."""

    kind: Kind
    is_signed: bool = False  # and stands as it was signed, but for recorded corrections
    consents: bool = False  # whoever signed last said yes
    number: NumberState | None = None
    is_typeset: bool = False
    is_distributed: bool = False
    is_voided: bool = False
    is_over: bool = False
    is_drafter: bool = False  # or stands in for him, as in the two that follow
    registers: bool = False  # registrar, head of the office or administrator of the issuing unit
    dispatches: bool = False
    in_place_of: int | None = None  # by whom he may what he could not do as himself
    signs_as_principal: bool = False
    is_upward: bool = False
    has_series: bool = False
    has_seal: bool = False
    waits_for_receipts: bool = False
    has_unsaved: bool = False  # whoever looks typed something into the text and did not save it
    draft: tuple[Lack, ...] = ()
    record: tuple[Lack, ...] = ()

    @property
    def is_sealed(self) -> bool:
        """Say whether text and attachments lie under the seal: then a new document puts right what is wrong."""
        return self.kind is Kind.DISPATCH and self.number is NumberState.USED


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """All that one person may do with one document at one moment; pages render from it, actions ask it."""

    flow: FlowControl
    tasks: tuple[Task, ...] = ()
    edits: frozenset[str] = frozenset()
    own: frozenset[Own] = frozenset()
    seats: tuple[tuple[int, str], ...] = ()

    def may(self, verb: Verb | Own) -> bool:
        """Say whether a verb is among them."""
        return verb in self.own if isinstance(verb, Own) else self.flow.may(verb)

    def task(self, seat: str) -> Task | None:
        """Return the work of a seat."""
        return next((one for one in self.tasks if one.seat == seat), None)

    def deed(self, verb: Verb, seat: str) -> Deed | None:
        """Return what may be done by a verb on a seat."""
        number = next((number for number, uuid in self.seats if uuid == seat), 0)
        return next((deed for deed in self.flow.of(verb) if number and deed.seat == number), None)


def lacks_at(nature: Nature, situation: Situation, *, edits: frozenset[str] = frozenset()) -> tuple[Lack, ...]:
    """Return what a document lacks before a step of this nature may be done; all of it at once."""
    writes = edits & TEXT and not situation.is_sealed
    found = [Lack.UNSAVED] if writes and situation.has_unsaved else []
    dispatch = situation.kind is Kind.DISPATCH
    if nature in {Nature.DRAFT, Nature.SIGN_OFF}:
        found += situation.draft
    if nature is Nature.SIGN_OFF and situation.is_upward and not situation.signs_as_principal:
        found.append(Lack.PRINCIPAL_ONLY)
    if nature is Nature.REGISTER:
        found += situation.record
    if nature is Nature.REGISTER and not situation.has_series:
        found.append(Lack.SERIES)
    if nature in {Nature.REGISTER, Nature.SEAL} and dispatch and not situation.is_signed:
        found.append(Lack.NOT_SIGNED)
    if nature is Nature.SEAL:
        if situation.number in {None, NumberState.VOIDED}:
            found.append(Lack.NO_NUMBER)
        if not situation.is_typeset:
            found.append(Lack.NOT_TYPESET)
        if not situation.has_seal:
            found.append(Lack.SEAL)
    return tuple(found)


def edits_of(tasks: tuple[Task, ...]) -> frozenset[str]:
    """Return what the work in somebody's hands lets him change; `body` and `misprints` mean the text."""
    found: set[str] = set()
    for task in tasks:
        for word in task.deed.edits:
            found |= {*EDITS.get(word, (word,))}
        if task.nature is Nature.DRAFT:
            found |= {*OF_DRAFT}
    return frozenset(found)


def own_verbs(situation: Situation, edits: frozenset[str], *, tasks: tuple[Task, ...]) -> frozenset[Own]:
    """Return what may be done beside the flow."""
    found: set[Own] = set()
    live = not situation.is_voided
    if live and edits & TEXT and not situation.is_sealed:
        found.add(Own.WRITE)
    if live and edits - TEXT - {"copies", RECORD}:
        found.add(Own.EDIT)
    if live and situation.kind is Kind.INCOMING:
        found |= _of_incoming(situation, edits, tasks)
    numbered = situation.number in {NumberState.RESERVED, NumberState.USED}
    if live and numbered and not situation.is_distributed and not situation.is_over and situation.registers:
        found.add(Own.VOID)
    if live and situation.is_distributed and situation.kind is Kind.DISPATCH:
        if situation.is_drafter or situation.registers:
            found |= {Own.CORRECT, Own.RECALL}
        if situation.dispatches and situation.waits_for_receipts:
            found.add(Own.NOTE_RECEIPT)
    handles = any(task.nature in {Nature.HANDLE, Nature.REGISTER} for task in tasks)
    if live and situation.kind is Kind.MEMO and situation.consents and (situation.is_drafter or handles):
        found.add(Own.CONVERT)
    return frozenset(found)


def _of_incoming(situation: Situation, edits: frozenset[str], tasks: tuple[Task, ...]) -> set[Own]:
    """Return what may be done with what came in: its record, an answer to it, copies to read."""
    found = {Own.RECORD} if RECORD in edits else set()
    registered = situation.number in {NumberState.RESERVED, NumberState.USED}
    if registered and any(task.acts and task.nature is Nature.HANDLE for task in tasks):
        found.add(Own.ANSWER)
    if registered and (situation.registers or any(task.acts for task in tasks)):
        found.add(Own.CIRCULATE)
    return found
