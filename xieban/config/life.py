"""Two years of an office's life: documents that are drafted, returned, signed and sent, by everyday's doors."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from jishi.outbox.door import deliver_waiting
from xieban.config import phrases
from xieban.config.beginnings import Office, begin
from xieban.config.history import lay, shapes_of
from xieban.directory import queries as directory
from xieban.directory.models import Person
from xieban.directory.rules import Role
from xieban.documents import actions, queries
from xieban.documents.actions import Choices
from xieban.documents.models import Document
from xieban.documents.rules.control import Task
from xieban.documents.rules.words import Check, ReceiptWay
from xieban.flows import actions as flows
from xieban.flows import queries as flow_queries
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Field, FieldKind
from xieban.flows.rules.words import OVER, Decision, Status, Verb

SEED: Final = 20_120_701  # the day on which the standard of layout came into force
YEARS: Final = timedelta(days=730)
A_DOCUMENT_EVERY: Final = timedelta(days=1.5)  # where there are few, so that most are still on their way
MOST_LIVED: Final = 200  # beyond, the years between the first and the last weeks are laid as rows
MOST_STEPS: Final = 60  # nothing goes round for ever
YES_IN: Final = {
    "layout_ok": 1.0,
    "substantive": 0.04,
    "misprint": 0.06,
    "countersign_in_turn": 0.2,
    "finished": 0.6,
    "accepted": 0.9,
}
FIRST_OPTION: Final = 0.85
RETURNED, REMARKED, REFUSED = 0.05, 0.07, 0.03


def live(
    *,
    documents: int,
    people: dict[str, list[Person]],
    now: datetime,
    seed: int = SEED,
    said: Callable[[int], object] = bool,
) -> None:
    """Let so many documents begin, over two years at most, and each go as far as it comes until `now`.

    The same seed, people and moment give the same life; `said` hears how many are done. Where they are very many,
    the first and the last are lived, and what lies between is laid by the shapes of the first (`history`).
    """
    office = Office(departments=people, chance=random.Random(seed), now=now)  # noqa: S311 - plausible, not secret
    span = min(YEARS, documents * A_DOCUMENT_EVERY)
    if documents <= MOST_LIVED:
        lived(office, documents, since=now - span, until=now, said=said)
        return
    at_an_end = MOST_LIVED // 2
    ends = span * (at_an_end / documents)
    first = lived(office, at_an_end, since=now - span, until=now - span + ends, said=said)
    laid = documents - 2 * at_an_end
    lay(
        shapes_of(first),
        how_many=laid,
        since=now - span + ends,
        until=now - ends,
        office=office,
        said=lambda number: said(at_an_end + number),
    )
    lived(office, at_an_end, since=now - ends, until=now, said=lambda number: said(at_an_end + laid + number))


def lived(
    office: Office, documents: int, *, since: datetime, until: datetime, said: Callable[[int], object]
) -> list[Document]:
    """Let so many documents begin between two moments and go on from there, by everyday's doors; return them."""
    begun = sorted(until - (until - since) * office.chance.random() for _ in range(documents))
    found = []
    for number, moment in enumerate(begun, start=1):
        document = begin(office, at=office.soon(moment))
        _go_on(office, document)
        found.append(document)
        said(number)
    return found


def _go_on(office: Office, document: Document) -> None:
    at = document.created_at
    for _ in range(MOST_STEPS):
        instance = document.instance
        if instance is None or Status(instance.status) in OVER:
            return
        waiting = flow_queries.standing_of(document.drafter, instance, at=at).waiting
        people = [person for one in waiting for person in one.people]
        if not people:
            deliver_waiting(at=at)  # a service is asked for: those who do it hear of it
        moment = office.later(at)
        if moment >= office.now:
            return
        at = moment
        document.refresh_from_db()
        if document.distributed_at is not None:
            _sign_for(document, at=at)
        if people:
            _work(office, document, directory.persons_by_id(people)[office.chance.choice(people)], at=at)
        elif not _waits_for_people(document, at=at):
            return


def _sign_for(document: Document, *, at: datetime) -> None:
    """Note that the bodies outside have signed for what was sent to them: nothing is archived before."""
    by = directory.holders_of(Role.DISPATCHER, at=at)[0]
    for receipt in document.receipts.filter(way=ReceiptWay.OUTSIDE.value, signed_at=None):
        actions.note_receipt(document=document, receipt=str(receipt.uuid), by=by, at=at)


def _waits_for_people(document: Document, *, at: datetime) -> bool:
    instance = document.instance
    if instance is None:
        return False
    instance.refresh_from_db()
    return any(one.people for one in flow_queries.standing_of(document.drafter, instance, at=at).waiting)


