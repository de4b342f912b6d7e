"""Which documents somebody sees; the only way to a row."""

import uuid as uuids
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from jishi.database.door import Compiled, Given, columns_of, row_of
from jishi.refusals.door import NotThere
from xieban.directory.models import Person, Unit
from xieban.directory.queries import principals_of, roles_of, roles_under
from xieban.directory.rules import LEADERS, Role
from xieban.documents.models import Document, Number, Receipt
from xieban.documents.rules.words import Kind
from xieban.flows import queries as flows
from xieban.flows.models import Instance

READS_REGISTERED = frozenset({Role.PRINCIPAL_LEADER, Role.OFFICE_HEAD, Role.REGISTRAR, Role.ARCHIVIST})
"""Who sees every registered document of his unit, and its registers, by his office."""
READS_SUPERVISED = LEADERS | {Role.OFFICE_HEAD, Role.SUPERVISOR}
"""Who sees every supervised matter of his unit."""


def with_all(found: QuerySet[Document]) -> QuerySet[Document]:
    """Return documents with what every page and action asks of them; the text of their flow is not of these."""
    found = found.select_related("instance__version__flow", "drafter", "department", "unit")
    return found.defer("instance__version__text")


def visible(viewer: Person, *, at: datetime) -> QuerySet[Document]:
    """Return the documents that somebody sees.

    His own, those with which he has or had to do, those that he received; registered ones of his unit, where his
    office is to look after them. Administrators see all.
    """
    found = with_all(Document.objects.all())
    if viewer.is_administrator:
        return found
    takes_part = Q(instance__in=flows.keys_visible(viewer, at=at))
    received = Exists(Receipt.objects.filter(document=OuterRef("pk"), person=viewer))
    may = Q(drafter=viewer) | takes_part | Q(received)
    units = [held.post.unit.place for held in roles_of(viewer, at=at) if held.role in READS_REGISTERED]
    if units:
        registered = Exists(Number.objects.filter(document=OuterRef("pk")))
        places = Q(pk__in=[])
        for place in roots_of(units):
            places |= Q(unit__place=place)
        may |= Q(registered) & places
    watched = [held.post.unit.place for held in roles_of(viewer, at=at) if held.role in READS_SUPERVISED]
    if watched:
        may |= Q(kind=Kind.SUPERVISION.value, unit__place__in=roots_of(watched))
    return found.filter(may)


def few_visible(viewer: Person, *, most: int, at: datetime) -> list[int] | None:
    """Return the keys of all that somebody sees, where they are no more than `most`; None for more, or by office.

    Each part is found by an index of its own; `visible` looks at every document there is.
    """
    roles = roles_of(viewer, at=at)
    if viewer.is_administrator or {held.role for held in roles} & READS_REGISTERED:
        return None
    watched = sorted(roots_of([held.post.unit.place for held in roles if held.role in READS_SUPERVISED]))
    if principals_of(viewer, at=at):
        rows = list(_his(viewer.pk, flows.keys_visible(viewer, at=at), watched, most))
    else:
        places = {f"place{number}": place for number, place in enumerate(watched)}
        rows = _few_of_his_own(most, len(places), viewer=viewer.pk, **places)
    return [key for (key,) in rows] if len(rows) <= most else None


def _his(
    viewer: int | Given, part: QuerySet[Instance, tuple[int]], watched: Sequence[Any], most: int
) -> QuerySet[Document, tuple[int]]:
    drafted = Document.objects.filter(drafter=viewer).order_by().values_list("pk")
    parts = [
        Document.objects.filter(instance__in=part).order_by().values_list("pk"),
        Receipt.objects.filter(person=viewer).order_by().values_list("document"),
    ]
    if watched:
        matters = Document.objects.filter(kind=Kind.SUPERVISION.value, unit__place__in=watched)
        parts.append(matters.order_by().values_list("pk"))
    return drafted.union(*parts)[: most + 1]


