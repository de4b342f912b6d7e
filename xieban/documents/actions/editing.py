"""Changing elements: only what the work in somebody's hands opens, and never over another's change."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Stale
from xieban.directory.models import Person
from xieban.documents.actions.drafting import refuse_secrecy, require_sizes
from xieban.documents.actions.refusals import NotToBeEdited
from xieban.documents.events import DocumentChanged
from xieban.documents.models import Change, Document
from xieban.documents.queries import bodies
from xieban.documents.queries.documents import held
from xieban.documents.queries.standing import standing_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.words import ChangeKind
from xieban.flows import actions as flows


class Values(TypedDict, total=False):
    """The elements that can be changed; what is not named stays."""

    title: str
    type: str
    urgency: str
    recipients: list[str]
    copies_to: list[str]
    basis: str
    reason: str
    matter: str
    form: str
    note: str
    result: str


def edit_elements(*, document: Document, values: Values, edition: int, by: Person, at: datetime) -> Document:
    """Change elements, each with what it was before; `edition` is the one that the editor saw."""
    said = [str(value) for value in values.values()]
    refuse_secrecy(*said, document=document, by=by, at=at)
    with transaction.atomic():
        document = locked(document)
        control = standing_of(by, document, at=at).control
        changed = {
            name: (getattr(document, name), value)
            for name, value in values.items()
            if getattr(document, name) != value
        }
        if not control.may(Own.EDIT) or not set(changed) <= control.edits:
            raise NotToBeEdited
        if document.edition != edition:
            raise Stale
        if not changed:
            return document
        require_sizes(
            values.get("title", document.title), values.get("recipients", ()), values.get("copies_to", ())
        )
        before = bodies.digest(document)
        for name, (_old, new) in changed.items():
            setattr(document, name, new)
        document.edition += 1
        document.changed_at = at
        document.save(update_fields=[*changed, "edition", "changed_at"])
        note_change(document, changed, before=before, by=by, at=at, node=control.tasks[0].name)
        if "title" in changed and document.instance is not None:
            flows.retitle(instance=document.instance, title=document.title)
        tell_changed(document, by=by, at=at)
    return document


def note_change(
    document: Document,
    changed: Mapping[str, tuple[object, object]],
    *,
    before: str,
    by: Person,
    at: datetime,
    node: str,
    kind: ChangeKind = ChangeKind.EDIT,
) -> None:
    """Keep what was changed."""
    Change.objects.create(
        document=document,
        kind=kind.value,
        node=node,
        before=before,
        after=bodies.digest(document),
        elements={name: list(pair) for name, pair in changed.items()},
        person=by,
        at=at,
    )


def tell_changed(document: Document, *, by: Person | None, at: datetime) -> None:
    """Tell that a document is other than it was."""
    publish(
        DocumentChanged(
            document_uuid=str(document.uuid), kind=document.kind, by=by.pk if by else None, happened_at=at
        ),
        at=at,
    )


def locked(document: Document) -> Document:
    """Return the document as it stands, held with its flow until the end of the transaction."""
    return held(document)