def _work(office: Office, document: Document, person: Person, *, at: datetime) -> None:
    chance = office.chance
    standing = queries.standing_of(person, document, at=at)
    if not standing.control.tasks:
        return
    task = chance.choice(standing.control.tasks)
    back = next((one for one in standing.control.flow.of(Verb.RETURN) if one.seat == task.deed.seat), None)
    if back is not None and back.places and chance.random() < RETURNED:
        flows.give_back(
            seat_uuid=task.seat,
            to=back.places[-1].token,
            straight=back.straight_back,
            words=chance.choice(phrases.REMARKED),
            by=person,
            at=at,
        )
        return
    _decide(office, document, task, person, at=at)


def _decide(office: Office, document: Document, task: Task, person: Person, *, at: datetime) -> None:
    chance, decision = office.chance, _decision(task, office.chance)
    words = {Decision.REMARKS: phrases.REMARKED, Decision.DISAGREE: phrases.REFUSED}.get(decision, phrases.AGREED)
    actions.complete(
        document=document,
        seat=task.seat,
        decision=decision,
        words=chance.choice(words) if decision is not Decision.DONE else "",
        values=_values(office, task, at=at),
        choices=Choices(given=dict.fromkeys((f"check_{check.value}" for check in Check), True)),
        by=person,
        at=at,
    )


def _decision(task: Task, chance: random.Random) -> Decision:
    known = task.deed.decisions
    if Decision.DISAGREE in known and chance.random() < REFUSED:
        return Decision.DISAGREE
    if Decision.REMARKS in known and chance.random() < REMARKED:
        return Decision.REMARKS
    return next((one for one in (Decision.AGREE, Decision.DONE) if one in known), Decision.DONE)


def _values(office: Office, task: Task, *, at: datetime) -> dict[str, Value]:
    values = {}
    for field in task.deed.fields:
        if field.kind is FieldKind.TEXT and not field.required and field.name not in NAMED:
            continue
        values[field.name] = NAMED.get(field.name, FILLED[field.kind])(office, field, at)
    if "readers" in values:  # what is only read goes to readers, what is to be handled to a department
        values |= (
            {"readers": _people(office, task.deed.fields[0], at)} if values["kind"] == "阅件" else {"readers": ()}
        )
    return values


def _yes_no(office: Office, field: Field, _at: datetime) -> Value:
    return office.chance.random() < YES_IN.get(field.name, 0.1)


def _choice(office: Office, field: Field, _at: datetime) -> Value:
    return field.options[0] if office.chance.random() < FIRST_OPTION else office.chance.choice(field.options)


def _some(office: Office, _field: Field, _at: datetime) -> Value:
    return office.chance.randint(2, 60)


def _day(office: Office, _field: Field, at: datetime) -> Value:
    return (at + timedelta(days=office.chance.randint(5, 30))).date().isoformat()


def _people(office: Office, _field: Field, _at: datetime) -> Value:
    everybody = [person.pk for staff in office.departments.values() for person in staff]
    return tuple(office.chance.sample(everybody, k=min(len(everybody), office.chance.randint(1, 4))))


def _words(_office: Office, _field: Field, _at: datetime) -> Value:
    return "按要求办理"


def _departments(office: Office, field: Field, at: datetime) -> Value:
    chance, codes = office.chance, sorted(office.departments)
    how_many = 1 if field.required else chance.choices((0, 1, 2, 3), (45, 30, 18, 7))[0]
    units = [
        directory.department_of(office.departments[code][0], at=at) for code in chance.sample(codes, k=how_many)
    ]
    return tuple(unit.pk for unit in units if unit is not None)


FILLED: Final[Mapping[FieldKind, Callable[[Office, Field, datetime], Value]]] = {
    FieldKind.TEXT: _words,
    FieldKind.NUMBER: _some,
    FieldKind.YES_NO: _yes_no,
    FieldKind.CHOICE: _choice,
    FieldKind.DATE: _day,
    FieldKind.MOMENT: _day,
    FieldKind.PEOPLE: _people,
    FieldKind.DEPARTMENTS: _departments,
}


def _one_department(office: Office, _field: Field, at: datetime) -> Value:
    code = office.chance.choice(sorted(office.departments))
    unit = directory.department_of(office.departments[code][0], at=at)
    return (unit.pk,) if unit else ()


def _nobody(_office: Office, _field: Field, _at: datetime) -> Value:
    return ()


def _one_of_them(office: Office, _field: Field, _at: datetime) -> Value:
    code = office.chance.choice(sorted(office.departments))
    return (office.chance.choice(office.departments[code]).pk,)


def _without_reply(_office: Office, field: Field, _at: datetime) -> Value:
    return field.options[-1]


NAMED: Final[Mapping[str, Callable[[Office, Field, datetime], Value]]] = {
    "lead_department": _one_department,
    "helping_departments": _nobody,
    "presser": _one_of_them,
    "handler": _one_of_them,
    "reply": _without_reply,
    "reply_reason": _words,
}
"""What has to fit together: one department leads and none leads and helps; an answer needs its reason."""
