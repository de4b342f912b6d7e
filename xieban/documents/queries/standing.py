"""What somebody may do with a document now: the flow's answer under the documents' own guards."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from jishi.database.door import Compiled, columns_of, row_of
from xieban.directory.models import Person
from xieban.directory.queries import roles_under
from xieban.directory.rules import Role
from xieban.documents.models import (
    Document,
    MandatoryCountersign,
    Number,
    Receipt,
    Seal,
    Series,
    SignOff,
    Typesetting,
)
from xieban.documents.queries import bodies
from xieban.documents.queries.documents import roles_in
from xieban.documents.rules.control import TEXT, Control, Situation, Task, edits_of, lacks_at, own_verbs
from xieban.documents.rules.countersigning import needs_somebody
from xieban.documents.rules.elements import Lack, is_upward, lacks_of_draft
from xieban.documents.rules.signing import Correction, is_covered
from xieban.documents.rules.words import SIGNED_KINDS, ChangeKind, DocumentType, Kind, Matter, NumberState
from xieban.flows import queries as flows
from xieban.flows.rules.control import Control as FlowControl
from xieban.flows.rules.control import Waiting
from xieban.flows.rules.words import OVER, Nature, Status, Verb

REGISTERS = frozenset({Role.REGISTRAR, Role.OFFICE_HEAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that a page about a document needs to know of who may do what, and whose turn it is."""

    control: Control
    waiting: tuple[Waiting, ...]
    situation: Situation
    seen: flows.Seen | None = None


def last_sign_off(document: Document) -> SignOff | None:
    """Return the signature that counts now: the last one."""
    return SignOff.objects.filter(document=document).select_related("person", "acted_for").order_by("-id").first()


def live_number(document: Document) -> Number | None:
    """Return the number that a document bears, or bore when it was voided."""
    return Number.objects.filter(document=document).select_related("series").order_by("-id").first()


def numbers_of(documents: Sequence[Document]) -> dict[int, str]:
    """Return the numbers that documents bear, or bore when they were voided, by the document's key."""
    rows = Number.objects.filter(document__in=documents).order_by("id")
    return dict(rows.values_list("document_id", "text"))


def last_typesetting(document: Document) -> Typesetting | None:
    """Return how the document was set last."""
    return Typesetting.objects.filter(document=document).order_by("-id").first()


def series_for(document: Document) -> list[Series]:
    """Return the series of which the document can get a number."""
    found = [row_of(Series, row) for row in _series(unit=document.unit_id, kind=document.kind)]
    order = document.type == DocumentType.ORDER
    return [one for one in found if one.runs_on is order and (not one.types or document.type in one.types)]


_series = Compiled(
    lambda unit, kind: Series.objects.filter(unit=unit, kind=kind, is_open=True).values_list(*columns_of(Series))
)


def seals_for(document: Document) -> list[Seal]:
    """Return the seals that can be put on the document."""
    return list(Seal.objects.filter(unit=document.unit, is_open=True))


def mandatory_for(document: Document) -> list[int]:
    """Return the departments that must countersign by rule of the house."""
    found = MandatoryCountersign.objects.filter(unit=document.unit, matter=document.matter)
    return list(found.exclude(department=document.department).values_list("department_id", flat=True))


def is_signed(document: Document, signed: SignOff | None, *, now: str = "") -> bool:
    """Say whether the document stands as it was signed off, but for recorded corrections.

    `now` is its digest, where the caller has it already.
    """
    if signed is None or not signed.consents:
        return False
    return _is_covered(document, signed=signed.digest, at=signed.at, now=now or bodies.digest(document))


def _is_covered(document: Document, *, signed: str, at: datetime, now: str) -> bool:
    if signed == now:
        return True
    changes = document.changes.filter(kind=ChangeKind.CORRECTION.value, at__gte=at).order_by("id")
    corrections = [Correction(before=one.before, after=one.after) for one in changes]
    return is_covered(signed=signed, now=now, corrections=corrections)


def _last(rows: QuerySet[SignOff] | QuerySet[Number] | QuerySet[Typesetting], column: str) -> Subquery:
    return Subquery(rows.filter(document=OuterRef("pk")).order_by("-id").values(column)[:1])


_marks = Compiled(
    lambda document: (
        Document.objects.filter(pk=document)
        .annotate(
            signed=_last(SignOff.objects.all(), "digest"),
            signed_at=_last(SignOff.objects.all(), "at"),
            consents=_last(SignOff.objects.all(), "consents"),
            number=_last(Number.objects.all(), "state"),
            set_as=_last(Typesetting.objects.all(), "digest"),
            trouble=_last(Typesetting.objects.all(), "trouble"),
            waits=Exists(Receipt.objects.filter(document=OuterRef("pk"), signed_at=None)),
            has_seal=Exists(Seal.objects.filter(unit=OuterRef("unit"), is_open=True)),
        )
        .values_list("signed", "signed_at", "consents", "number", "set_as", "trouble", "waits", "has_seal")
    )
)


