"""What the archive takes of a document, and which kept files documents need."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from xieban.directory.models import Person
from xieban.directory.rules import Role
from xieban.documents.models import Document, Receipt, Seal, SealUse, SignOff, Typesetting
from xieban.documents.queries.documents import roles_in, with_all
from xieban.documents.rules.words import ReceiptWay


def kept_print(document: Document) -> Typesetting | None:
    """Return how a document was set last so that there are files; with its seal where it has one."""
    found = Typesetting.objects.filter(document=document).exclude(pdf="")
    return found.order_by("-is_sealed", "-id").first()


def signatures_of(document: Document) -> list[SignOff]:
    """Return every signature on a document, those that were taken back too, in order."""
    return list(SignOff.objects.filter(document=document).select_related("person", "acted_for").order_by("id"))


def seal_uses_of(document: Document) -> list[SealUse]:
    """Return each time a seal was put on a document, in order."""
    return list(SealUse.objects.filter(document=document).select_related("seal", "person").order_by("id"))


def receipts_of(document: Document) -> list[Receipt]:
    """Return who received a document, and when it was signed for."""
    return list(Receipt.objects.filter(document=document).order_by("id"))


def referenced_contents(digests: Collection[str]) -> set[str]:
    """Return which of some contents are files of documents."""
    wanted = list(digests)
    seals = set(Seal.objects.filter(picture__in=wanted).values_list("picture", flat=True))
    printed = Typesetting.objects.filter(Q(pdf__in=wanted) | Q(word__in=wanted)).values_list("pdf", "word")
    return seals | {one for pair in printed for one in pair if one in set(wanted)}


def every_document() -> Iterator[Document]:
    """Return all documents one after another, for background work, where nobody is looking."""
    return with_all(Document.objects.order_by("pk")).iterator(chunk_size=200)


def with_receipts_to_note(viewer: Person, found: QuerySet[Document], *, at: datetime) -> list[Document]:
    """Return those of some documents for which bodies outside have not signed, and of which the viewer notes it."""
    waits = Receipt.objects.filter(document=OuterRef("pk"), way=ReceiptWay.OUTSIDE.value, signed_at=None)
    return [one for one in found.filter(Exists(waits)) if Role.DISPATCHER in roles_in(viewer, one.unit, at=at)]
