"""Years that are over, laid as rows: lives lived by everyday's doors, with other words, people and times.

A shape is all that one finished document left in the tables. A copy of it gets keys of its own, begins whole weeks
later, is drafted by another person of the same department, says something else, is signed as it now stands, and
takes the next number of its series in the order of registration. No row is changed, none is left out but for what
is a kept file: the red-head print and the archive's package.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.utils import timezone

from jishi.database.door import insert_all, new_row
from xieban.config import phrases
from xieban.config.beginnings import KINDS, Office
from xieban.directory.models import Person
from xieban.documents.models import (
    Act,
    Change,
    Counter,
    Document,
    Examination,
    Feedback,
    Incoming,
    Link,
    Number,
    Receipt,
    SealUse,
    SignOff,
    Supervision,
)
from xieban.documents.queries.bodies import KIND
from xieban.documents.rules.numbering import written
from xieban.documents.rules.receiving import key_of
from xieban.documents.rules.signing import digest_of as digest_of_document
from xieban.documents.rules.words import DocumentType, Kind
from xieban.finding.actions import let_be_found
from xieban.flows.models import Candidate, Fact, Instance, Opinion, Reading, Seat, Timer, Token, Vote
from xieban.flows.rules.words import OVER, Status
from xieban.writing.actions.bodies import admitted
from xieban.writing.models import Attachment, Body, Revision
from xieban.writing.rules import digest_of, fingerprint, words_of

AT_ONCE: Final = 20
A_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
OF_INSTANCE: Final = (Token, Seat, Candidate, Timer, Reading, Vote, Opinion, Fact)
OF_DOCUMENT: Final = (
    SignOff, Number, Receipt, SealUse, Act, Incoming, Examination, Supervision, Feedback,
)  # fmt: skip
Rows = dict[type[Model], list[Any]]
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """All rows of one document whose life is over, by their tables, and who had a part in it."""

    document: Document
    rows: Rows
    people: frozenset[int]
    ended_at: datetime

    @property
    def number(self) -> Number | None:
        """Return the number that the document bears."""
        numbers: list[Number] = self.rows[Number]
        return numbers[0] if numbers else None


@dataclass(slots=True, kw_only=True)
class Copy:
    """One life that is to be laid: by which shape, how much later, and under which number."""

    shape: Shape
    place: int  # among all that is laid
    later: timedelta
    drafter: int
    words: "Words"
    serial: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a copy says."""

    title: str
    reason: str
    html: str = ""
    text: str = ""


def shapes_of(documents: Iterable[Document]) -> list[Shape]:
    """Return the shapes of those documents that are finished, whose rows stand for themselves."""
    found = []
    for document in documents:
        instance = QuerySet[Instance](Instance).get(pk=document.instance_id or 0)
        shape = _shape(QuerySet(Document).get(pk=document.pk), instance)
        numbers = shape.rows[Number]
        if Status(instance.status) in OVER and len(numbers) < 2 and len(shape.rows[Revision]) < 2:  # noqa: PLR2004
            found.append(shape)
    return [one for one in found if not _depends_on_others(one.document)]


def _depends_on_others(document: Document) -> bool:
    return (
        any(
            QuerySet(model).filter(**{name: document.pk}).exists()
            for model, name in ((Change, "document"), (Link, "document"), (Link, "origin"))
        )
        or QuerySet(Attachment).filter(body__kind=KIND, body__key=str(document.uuid)).exists()
    )


def _shape(document: Document, instance: Instance) -> Shape:
    rows: Rows = {Instance: [instance], Document: [document]}
    rows |= {one: list(QuerySet(one).filter(instance=instance.pk).order_by("pk")) for one in OF_INSTANCE}
    rows |= {one: list(QuerySet(one).filter(document=document.pk).order_by("pk")) for one in OF_DOCUMENT}
    rows[Body] = list(QuerySet(Body).filter(kind=KIND, key=str(document.uuid)))
    rows[Revision] = list(QuerySet(Revision).filter(body__in=rows[Body]).order_by("pk"))
    people = {
        getattr(row, name)
        for model, found in rows.items()
        for name in _people_of(model)
        for row in found
        if getattr(row, name) is not None
    }
    ended_at = instance.ended_at or instance.moved_at
    return Shape(document=document, rows=rows, people=frozenset(people), ended_at=ended_at)


