"""Two years of an office's life: documents that are drafted, returned, signed and sent, by everyday's doors."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from jishi.calendars.door import add_working
from jishi.outbox.door import deliver_waiting
from xieban.config import phrases
from xieban.directory import queries as directory
from xieban.directory.models import Person
from xieban.documents import actions, queries
from xieban.documents.actions import Draft
from xieban.documents.models import Document
from xieban.documents.queries.bodies import body_of
from xieban.documents.rules.control import Task
from xieban.documents.rules.words import WITHOUT_RECIPIENTS, DocumentType, Kind, Urgency
from xieban.flows import actions as flows
from xieban.flows import queries as flow_queries
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Field, FieldKind
from xieban.flows.rules.words import OVER, Decision, Status, Verb
from xieban.writing.actions import save_revision

SEED: Final = 20_120_701  # the day on which the standard of layout came into force
YEARS: Final = timedelta(days=730)
A_DOCUMENT_EVERY: Final = timedelta(days=1.5)  # where there are few, so that most are still on their way
MOST_STEPS: Final = 60  # nothing goes round for ever
YES_IN: Final = {"layout_ok": 1.0, "substantive": 0.04, "misprint": 0.06, "countersign_in_turn": 0.2}
FIRST_OPTION: Final = 0.85
RETURNED, REMARKED, REFUSED = 0.05, 0.07, 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who drafts, and of which departments, by their codes."""

    departments: dict[str, list[Person]]
    chance: random.Random
    now: datetime

    def later(self, at: datetime) -> datetime:
        """Return when somebody comes to it: mostly within some hours of work, seldom after days."""
        hours = min(self.chance.lognormvariate(0.6, 1.0), 40.0)
        return add_working(flow_queries.office_calendar(), start=at, amount=timedelta(hours=hours))


def live(
    *,
    documents: int,
    people: dict[str, list[Person]],
    now: datetime,
    seed: int = SEED,
    said: Callable[[int], object] = bool,
) -> None:
    """Let so many documents begin, over two years at most, and each go as far as it comes until `now`.

    The same seed, people and moment give the same life; `said` hears how many are done.
    """
    office = Office(departments=people, chance=random.Random(seed), now=now)  # noqa: S311 - plausible, not secret
    span = min(YEARS, documents * A_DOCUMENT_EVERY)
    begun = sorted(now - span * office.chance.random() for _ in range(documents))
    for number, moment in enumerate(begun, start=1):
        document = _draft(office, at=office.later(moment))
        if document is not None:
            _go_on(office, document)
        said(number)


def _draft(office: Office, *, at: datetime) -> Document | None:
    if at >= office.now:
        return None
    chance = office.chance
    code = chance.choice(sorted(office.departments))
    about = phrases.topic(code, chance)
    kind = Kind.DISPATCH if chance.random() < 0.6 else Kind.MEMO  # noqa: PLR2004 - three in five
    draft = _dispatch(about, chance) if kind is Kind.DISPATCH else _memo(about, chance)
    by = chance.choice(office.departments[code])
    document = actions.draft_document(draft=draft, by=by, at=at)
    body = body_of(document)
    if body is not None:
        day = f"{(at + timedelta(days=30)).month}月底"
        words = phrases.text(about, day=day, chance=chance)
        save_revision(body=body, html=words, on_revision=body.last_number, by=by, at=at)
    return document


def _urgency(chance: random.Random) -> Urgency:
    return chance.choices((Urgency.ORDINARY, Urgency.URGENT, Urgency.MOST), (86, 11, 3))[0]


def _dispatch(about: str, chance: random.Random) -> Draft:
    (kind,) = chance.choices(list(phrases.OFTEN), list(phrases.OFTEN.values()))
    if kind in {DocumentType.REPORT, DocumentType.REQUEST}:
        recipients: tuple[str, ...] = (chance.choice(phrases.ABOVE),)
    elif kind is DocumentType.LETTER:
        recipients = (chance.choice(phrases.BESIDE),)
    else:
        recipients = (chance.choice(phrases.BELOW),)
    return Draft(
        kind=Kind.DISPATCH,
        type=kind,
        title=chance.choice(phrases.DISPATCHED[kind]).format(topic=about),
        urgency=_urgency(chance),
        recipients=() if kind in WITHOUT_RECIPIENTS else recipients,
        copies_to=(chance.choice(phrases.BESIDE),) if kind is DocumentType.NOTICE else (),
        basis=chance.choice(phrases.BASES),
    )


def _memo(about: str, chance: random.Random) -> Draft:
    title = chance.choice(phrases.MEMOS).format(topic=about)
    return Draft(
        kind=Kind.MEMO,
        title=title,
        urgency=_urgency(chance),
        reason=f"按照年度工作安排，需推进{about}。",
        basis=chance.choice(phrases.BASES),
        matter=phrases.matter(title),
    )


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
        if people:
            _work(office, document, directory.persons_by_id(people)[office.chance.choice(people)], at=at)
        elif not _waits_for_people(document, at=at):
            return


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
    decision = _decision(task, chance)
    words = {Decision.REMARKS: phrases.REMARKED, Decision.DISAGREE: phrases.REFUSED}.get(decision, phrases.AGREED)
    actions.complete(
        document=document,
        seat=task.seat,
        decision=decision,
        words=chance.choice(words) if decision is not Decision.DONE else "",
        values=_values(office, task, at=at),
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
        if field.kind is FieldKind.TEXT and not field.required:
            continue
        values[field.name] = FILLED[field.kind](office, field, at)
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
