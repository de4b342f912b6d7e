"""Setting a document under the red head: rendered, measured, kept, and reported back to the flow."""

import io
from datetime import datetime

from django.db import transaction
from django.utils import translation

from jishi.files.door import keep
from jishi.refusals.door import Refusal
from xieban.documents.models import Document, Typesetting
from xieban.documents.queries import bodies
from xieban.documents.queries.lacks import words_of_lack
from xieban.documents.queries.printing import findings_of, fonts_of, form_of, sheet_of
from xieban.documents.queries.standing import is_signed, last_sign_off, live_number
from xieban.documents.rules.elements import Lack
from xieban.flows import actions as flows
from xieban.layout.actions import render_pdf, render_word
from xieban.layout.queries import check_layout, house_shelf
from xieban.layout.rules import Verdict


def typeset_for_flow(*, document: Document, token: int, at: datetime) -> Typesetting:
    """Do the flow's service: set the document, and report whether its layout can go on."""
    made = _set(document, is_sealed=False, at=at)
    with transaction.atomic():
        made.save(force_insert=True)
        good = not made.trouble and made.verdict != Verdict.FAIL.value
        if document.instance is not None:
            flows.report_service(instance=document.instance, token=token, values={"layout_ok": good}, at=at)
    return made


def typeset_sealed(*, document: Document, at: datetime) -> Typesetting:
    """Set the document once more, with its seal."""
    made = _set(document, is_sealed=True, at=at)
    made.save(force_insert=True)
    return made


def _set(document: Document, *, is_sealed: bool, at: datetime) -> Typesetting:
    """Render and measure. Called by the outbox, within its transaction: meanwhile SQLite writes nothing else."""
    made = Typesetting(document=document, digest=bodies.digest(document), is_sealed=is_sealed, at=at)
    signed, number = last_sign_off(document), live_number(document)
    try:
        # What the flow's people read about it is Chinese, as the document is.
        with translation.override("zh-hans"):
            if signed is None or not is_signed(document, signed):
                made.trouble = words_of_lack(Lack.NOT_SIGNED)
            elif number is None:
                made.trouble = words_of_lack(Lack.NO_NUMBER)
            else:
                _render(made, document, at=at)
    except Refusal as refusal:
        with translation.override("zh-hans"):
            made.trouble = str(refusal)
    return made


def _render(made: Typesetting, document: Document, *, at: datetime) -> None:
    sheet = sheet_of(document, is_sealed=made.is_sealed, at=at)
    rendering = render_pdf(document=sheet, shelf=house_shelf())
    report = check_layout(pdf=rendering.pdf, form=form_of(document))
    made.pages, made.verdict = rendering.pages, report.verdict.value
    made.findings, made.fonts = findings_of(report), fonts_of(rendering.fonts)
    made.pdf = keep(io.BytesIO(rendering.pdf), name=f"{document.title}.pdf").sha256
    made.word = keep(io.BytesIO(render_word(document=sheet)), name=f"{document.title}.docx").sha256
