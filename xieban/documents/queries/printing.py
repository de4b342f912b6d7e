"""A document as the layout takes it, and what was measured as pages show it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from jishi.files.door import opened
from xieban.documents.models import Document, SealUse, Typesetting
from xieban.documents.models import Number as NumberRow
from xieban.documents.queries import bodies
from xieban.documents.queries.standing import last_sign_off, live_number
from xieban.documents.rules.elements import is_upward
from xieban.documents.rules.words import DocumentType, Urgency
from xieban.layout.queries import FontUse, ReportRows, rows_of, say
from xieban.layout.rules import (
    Aspect,
    Element,
    Finding,
    Form,
    Issuer,
    Match,
    Number,
    Picture,
    Report,
    SignOff,
    Tolerance,
    Unit,
    Verdict,
)
from xieban.layout.rules import Attachment as Printed
from xieban.layout.rules import Document as Sheet
from xieban.layout.rules import Urgency as PrintedUrgency

FORM_OF: Final[Mapping[str, Form]] = {
    DocumentType.LETTER.value: Form.LETTER,
    DocumentType.ORDER.value: Form.ORDER,
    DocumentType.MINUTES.value: Form.MINUTES,
}
URGENCIES: Final[Mapping[str, PrintedUrgency]] = {
    Urgency.URGENT.value: PrintedUrgency.URGENT,
    Urgency.MOST.value: PrintedUrgency.MOST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FontLine:
    """One element with the font that was asked for and the one it was set in."""

    element: str
    asked: str
    used: str
    match: str
    as_asked: bool


def form_of(document: Document) -> Form:
    """Return the form that a document wears: the one that was chosen, or that of its type."""
    return Form(document.form) if document.form else FORM_OF.get(document.type, Form.ORDINARY)


def sheet_of(document: Document, *, is_sealed: bool, at: datetime) -> Sheet:
    """Return everything that is printed of a document."""
    signed, number = last_sign_off(document), live_number(document)
    use = SealUse.objects.filter(document=document).select_related("seal").first() if is_sealed else None
    picture = None
    if use is not None and use.seal.picture:
        with opened(use.seal.picture) as file:
            picture = Picture(content=file.read(), width=float(use.seal.width))
    form = form_of(document)
    minutes = form is Form.MINUTES
    signer = (signed.acted_for or signed.person).name if signed else ""
    name = document.unit.name
    return Sheet(
        form=form,
        issuers=(Issuer(name=name, seal=picture),),
        mark=f"{name}会议纪要" if minutes else "",
        title=document.title,
        body=bodies.blocks_of(document),
        urgency=URGENCIES.get(document.urgency),
        number=_printed(number) if number else None,
        signers=(signer,) if signer and is_upward(document.elements) else (),
        addressees=() if minutes else tuple(document.recipients),
        sign_off=SignOff.NONE if minutes else SignOff.SEAL if picture else SignOff.PLAIN,
        issued_on=signed.signed_on if signed else timezone.localtime(at).date(),
        note=document.note,
        attachments=tuple(Printed(title=title) for title in bodies.titles_of_files(document)),
        copies_to=tuple(document.copies_to),
        printer=f"{name}办公室",
        printed_on=timezone.localtime(at).date(),
    )


def _printed(number: NumberRow) -> Number:
    if not number.year:
        return Number(serial=number.serial)
    return Number(code=number.series.code, year=number.year, serial=number.serial)


def findings_of(report: Report) -> list[dict[str, Any]]:
    """Return a report as it is kept."""
    return [asdict(one) for one in report.findings]


def fonts_of(fonts: tuple[FontUse, ...]) -> list[dict[str, str]]:
    """Return the fonts as they are kept."""
    return [
        {"element": one.element.value, "asked": one.asked, "used": one.used, "match": one.match.value}
        for one in fonts
    ]


def report_of(document: Document, typesetting: Typesetting) -> ReportRows | None:
    """Return what was measured, in words; nothing where nothing could be set."""
    if not typesetting.findings:
        return None
    findings = tuple(_finding(one) for one in typesetting.findings)
    return rows_of(Report(form=form_of(document), pages=typesetting.pages, findings=findings))


def _finding(kept: Mapping[str, Any]) -> Finding:
    tolerance = kept["tolerance"]
    return Finding(
        element=Element(kept["element"]),
        aspect=Aspect(kept["aspect"]),
        verdict=Verdict(kept["verdict"]),
        asked=kept["asked"],
        measured=kept["measured"],
        unit=Unit(kept["unit"]),
        tolerance=Tolerance(**tolerance) if tolerance else None,
        page=kept["page"],
    )


def font_lines(typesetting: Typesetting) -> list[FontLine]:
    """Return per element the font asked and the font used."""
    return [
        FontLine(
            element=say(Element(one["element"])),
            asked=one["asked"],
            used=one["used"],
            match=say(Match(one["match"])),
            as_asked=one["match"] == Match.ASKED.value,
        )
        for one in typesetting.fonts
    ]
