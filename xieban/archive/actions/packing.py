"""Packs a document so that it opens without us: a bag of files, their checksums, a script that verifies them."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import IO, Final

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import pgettext

from jishi.files.door import Kept, keep, opened, safe_name
from xieban.archive.models import Inspection
from xieban.archive.queries import facts_of_document, verdicts_of
from xieban.archive.rules import bag, metadata
from xieban.documents import queries as documents
from xieban.documents.models import Document
from xieban.documents.queries import bodies, labels
from xieban.documents.queries.contents import kept_print, receipts_of, signatures_of
from xieban.documents.rules.words import DocumentType, Kind, Urgency
from xieban.flows.queries import story_of, way_of
from xieban.flows.rules.words import DECISION_NAMES, Decision, say
from xieban.writing import queries as writing

_SCRIPT: Final = Path(__file__).resolve().parents[1] / "templates" / "archive" / "verify.py"
_BLOCK: Final = 1 << 18
LARGEST: Final = 1_000_000_000
_SPOOLED: Final = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A package that lies on the disk."""

    kept: Kept
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """One kept file on its way into a package."""

    name: str
    path: str
    sha256: str


def pack(*, document: Document, inspection: Inspection, at: datetime) -> Packed:
    """Write the package of a document that passed and keep it; it speaks Chinese, as the document does."""
    number = documents.live_number(document)
    root = safe_name(f"{number.text if number else ''} {document.title}"[:80].strip())
    held = _held(document)
    with translation.override("zh-hans"), tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            bagged = _Bag(packed=packed, root=root, at=at)
            for one in held:
                with opened(one.sha256) as file:
                    bagged.put(one.path, file)
            files = [{"name": one.name, "path": one.path, "sha256": one.sha256} for one in held]
            facts = facts_of_document(document, inspection=inspection, files=files, at=at)
            bagged.write("data/text.html", _text(document))
            bagged.write("data/metadata.json", metadata.as_json(facts))
            bagged.write("data/metadata.xml", metadata.as_xml(facts))
            bagged.write("index.html", _index(document, inspection=inspection, held=held, at=at))
            bagged.write("style.css", bag.STYLE)
            bagged.write("verify.py", _SCRIPT.read_bytes())
            bagged.close(document, number=number.text if number else "")
        out.seek(0)
        kept = keep(out, name=f"{root}.zip", largest=LARGEST)
    return Packed(kept=kept, files=len(bagged.digests))


def _held(document: Document) -> list[_Held]:
    """Return the kept files that go into the package, under the names they have there."""
    printed, body = kept_print(document), bodies.body_of(document)
    found = []
    if printed is not None:
        found.append(_Held(name="document.pdf", path="data/document.pdf", sha256=printed.pdf))
        if printed.word:
            found.append(_Held(name="document.docx", path="data/document.docx", sha256=printed.word))
    if body is None:
        return found
    for place, one in enumerate(writing.attachments_of(body), start=1):
        found.append(_Held(name=one.name, path=f"data/attachments/{place:02d}-{one.name}", sha256=one.sha256))
    for place, one in enumerate(writing.originals_of(body), start=1):
        found.append(_Held(name=one.name, path=f"data/originals/{place:02d}-{one.name}", sha256=one.sha256))
    return found


@dataclass(slots=True, kw_only=True)
class _Bag:
    """Writes files into the ZIP and remembers their checksums."""

    packed: zipfile.ZipFile
    root: str
    at: datetime
    digests: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, file: IO[bytes]) -> None:
        found = hashlib.sha256()
        member = zipfile.ZipInfo(f"{self.root}/{path}", timezone.localtime(self.at).timetuple()[:6])
        member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        with self.packed.open(member, "w", force_zip64=True) as target:
            while block := file.read(_BLOCK):
                found.update(block)
                target.write(block)
        self.digests[path] = found.hexdigest()

    def write(self, path: str, content: bytes) -> None:
        with tempfile.SpooledTemporaryFile() as file:
            file.write(content)
            file.seek(0)
            self.put(path, file)

    def close(self, document: Document, *, number: str) -> None:
        """Write what makes the folder a bag."""
        self.write("bagit.txt", bag.DECLARATION)
        data = {path: digest for path, digest in self.digests.items() if path.startswith("data/")}
        label = {
            "External-Identifier": f"{number} {document.uuid}",
            "External-Description": document.title,
            "Source-Organization": document.unit.name,
            "Bagging-Date": timezone.localtime(self.at).date().isoformat(),
        }
        self.write("bag-info.txt", bag.info(label))
        self.write("manifest-sha256.txt", bag.manifest(data))
        tags = {path: digest for path, digest in self.digests.items() if not path.startswith("data/")}
        self.write("tagmanifest-sha256.txt", bag.manifest(tags))


def _text(document: Document) -> bytes:
    body = bodies.body_of(document)
    html = writing.html_of(body) if body else ""
    head = f'<head><meta charset="utf-8"><title>{escape(document.title)}</title></head>'
    return f'<!doctype html>\n<html lang="zh-Hans">{head}<body>\n{html}\n</body></html>\n'.encode()


def _decision(name: str) -> str:
    """Return what a decision is called; the package speaks Chinese."""
    return say(DECISION_NAMES[Decision(name)], "zh")


def _index(document: Document, *, inspection: Inspection, held: Iterable[_Held], at: datetime) -> bytes:
    """Write the page by which people read the package."""
    number, instance = documents.live_number(document), document.instance
    signatures = [(one, one.ruling or _decision(one.decision)) for one in signatures_of(document)]
    facts = (
        (pgettext("package", "Number"), number.text if number else ""),
        (pgettext("package", "Kind"), str(labels.KINDS[Kind(document.kind)])),
        (pgettext("package", "Type"), str(labels.TYPES[DocumentType(document.type)]) if document.type else ""),
        (pgettext("package", "Urgency"), str(labels.URGENCIES[Urgency(document.urgency)])),
        (pgettext("package", "Unit"), document.unit.name),
        (pgettext("package", "Department"), document.department.name),
        (pgettext("package", "Drafted by"), document.drafter.name),
        (pgettext("package", "Main recipients"), "、".join(document.recipients)),
        (pgettext("package", "Copies to"), "、".join(document.copies_to)),
        (pgettext("package", "Archived at"), timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")),
    )
    words = {
        "document": document,
        "facts": [one for one in facts if one[1]],
        "files": [
            (pgettext("package", "Text"), "data/text.html", ""),
            *((one.name, one.path, one.sha256) for one in held),
        ],
        "signatures": signatures,
        "sayings": story_of(document.drafter, instance, at=at).sayings if instance else (),
        "way": way_of(instance) if instance else (),
        "receipts": receipts_of(document),
        "verdicts": verdicts_of(inspection),
    }
    return render_to_string("archive/package.html", words).encode()
