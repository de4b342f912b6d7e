"""Which documents somebody sees; the only way to a row."""

import uuid as uuids
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from jishi.refusals.door import NotThere
from xieban.directory.models import Person, Unit
from xieban.directory.queries import roles_of
from xieban.directory.rules import LEADERS, Role
from xieban.documents.models import Document, Number, Receipt
from xieban.documents.rules.words import Kind
from xieban.flows import queries as flows
from xieban.flows.models import Instance

READS_REGISTERED = frozenset({Role.PRINCIPAL_LEADER, Role.OFFICE_HEAD, Role.REGISTRAR, Role.ARCHIVIST})
"""Who sees every registered document of his unit, and its registers, by his office."""
READS_SUPERVISED = LEADERS | {Role.OFFICE_HEAD, Role.SUPERVISOR}
"""Who sees every supervised matter of his unit."""


def visible(viewer: Person, *, at: datetime) -> QuerySet[Document]:
    """Return the documents that somebody sees.

    His own, those with which he has or had to do, those that he received; registered ones of his unit, where his
    office is to look after them. Administrators see all.
    """
    found = Document.objects.select_related("instance__version__flow", "drafter", "department", "unit")
    if viewer.is_administrator:
        return found
    takes_part = Q(instance__in=flows.visible(viewer, at=at).order_by().values("pk"))
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
    found = Document.objects.select_related("instance__version__flow", "drafter", "department", "unit")
    return found.filter(instance=instance).first()


def document_of_event(*, uuid: str) -> Document | None:
    """Return the document that an event names; for background work, where nobody is looking."""
    found = Document.objects.select_related("instance__version__flow", "drafter", "department", "unit")
    return found.filter(uuid=uuid).first()


def drafted_by(viewer: Person, *, kind: Kind | None = None) -> QuerySet[Document]:
    """Return what somebody drafted himself, the newest first."""
    found = Document.objects.filter(drafter=viewer).select_related("instance", "department")
    return found.filter(kind=kind.value) if kind else found


def roles_in(person: Person, unit: Unit, *, at: datetime) -> frozenset[Role]:
    """Return the roles that somebody has by posts in a unit or anywhere under it."""
    return frozenset(held.role for held in roles_of(person, at=at) if held.post.unit.place.startswith(unit.place))