_few_of_his_own = Compiled(
    lambda most, _many, viewer, **places: _his(viewer, flows.keys_of_his_own(viewer), list(places.values()), most)
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list shows of a document that somebody found."""

    key: int
    uuid: uuids.UUID
    title: str
    created_at: datetime
    department: str
    drafter: str
    number: str | None


def listed_by_keys(keys: Sequence[int]) -> list[Listed]:
    """Return documents by keys of which it is known that the reader may see them, in this order."""
    if not keys:
        return []
    rows = _listed(len(keys), **{f"key{place}": key for place, key in enumerate(keys)})
    found = {row[0]: Listed(*row) for row in rows}
    return [found[key] for key in keys if key in found]


def _by_keys(_many: int, **keys: Given) -> QuerySet[Document, tuple[object, ...]]:
    places: list[Any] = list(keys.values())
    number = Number.objects.filter(document=OuterRef("pk")).order_by("-id").values("text")[:1]
    return (
        Document.objects.filter(pk__in=places)
        .order_by()
        .values_list("pk", "uuid", "title", "created_at", "department__name", "drafter__name", Subquery(number))
    )


_listed = Compiled(_by_keys)


def roots_of(places: list[str]) -> set[str]:
    """Return the places of the units themselves in which these departments, or they, lie."""
    return {
        "/".join(place.split("/")[:depth]) + "/" for place in places for depth in range(1, place.count("/") + 1)
    }


def get_document(viewer: Person, *, uuid: str | uuids.UUID, at: datetime) -> Document:
    """Return one document."""
    try:
        wanted = uuids.UUID(str(uuid))
    except ValueError as error:
        raise NotThere from error
    document = visible(viewer, at=at).filter(uuid=wanted).first()
    if document is None:
        raise NotThere
    return document


def document_at(viewer: Person, *, instance: uuids.UUID, at: datetime) -> Document:
    """Return the document that an instance of a flow carries."""
    document = visible(viewer, at=at).filter(instance__uuid=instance).first()
    if document is None:
        raise NotThere
    return document


def document_of_instance(instance: Instance) -> Document | None:
    """Return the document that an instance carries; for background work, where nobody is looking."""
    rows = _of_instance(instance=instance.pk)
    if not rows:
        return None
    values = iter(rows[0])
    document = row_of(Document, values)
    document.unit, document.department = row_of(Unit, values), row_of(Unit, values)
    document.drafter, document.instance = row_of(Person, values), instance
    return document


_of_instance = Compiled(
    lambda instance: Document.objects.filter(instance=instance).values_list(
        *columns_of(Document),
        *columns_of(Unit, under="unit"),
        *columns_of(Unit, under="department"),
        *columns_of(Person, under="drafter"),
    )
)
_locked = Compiled(
    lambda document: Document.objects.filter(pk=document).select_for_update().values_list(*columns_of(Document))
)


def held(document: Document) -> Document:
    """Return a document as it stands, its row and its flow's held until the end of the caller's transaction."""
    (row,) = _locked(document=document.pk)
    fresh = row_of(Document, row)
    for name in ("unit", "department", "drafter"):
        if getattr(fresh, f"{name}_id") == getattr(document, f"{name}_id"):
            setattr(fresh, name, getattr(document, name))
    if document.instance is not None and fresh.instance_id == document.instance_id:
        fresh.instance = flows.held(document.instance)
    return fresh


def document_of_event(*, uuid: str) -> Document | None:
    """Return the document that an event names; for background work, where nobody is looking."""
    found = with_all(Document.objects.all())
    return found.filter(uuid=uuid).first()


def documents_of_events(uuids: Iterable[str]) -> list[Document]:
    """Return the documents that events name; as above."""
    return list(with_all(Document.objects.filter(uuid__in=set(uuids))))


def documents_of_instances(uuids: Iterable[str]) -> list[Document]:
    """Return the documents that instances of flows carry, by the uuids of these; as above."""
    return list(with_all(Document.objects.filter(instance__uuid__in=set(uuids))))


def drafted_by(viewer: Person, *, kind: Kind | None = None) -> QuerySet[Document]:
    """Return what somebody drafted himself, the newest first."""
    found = Document.objects.filter(drafter=viewer).select_related("instance", "department")
    return found.filter(kind=kind.value) if kind else found


def roles_in(person: Person, unit: Unit, *, at: datetime) -> frozenset[Role]:
    """Return the roles that somebody has by posts in a unit or anywhere under it."""
    return roles_under(person.pk, place=unit.place, at=at)
