"""Doing a piece of work of the flow: what is lacking stops it, and what its nature brings is done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from xieban.directory.models import Person
from xieban.documents.actions.correcting import note_misprint, note_proof_reading
from xieban.documents.actions.distributing import note_signed_for, send_out
from xieban.documents.actions.drafting import refuse_secrecy
from xieban.documents.actions.editing import locked
from xieban.documents.actions.examining import after_step, before_step, said_of_incoming
from xieban.documents.actions.numbering import give_number
from xieban.documents.actions.refusals import DocumentIsVoid, Lacking, NoSuchSeries, OpinionNeeded, WrongCopies
from xieban.documents.actions.sealing import put_seal
from xieban.documents.actions.signing import sign_off
from xieban.documents.actions.supervising import after_report, before_report
from xieban.documents.models import Document
from xieban.documents.queries import bodies
from xieban.documents.queries.standing import mandatory_for, series_for, standing_of
from xieban.documents.rules.control import Task
from xieban.documents.rules.countersigning import with_mandatory
from xieban.documents.rules.elements import MOST_COPIES, is_count_of_copies
from xieban.documents.rules.words import Kind
from xieban.flows import actions as flows
from xieban.flows.actions.refusals import SomebodyWasFirst
from xieban.flows.models import Instance
from xieban.flows.queries import Seen
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import Decision, Nature

NEEDS_WORDS: Final = frozenset({Decision.DISAGREE, Decision.REMARKS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is chosen with some kinds of work beside the fields of the flow."""

    series: str = ""
    seal: str = ""
    seal_copies: int = 0
    given: Mapping[str, Value] = field(default_factory=dict)  # what the first examination answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """One piece of work that is being done."""

    document: Document
    task: Task
    decision: Decision
    words: str
    values: Mapping[str, Value]
    choices: Choices
    by: Person
    at: datetime


def complete(
    *,
    document: Document,
    seat: str,
    decision: Decision,
    words: str = "",
    values: Mapping[str, Value],
    choices: Choices | None = None,
    by: Person,
    at: datetime,
    seen: Seen | None = None,
) -> Instance:
    """Do a piece of work: checks, effects and the flow's step are one transaction, or nothing."""
    refuse_secrecy(
        words,
        document.title,
        bodies.words_of(document),
        bodies.words_of_files(document),
        document=document,
        by=by,
        at=at,
    )
    if decision in NEEDS_WORDS and not words.strip():
        raise OpinionNeeded
    with transaction.atomic():
        document = locked(document)
        if document.voided_at is not None:
            raise DocumentIsVoid
        standing = standing_of(by, document, at=at, seen=seen)
        task = standing.control.task(seat)
        if task is None or document.instance is None or standing.seen is None:
            raise SomebodyWasFirst
        doing = Doing(
            document=document,
            task=task,
            decision=decision,
            words=words,
            values=_values(document, task, values, choices or Choices()),
            choices=choices or Choices(),
            by=by,
            at=at,
        )
        if task.acts:
            if task.lacks:
                raise Lacking(task.lacks)
            _before(doing)
        known = flows.Known(instance=document.instance, seen=standing.seen)
        instance = flows.complete(
            seat_uuid=seat, decision=decision, words=words, values=doing.values, by=by, at=at, known=known
        )
        if task.acts:
            _after(doing)
    return instance


def _values(document: Document, task: Task, given: Mapping[str, Value], choices: Choices) -> dict[str, Value]:
    """Return what the flow is told: what was filled in, and what the document says by itself."""
    known: dict[str, Value] = {
        "urgency": document.urgency,
        "matter": document.reason or document.title,
        "subject": document.matter,
    }
    fields = {field.name for field in task.deed.fields}
    values = {**given, **{name: value for name, value in known.items() if name in fields}}
    if "countersign_departments" in fields and document.kind == Kind.MEMO.value:
        chosen = values.get("countersign_departments") or ()
        ids = [one for one in chosen if isinstance(one, int)] if isinstance(chosen, tuple) else []
        values["countersign_departments"] = with_mandatory(ids, mandatory=mandatory_for(document))
    if document.kind == Kind.INCOMING.value:
        values |= said_of_incoming(task, choices.given)
        if task.nature is Nature.REGISTER:
            values["due_on"] = document.incoming.due_on.isoformat() if document.incoming.due_on else ""
    return values


def _before(doing: Doing) -> None:
    if doing.document.kind == Kind.SUPERVISION.value:
        before_report(doing.document, doing.task, doing.values, at=doing.at)
    if doing.document.kind == Kind.INCOMING.value:
        before_step(doing.document, doing.task, doing.values, doing.choices.given, by=doing.by, at=doing.at)
    if doing.task.nature is Nature.PROOF_READ:
        note_proof_reading(
            document=doing.document,
            substantive=doing.values.get("substantive") is True,
            node=doing.task.name,
            by=doing.by,
            at=doing.at,
        )
    if "misprint" in doing.values:
        note_misprint(
            document=doing.document,
            misprint=doing.values["misprint"] is True,
            node=doing.task.name,
            by=doing.by,
            at=doing.at,
        )


def _after(doing: Doing) -> None:
    effect = _EFFECTS.get(doing.task.nature)
    if effect is not None:
        effect(doing)
    if doing.document.kind == Kind.SUPERVISION.value:
        after_report(doing.document, doing.task, doing.values, by=doing.by, at=doing.at)
    if doing.document.kind == Kind.INCOMING.value:
        after_step(doing.document, doing.task, doing.values, doing.choices.given, by=doing.by, at=doing.at)


def _sign(doing: Doing) -> None:
    sign_off(
        document=doing.document,
        task=doing.task,
        decision=doing.decision,
        ruling=str(doing.values.get("ruling") or ""),
        words=doing.words,
        by=doing.by,
        at=doing.at,
    )


def _register(doing: Doing) -> None:
    known = series_for(doing.document)
    wanted = [one for one in known if str(one.uuid) == doing.choices.series] or (known if len(known) == 1 else [])
    if not wanted:
        raise NoSuchSeries
    copies = doing.values.get("copies")
    if isinstance(copies, int | float):
        if not is_count_of_copies(copies):
            raise WrongCopies(most=MOST_COPIES)
        doing.document.copies = int(copies)
        doing.document.save(update_fields=["copies"])
    give_number(document=doing.document, series=wanted[0], by=doing.by, at=doing.at)


def _seal(doing: Doing) -> None:
    put_seal(
        document=doing.document,
        seal=doing.choices.seal,
        copies=doing.choices.seal_copies or doing.document.copies or 1,
        by=doing.by,
        at=doing.at,
    )


def _distribute(doing: Doing) -> None:
    if doing.task.deed.fields:  # sending out asks to whom; signing for it asks nothing
        people = doing.values.get("receivers")
        ids = [one for one in people if isinstance(one, int)] if isinstance(people, tuple) else []
        send_out(document=doing.document, people=ids, by=doing.by, at=doing.at)
    else:
        note_signed_for(
            document=doing.document, person=doing.task.deed.acts_for or doing.by.pk, by=doing.by, at=doing.at
        )


_EFFECTS: Final[Mapping[Nature, Callable[[Doing], None]]] = {
    Nature.SIGN_OFF: _sign,
    Nature.REGISTER: _register,
    Nature.SEAL: _seal,
    Nature.DISTRIBUTE: _distribute,
}
