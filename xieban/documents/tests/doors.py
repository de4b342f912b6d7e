"""Who gets in: a draft is for its drafter, who stands in for him, and who looks after everything."""

import io

from jishi.files.door import keep
from xieban.documents.models import MandatoryCountersign, Receipt, Seal, Series, Typesetting
from xieban.documents.queries.printing import sheet_of
from xieban.documents.tests.laying import notice, prepare
from xieban.documents.tests.test_incoming import received
from xieban.layout.actions import render_pdf
from xieban.layout.queries import house_shelf
from xieban.tests.cast import NOON, Cast

SIGNED_IN, WHOLE = frozenset({"signed_in"}), frozenset({"administrator"})
PARTS = WHOLE | {"drafter", "department_head"}
REGISTERS = WHOLE | {"principal_leader", "office_head", "registrar", "archivist"}
RAISES = frozenset({"principal_leader", "deputy_leader", "office_head", "archivist"})
DOORS: dict[str, frozenset[str]] = {
    "documents:documents": SIGNED_IN,
    "documents:new": SIGNED_IN,
    "documents:draft": SIGNED_IN,
    "documents:register": REGISTERS,
    "documents:kept": WHOLE,
    "documents:close_series": WHOLE,
    "documents:close_seal": WHOLE,
    "documents:end_mandatory": WHOLE,
    "documents:incoming": SIGNED_IN,
    "documents:receive": frozenset({"registrar"}),
    "documents:supervision": SIGNED_IN,
    "documents:raise_matter": RAISES,
    "documents:supervision_statistics": WHOLE | RAISES,
    "documents:statistics": WHOLE | RAISES,
    "documents:record": frozenset({"registrar"}),
    "documents:answer": frozenset(),
    "documents:circulate": frozenset(),
    "documents:again": frozenset(),
    "documents:of_instance": PARTS,
    "documents:document": PARTS,
    "documents:edit": frozenset({"drafter", "department_head"}),
    "documents:pdf": PARTS,
    "documents:word": PARTS,
    "documents:picture": PARTS,
    "documents:report": PARTS,
    "documents:trail": WHOLE,
    "documents:void": frozenset(),
    "documents:convert": frozenset(),
    "documents:correct": frozenset(),
    "documents:recall": frozenset(),
    "documents:receipt": frozenset(),
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    prepare(cast)
    document = notice(cast.drafter)
    pdf = render_pdf(document=sheet_of(document, is_sealed=False, at=NOON), shelf=house_shelf())
    kept = keep(io.BytesIO(pdf.pdf), name="one.pdf").sha256
    Typesetting.objects.create(document=document, digest="", pdf=kept, word=kept, pages=pdf.pages, at=NOON)
    receipt = Receipt.objects.create(
        document=document, way="outside", name="省政府办公厅", sent_by=cast.registrar, sent_at=NOON
    )
    came_in: dict[str, object] = {"uuid": received(cast.registrar).document.uuid}
    one: dict[str, object] = {"uuid": document.uuid}
    of_one = ("document", "edit", "pdf", "word", "report", "trail", "void", "convert", "correct", "recall")
    return {
        **{f"documents:{name}": one for name in of_one},
        "documents:picture": {**one, "number": 1},
        "documents:receipt": {**one, "receipt": receipt.uuid},
        "documents:of_instance": {"uuid": document.instance.uuid if document.instance else ""},
        "documents:record": came_in,
        "documents:answer": one,
        "documents:circulate": one,
        "documents:again": {**one, "reading": document.uuid},
        "documents:draft": {"kind": "dispatch"},
        "documents:register": {"kind": "dispatch"},
        "documents:close_series": {"uuid": Series.objects.earliest("pk").uuid},
        "documents:close_seal": {"uuid": Seal.objects.earliest("pk").uuid},
        "documents:end_mandatory": {"key": MandatoryCountersign.objects.earliest("pk").pk},
    }
