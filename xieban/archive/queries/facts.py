"""What a package says of its document for machines."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from xieban.archive.models import Inspection
from xieban.archive.rules.metadata import Fact
from xieban.documents import queries as documents
from xieban.documents.models import Document, SignOff
from xieban.documents.queries import bodies
from xieban.documents.queries.contents import receipts_of, seal_uses_of, signatures_of
from xieban.flows.queries import facts_of, opinions_of
from xieban.writing import queries as writing
from xieban.writing.rules import digest_of


def _moment(value: datetime | None) -> str | None:
    return timezone.localtime(value).isoformat() if value else None


def facts_of_document(
    document: Document, *, inspection: Inspection, files: Iterable[Mapping[str, Fact]], at: datetime
) -> dict[str, Fact]:
    """Return what the package says of the document for machines."""
    number, body = documents.live_number(document), bodies.body_of(document)
    return {
        "uuid": str(document.uuid),
        "kind": document.kind,
        "type": document.type,
        "number": number.text if number else "",
        "title": document.title,
        "unit": document.unit.name,
        "department": document.department.name,
        "drafter": document.drafter.name,
        "urgency": document.urgency,
        "recipient": list(document.recipients),
        "copy_to": list(document.copies_to),
        "basis": document.basis,
        "copies_printed": document.copies,
        "drafted_at": _moment(document.created_at),
        "distributed_at": _moment(document.distributed_at),
        "archived_at": _moment(at),
        "text_sha256": digest_of(writing.html_of(body)) if body else "",
        "signed_digest": bodies.digest(document),
        "file": list(files),
        "signature": [_signature(one) for one in signatures_of(document)],
        "seal": [
            {
                "name": one.seal.name,
                "by": one.person.name,
                "copies": one.copies,
                "digest": one.digest,
                "at": _moment(one.at),
            }
            for one in seal_uses_of(document)
        ],
        **_way(document),
        "receipt": [
            {"name": one.name, "sent_at": _moment(one.sent_at), "signed_at": _moment(one.signed_at)}
            for one in receipts_of(document)
        ],
        "inspection": {"at": _moment(inspection.at), "faults": inspection.faults},
    }


def _way(document: Document) -> dict[str, Fact]:
    """Return what was said on the way, and every step of it."""
    instance = document.instance
    return {
        "opinion": [
            {
                "node": one.node_name,
                "by": one.person.name,
                "acted_for": one.acted_for.name if one.acted_for else None,
                "kind": one.kind,
                "decision": one.decision,
                "words": one.words,
                "at": _moment(one.at),
            }
            for one in (opinions_of(instance) if instance else ())
        ],
        "step": [
            {
                "number": one.number,
                "what": one.kind,
                "node": one.node,
                "by": one.person.name if one.person else None,
                "at": _moment(one.at),
            }
            for one in (facts_of(instance) if instance else ())
        ],
    }


def _signature(one: SignOff) -> Mapping[str, Fact]:
    return {
        "by": one.person.name,
        "acted_for": one.acted_for.name if one.acted_for else None,
        "node": one.node_name,
        "decision": one.decision,
        "words": one.words,
        "signed_on": one.signed_on.isoformat(),
        "digest": one.digest,
        "at": _moment(one.at),
    }
