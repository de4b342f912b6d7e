"""What the checks and their findings are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieban.archive.models import Inspection
from xieban.archive.rules import Check, Fault
from xieban.archive.rules.words import OF

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CHECKS: Final[Mapping[Check, "StrPromise"]] = {
    Check.AUTHENTIC: pgettext_lazy("archive check", "Authentic"),
    Check.WHOLE: pgettext_lazy("archive check", "Complete"),
    Check.USABLE: pgettext_lazy("archive check", "Usable"),
    Check.SAFE: pgettext_lazy("archive check", "Safe"),
}
PROMISES: Final[Mapping[Check, "StrPromise"]] = {
    Check.AUTHENTIC: _("Signed as it stands; text, files and seal are those that were signed."),
    Check.WHOLE: _(
        "Elements, attachments, opinions and the log of its way are there; of a dispatch number, print, seal"
        " and receipts too."
    ),
    Check.USABLE: _("PDF, Word file and attachments, where there are any, open; the PDF is PDF/A."),
    Check.SAFE: _("Nothing in text or files acts; no macros; no secrecy grade."),
}
FAULTS: Final[Mapping[Fault, "StrPromise"]] = {
    Fault.NOT_SIGNED: _("It is not signed off."),
    Fault.CHANGED_SINCE_SIGNED: _("It was changed since it was signed off."),
    Fault.SEALED_OTHERWISE: _("The seal was put on another text than the one that stands here."),
    Fault.TEXT_ALTERED: _("The text is not the one whose checksum was kept."),
    Fault.FILE_ALTERED: _("This file is not the one whose checksum was kept."),
    Fault.NO_NUMBER: _("It has no number."),
    Fault.ELEMENTS: _("Elements are lacking."),
    Fault.NOT_SEALED: _("It is not sealed."),
    Fault.NOT_TYPESET: _("It is not typeset."),
    Fault.FILE_MISSING: _("The content of this file is missing."),
    Fault.NO_OPINIONS: _("There is no opinion on it."),
    Fault.LOG_BROKEN: _("The log of its way has gaps."),
    Fault.RECEIPTS_OPEN: _("This receiver has not signed for it."),
    Fault.PDF_BROKEN: _("The PDF cannot be opened."),
    Fault.NOT_PDF_A: _("The PDF is not PDF/A."),
    Fault.WORD_BROKEN: _("The Word file cannot be opened."),
    Fault.ATTACHMENT_BROKEN: _("This attachment cannot be opened: it is broken, or protected by a password."),
    Fault.ACTIVE_FILE: _("This attachment is a web page or a drawing that can act. Replace it by a PDF."),
    Fault.MACROS: _("This file brings macros. Save it without them."),
    Fault.ACTIVE_PDF: _("This PDF brings scripts or files inside it. Print it anew as a PDF."),
    Fault.ACTIVE_TEXT: _("The text holds what could act."),
    Fault.SECRET: _("It bears a secrecy grade and must not lie here."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that is wrong, in words."""

    words: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One check, what it promises, and why it failed; no reasons where it passed."""

    name: str
    promise: str
    reasons: tuple[Reason, ...]


def verdicts_of(inspection: Inspection) -> tuple[Verdict, ...]:
    """Return the four checks with their reasons."""
    return tuple(
        Verdict(name=str(CHECKS[check]), promise=str(PROMISES[check]), reasons=tuple(_reasons(inspection, faults)))
        for check, faults in OF.items()
    )


def _reasons(inspection: Inspection, faults: Iterable[Fault]) -> Iterable[Reason]:
    known = set(faults)
    for one in inspection.findings:
        fault = Fault(one["fault"])
        if fault in known:
            yield Reason(words=str(FAULTS[fault]), about=one["about"])