def situation_of(
    viewer: Person,
    document: Document,
    *,
    at: datetime,
    acts_for: int | None = None,
    stands_for: Collection[int] = (),
    writes: bool = False,
) -> Situation:
    """Return what the guards need to know, in a few statements: it is asked for every step and every page.

    A deputy (`stands_for` whom) may do what his principals' posts give them here; nobody lends what an
    administrator may.
    """
    ((signed, signed_at, consents, number, set_as, trouble, waits, has_seal),) = _marks(document=document.pk)
    roles = roles_in(viewer, document.unit, at=at)
    signs_as = roles_under(acts_for, place=document.unit.place, at=at) if acts_for else roles
    lent = {one: roles_under(one, place=document.unit.place, at=at) for one in sorted(stands_for)}
    either = roles.union(*lent.values())
    instance = document.instance
    now = bodies.digest(document) if signed or set_as else ""
    return Situation(
        kind=Kind(document.kind),
        is_signed=bool(consents) and _is_covered(document, signed=signed, at=signed_at, now=now),
        consents=bool(consents),
        number=NumberState(number) if number else None,
        is_typeset=bool(set_as) and not trouble and set_as == now,
        is_distributed=document.distributed_at is not None,
        is_voided=document.voided_at is not None,
        is_over=instance is None or Status(instance.status) in OVER,
        is_drafter=document.drafter_id in (viewer.pk, *stands_for),
        registers=viewer.is_administrator or bool(either & REGISTERS),
        dispatches=viewer.is_administrator or Role.DISPATCHER in either,
        in_place_of=_in_place_of(viewer, document, roles, lent),
        signs_as_principal=Role.PRINCIPAL_LEADER in signs_as,
        is_upward=is_upward(document.elements),
        has_series=bool(series_for(document)),
        has_seal=has_seal,
        waits_for_receipts=waits,
        has_unsaved=writes and bodies.has_unsaved(viewer, document),
        draft=(
            *lacks_of_draft(document.elements, body=bodies.words_of(document)),
            *_mandatory_lack(document),
            *_lack_of_files(document, number=number),
        ),
        record=(Lack.TYPE,) if document.kind == Kind.INCOMING.value and not document.type else (),
    )


def _in_place_of(
    viewer: Person, document: Document, roles: frozenset[Role], lent: Mapping[int, frozenset[Role]]
) -> int | None:
    """Return by whom a deputy may what is done beside the flow; nobody where he may it as himself."""
    giving = {*REGISTERS, Role.DISPATCHER}
    if viewer.is_administrator or roles & giving or document.drafter_id == viewer.pk:
        return None
    return next((one for one, theirs in lent.items() if theirs & giving or document.drafter_id == one), None)


def _mandatory_lack(document: Document) -> tuple[Lack, ...]:
    if document.kind != Kind.MEMO.value:
        return ()
    named = MandatoryCountersign.objects.filter(unit=document.unit).values_list("matter", flat=True)
    known = {Matter(one) for one in named}
    return (Lack.MANDATORY_UNKNOWN,) if needs_somebody(Matter(document.matter), known=known) else ()


def _lack_of_files(document: Document, *, number: str | None) -> tuple[Lack, ...]:
    """Say whether the archive would refuse an attachment, while whoever drafts can still take it away."""
    if number or Kind(document.kind) not in SIGNED_KINDS or not bodies.has_unreadable_file(document):
        return ()
    return (Lack.FILE_UNREADABLE,)


def standing_of(viewer: Person, document: Document, *, at: datetime, seen: flows.Seen | None = None) -> Standing:
    """Compute what the viewer may do with a document; every page renders from this, every action asks it.

    Whoever holds the document (`locked`) may hand on what he saw of its flow in the same request.
    """
    if document.instance is None:
        situation = situation_of(viewer, document, at=at)
        return Standing(control=Control(flow=FlowControl(deeds=())), waiting=(), situation=situation)
    found = flows.standing_of(viewer, document.instance, at=at, seen=seen)
    model = flows.model_of(document.instance.version)
    stays = {waiting.token: waiting for waiting in found.waiting}
    acts_for = {deed.acts_for for deed in found.control.of(Verb.COMPLETE)} - {None}
    situation = situation_of(
        viewer,
        document,
        at=at,
        acts_for=next(iter(acts_for), None),
        stands_for=found.seen.actor.stands_for,
        writes=any(deed.edits & TEXT for deed in found.control.of(Verb.COMPLETE)),
    )
    tasks = []
    for deed in found.control.of(Verb.COMPLETE):
        stay = stays[deed.token]
        handling = model.nodes[stay.node].handling
        nature = handling.nature if handling else Nature.HANDLE
        tasks.append(
            Task(
                deed=deed,
                seat=str(found.seats[deed.seat]),
                node=stay.node,
                name=stay.name,
                nature=nature,
                lacks=() if deed.lent else lacks_at(nature, situation, edits=deed.edits),
            )
        )
    edits = edits_of(tuple(tasks))
    control = Control(
        flow=found.control,
        tasks=tuple(tasks),
        edits=edits,
        own=own_verbs(situation, edits, tasks=tuple(tasks)),
        seats=tuple((number, str(uuid)) for number, uuid in found.seats.items()),
    )
    return Standing(control=control, waiting=found.waiting, situation=situation, seen=found.seen)