def lay(
    shapes: Sequence[Shape],
    *,
    how_many: int,
    since: datetime,
    until: datetime,
    office: Office,
    said: Callable[[int], object],
) -> None:
    """Lay so many lives that begin and end between two moments, in the order in which they began."""
    fitting = [one for one in shapes if one.ended_at - one.document.created_at < until - since - _WEEK]
    if not fitting:
        return
    by_kind = {kind: [one for one in fitting if one.document.kind == kind.value] for kind in KINDS}
    known = [kind for kind in KINDS if by_kind[kind]]
    kinds = office.chance.choices(known, [KINDS[kind] for kind in known], k=how_many)
    copies = [
        _copy(office.chance.choice(by_kind[kind]), since, until, office, number)
        for number, kind in enumerate(kinds, start=1)
    ]
    copies.sort(key=lambda one: one.shape.document.created_at + one.later)
    for start in range(0, how_many, AT_ONCE):
        some = copies[start : start + AT_ONCE]
        with transaction.atomic():
            _number(some)
            let_be_found(_lay(some))
        said(start + len(some))


_WEEK: Final = timedelta(days=7)


def _copy(shape: Shape, since: datetime, until: datetime, office: Office, number: int) -> Copy:
    """Choose when it begins (on the same day of the week), who drafts it, and what it says."""
    chance, document = office.chance, shape.document
    first = -((document.created_at - since) // _WEEK)
    last = (until - shape.ended_at) // _WEEK
    later = _WEEK * chance.randint(min(first, last), last) + timedelta(minutes=chance.randint(0, 25))
    code = office.department_of(document.drafter_id)
    others = [one.pk for one in office.departments.get(code, ()) if one.pk not in shape.people]
    is_drafted = document.kind in {Kind.DISPATCH.value, Kind.MEMO.value}
    drafter = chance.choice(others) if others and is_drafted else document.drafter_id
    return Copy(shape=shape, place=number, later=later, drafter=drafter, words=_words(shape, code, office, number))


def _words(shape: Shape, code: str, office: Office, number: int) -> Words:
    chance, document = office.chance, shape.document
    about = phrases.topic(code or chance.choice(sorted(office.departments)), chance)
    patterns = {
        Kind.DISPATCH: phrases.DISPATCHED.get(DocumentType(document.type)) if document.type else None,
        Kind.MEMO: [one for one in phrases.MEMOS if phrases.matter(one).value == document.matter],
        Kind.INCOMING: phrases.ARRIVED,
        Kind.SUPERVISION: phrases.SUPERVISED,
    }
    title = chance.choice(patterns[Kind(document.kind)] or ["{topic}"]).format(topic=about)
    reason = re.sub("推进.*。", f"推进{about}。", document.reason)
    if not shape.rows[Revision]:
        return Words(title=title, reason=reason)
    day = f"{1 + number % 12}月底"
    html, blocks = admitted(phrases.text(about, day=day, chance=chance))
    return Words(title=title, reason=reason, html=html, text=words_of(blocks))


def _number(copies: Sequence[Copy]) -> None:
    """Give the next number of its series and year to every copy of what bore one; the counters go along."""
    waiting = [(one, held) for one in copies if (held := one.shape.number) is not None]
    for one, held in sorted(waiting, key=lambda pair: pair[1].given_at + pair[0].later):
        year = timezone.localtime(held.given_at + one.later).year
        counter, _made = QuerySet[Counter](Counter).get_or_create(series_id=held.series_id, year=year)
        counter.last += 1
        counter.save(update_fields=["last"])
        one.serial = counter.last


@dataclass(slots=True, kw_only=True)
class Laying:
    """Rows that are being laid, and which key stands for which of the shape's."""

    copies: Sequence[Copy]
    keys: dict[tuple[int, type[Model], int], int] = field(default_factory=dict)
    documents: dict[int, Document] = field(default_factory=dict)


def _lay(copies: Sequence[Copy]) -> list[Document]:
    laying = Laying(copies=copies)
    for model in (Instance, *OF_INSTANCE, Document, *OF_DOCUMENT, Body, Revision):
        made: list[tuple[int, int, Any]] = []
        for place, one in enumerate(copies):
            made += [(place, row.pk, _cloned(row, place, laying)) for row in one.shape.rows[model]]
        insert_all([row for _place, _key, row in made])
        laying.keys |= {(place, model, key): row.pk for place, key, row in made}
        if model is Document:
            laying.documents = {place: row for place, _key, row in made}
    people = QuerySet[Person](Person).in_bulk({one.drafter_id for one in laying.documents.values()})
    for document in laying.documents.values():
        document.drafter = people[document.drafter_id]
    return list(laying.documents.values())


def _cloned(row: _Row, place: int, laying: Laying) -> _Row:
    """Return a new row as an old one is, but for its keys, its moments, who drafted, and what it says."""
    copy, model = laying.copies[place], type(row)
    columns: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        if column.primary_key or column.name == "uuid":
            continue
        value = getattr(row, column.attname)
        if isinstance(column, ForeignKey) and (place, column.related_model, value) in laying.keys:
            value = laying.keys[place, column.related_model, value]
        columns[column.attname] = _shifted(value, copy.later)
    for name in _people_of(model):
        if columns[name] == copy.shape.document.drafter_id:
            columns[name] = copy.drafter
    said = _SAID.get(model)
    return new_row(model, **columns | (said(copy, columns, laying.documents.get(place)) if said else {}))


def _people_of(model: type[Model]) -> list[str]:
    columns = model._meta.concrete_fields
    return [one.attname for one in columns if isinstance(one, ForeignKey) and one.related_model is Person]


def _shifted(value: object, later: timedelta) -> object:
    """Return a value so much later, where it is a moment or a day, or holds some."""
    if isinstance(value, datetime):
        return value + later
    if isinstance(value, date):
        return value + timedelta(days=later.days)
    if isinstance(value, dict):
        return {name: _shifted(one, later) for name, one in value.items()}
    if isinstance(value, list):
        return [_shifted(one, later) for one in value]
    return _said_later(value, later) if isinstance(value, str) and A_DAY.match(value) else value


def _said_later(value: str, later: timedelta) -> str:
    try:
        moment = datetime.fromisoformat(value) + later
    except ValueError:
        return value  # words that begin with a day
    return moment.isoformat() if len(value) > len("2026-01-01") else str(moment.date())


Columns = Mapping[str, Any]
Said = Callable[[Copy, Columns, Document | None], dict[str, object]]


def _of_instance(copy: Copy, columns: Columns, _document: Document | None) -> dict[str, object]:
    known = {"matter": copy.words.reason or copy.words.title}
    values = {**columns["variables"], **{name: one for name, one in known.items() if name in columns["variables"]}}
    return {"title": copy.words.title, "variables": values}


def _of_document(copy: Copy, _columns: Columns, _document: Document | None) -> dict[str, object]:
    return {"title": copy.words.title, "reason": copy.words.reason}


def _of_number(copy: Copy, columns: Columns, _document: Document | None) -> dict[str, object]:
    return {"year": timezone.localtime(columns["given_at"]).year, "serial": copy.serial, "text": _text(copy)}


def _text(copy: Copy) -> str:
    held = copy.shape.number
    assert held is not None  # noqa: S101 - only what bore a number asks
    year = timezone.localtime(held.given_at + copy.later).year
    return written(code=held.series.code, year=year, serial=copy.serial)


def _digest(copy: Copy) -> str:
    text = fingerprint(text=digest_of(copy.words.html), attachments=[])
    return digest_of_document(title=copy.words.title, type_name=copy.shape.document.type, text=text)


def _of_sign_off(copy: Copy, columns: Columns, _document: Document | None) -> dict[str, object]:
    signed_on = timezone.localtime(columns["at"]).date()
    return {"title": copy.words.title, "text": copy.words.text, "digest": _digest(copy), "signed_on": signed_on}


def _of_seal(copy: Copy, _columns: Columns, _document: Document | None) -> dict[str, object]:
    return {"number": _text(copy), "digest": _digest(copy)}


def _of_incoming(copy: Copy, columns: Columns, _document: Document | None) -> dict[str, object]:
    # Not by our own serial: what came in December may be registered in January, and some never is.
    number = re.sub(
        r"〔\d+〕\d+", f"〔{columns['received_at'].year}〕{100_000 + copy.place}", columns["sender_number"]
    )
    return {"sender_number": number, "number_key": key_of(number)}


def _of_supervision(copy: Copy, columns: Columns, _document: Document | None) -> dict[str, object]:
    return {"criteria": f"{copy.words.title}，书面报告结果"} if columns["criteria"] else {}


def _of_body(_copy: Copy, _columns: Columns, document: Document | None) -> dict[str, object]:
    assert document is not None  # noqa: S101 - its document was laid before
    return {"key": str(document.uuid)}


def _of_revision(copy: Copy, _columns: Columns, _document: Document | None) -> dict[str, object]:
    return {"html": copy.words.html, "words": copy.words.text, "sha256": digest_of(copy.words.html)}


_SAID: Final[Mapping[type[Model], Said]] = {
    Instance: _of_instance,
    Document: _of_document,
    Number: _of_number,
    SignOff: _of_sign_off,
    SealUse: _of_seal,
    Incoming: _of_incoming,
    Supervision: _of_supervision,
    Body: _of_body,
    Revision: _of_revision,
}
