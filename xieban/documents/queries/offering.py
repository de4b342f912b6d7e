"""The work of a flow as a document's page offers it: what the document says is not asked, what it needs is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from xieban.directory.models import Person
from xieban.documents.models import Document
from xieban.documents.queries.documents import document_of_instance
from xieban.documents.queries.incoming import CHECKS
from xieban.documents.queries.standing import seals_for, series_for
from xieban.documents.rules.words import Check, Kind
from xieban.flows.models import Instance
from xieban.flows.queries import model_of
from xieban.flows.rules.control import Deed
from xieban.flows.rules.model import Field, FieldKind
from xieban.flows.rules.words import Nature, Verb

FROM_DOCUMENT: Final = frozenset({"urgency", "matter", "subject"})
"""Fields of the flows that the document's own elements answer."""
EXTRA: Final = frozenset({"series", "seal", "seal_copies"})
"""Fields that are a document's own, and not its flow's."""
EXAMINED: Final = frozenset(f"{part}_{check.value}" for check in Check for part in ("check", "why"))
"""The five questions of the first examination, each ticked or with its reason; the flow hears what they come to."""


def offer(
    viewer: Person, instance: Instance, deeds: Sequence[Deed], *, nodes: Mapping[int, str], at: datetime
) -> Sequence[Deed]:
    """Return the deeds of a document's flow with the fields that its page asks for."""
    del viewer, at  # the flow has said who may what; here it is only about fields
    document = document_of_instance(instance)
    if document is None:
        return deeds
    return [
        replace(deed, fields=_fields(document, deed, _nature(instance, nodes[deed.token])))
        if deed.verb is Verb.COMPLETE
        else deed
        for deed in deeds
    ]


def _nature(instance: Instance, name: str) -> Nature:
    node = model_of(instance.version).nodes.get(name)
    return node.handling.nature if node and node.handling else Nature.HANDLE


def _fields(document: Document, deed: Deed, nature: Nature) -> tuple[Field, ...]:
    fields = tuple(field for field in deed.fields if field.name not in FROM_DOCUMENT)
    if deed.lent:
        return fields
    if document.kind == Kind.INCOMING.value:
        fields = _of_incoming(fields, nature)
    if nature is Nature.REGISTER:
        codes = tuple(one.code for one in series_for(document))
        label = gettext("Code of the number") if document.kind == Kind.DISPATCH.value else gettext("Series")
        if len(codes) > 1:
            fields = (
                Field(name="series", label=label, kind=FieldKind.CHOICE, options=codes, required=True),
                *fields,
            )
    if nature is Nature.SEAL:
        names = tuple(one.name for one in seals_for(document))
        if len(names) > 1:
            fields = (
                *fields,
                Field(
                    name="seal", label=gettext("Which seal"), kind=FieldKind.CHOICE, options=names, required=True
                ),
            )
        fields = (*fields, Field(name="seal_copies", label=gettext("Copies sealed"), kind=FieldKind.NUMBER))
    return fields


def _of_incoming(fields: tuple[Field, ...], nature: Nature) -> tuple[Field, ...]:
    """Return the fields of an incoming document's step: the record answers some, the examination has five."""
    if nature is Nature.REGISTER:
        return tuple(field for field in fields if field.name != "due_on")
    if not any(field.name == "acceptable" for field in fields):
        return fields
    asked: list[Field] = []
    for check, words in CHECKS.items():
        asked += (
            Field(name=f"check_{check.value}", label=str(words), kind=FieldKind.YES_NO),
            Field(name=f"why_{check.value}", label=gettext("If not: why"), kind=FieldKind.TEXT),
        )
    return (*asked, *(field for field in fields if field.name != "acceptable"))


def named_series(document: Document, code: str) -> str:
    """Return which series of the document is called so."""
    known = series_for(document) if code else []
    return next((str(one.uuid) for one in known if one.code == code), "")


def named_seal(document: Document, name: str) -> str:
    """Return which seal for the document is called so."""
    known = seals_for(document) if name else []
    return next((str(one.uuid) for one in known if one.name == name), "")
