"""Who gets in: records are for whoever sees their documents; trying again is the archivist's."""

import io

from jishi.files.door import keep
from xieban.archive.models import Inspection, Record
from xieban.documents.models import Document
from xieban.documents.rules.words import DocumentType, Kind
from xieban.tests.cast import NOON, Cast

SIGNED_IN, SEES = frozenset({"signed_in"}), frozenset({"drafter", "administrator"})
DOORS: dict[str, frozenset[str]] = {
    "archive:records": SIGNED_IN,
    "archive:record": SEES,
    "archive:package": SEES,
    "archive:checks": SEES,
    "archive:again": SEES,  # 405: after the door
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    document = Document.objects.create(
        kind=Kind.DISPATCH.value, type=DocumentType.NOTICE.value, title="关于报送年度总结的通知", unit=cast.body,
        department=cast.department, drafter=cast.drafter, created_at=NOON, changed_at=NOON,
    )  # fmt: skip
    kept = keep(io.BytesIO(b"PK a package"), name="package.zip")
    record = Record.objects.create(
        document=document, inspection=Inspection.objects.create(document=document, faults=0, at=NOON),
        number="江红发〔2023〕9号", title=document.title, type=document.type, kind=document.kind, year=2023,
        unit=cast.body, department=cast.department, sha256=kept.sha256, size=kept.size, files=1, by=cast.archivist,
        at=NOON,
    )  # fmt: skip
    one: dict[str, object] = {"uuid": record.uuid}
    checks: dict[str, object] = {"document": document.uuid}
    return {"archive:record": one, "archive:package": one, "archive:checks": checks, "archive:again": checks}
