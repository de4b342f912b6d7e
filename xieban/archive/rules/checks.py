"""The four checks over what was gathered about a document: evidence in, findings out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xieban.archive.rules.words import CHECK_OF, Check, Fault
from xieban.writing.rules.acting import is_active

_PDF_A: Final = re.compile(rb"pdfaid:part(?:>|=[\"'])\s*[1-4]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, and with what: the name of a file, the words of what is lacking."""

    fault: Fault
    about: str = ""

    @property
    def check(self) -> Check:
        return CHECK_OF[self.fault]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEvidence:
    """One file as it lies there: whether its content is what was written down, and what opening it showed."""

    name: str
    is_there: bool
    is_unaltered: bool = True
    opens: bool = True
    media_type: str = ""
    has_macros: bool = False
    acts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was gathered about a document; `is_dispatch` asks for number, seal, print and receipts as well."""

    is_dispatch: bool
    is_signed: bool
    holds: bool
    sealed_as_it_stands: bool
    text_is_unaltered: bool
    has_number: bool
    lacks: Sequence[str]
    is_sealed: bool
    pdf: FileEvidence | None
    pdf_is_archival: bool
    word: FileEvidence | None
    attachments: Sequence[FileEvidence]
    opinions: int
    log_is_whole: bool
    waits_for: Sequence[str]
    text_acts: bool
    secrecy: str


def checked(evidence: Evidence) -> tuple[Finding, ...]:
    """Return everything that is wrong, check by check; nothing means that the document can be archived."""
    found = [*_authentic(evidence), *_whole(evidence), *_usable(evidence), *_safe(evidence)]
    order = list(CHECK_OF)
    return tuple(sorted(found, key=lambda one: order.index(one.fault)))


def _files(evidence: Evidence) -> list[FileEvidence]:
    return [one for one in (evidence.pdf, evidence.word, *evidence.attachments) if one is not None]


def _authentic(evidence: Evidence) -> Iterator[Finding]:
    if not evidence.is_signed:
        yield Finding(fault=Fault.NOT_SIGNED)
    elif not evidence.holds:
        yield Finding(fault=Fault.CHANGED_SINCE_SIGNED)
    if evidence.is_sealed and not evidence.sealed_as_it_stands:
        yield Finding(fault=Fault.SEALED_OTHERWISE)
    if not evidence.text_is_unaltered:
        yield Finding(fault=Fault.TEXT_ALTERED)
    for one in _files(evidence):
        if one.is_there and not one.is_unaltered:
            yield Finding(fault=Fault.FILE_ALTERED, about=one.name)


def _whole(evidence: Evidence) -> Iterator[Finding]:
    yield from (Finding(fault=Fault.ELEMENTS, about=lack) for lack in evidence.lacks)
    if evidence.is_dispatch:
        if not evidence.has_number:
            yield Finding(fault=Fault.NO_NUMBER)
        if not evidence.is_sealed:
            yield Finding(fault=Fault.NOT_SEALED)
        if evidence.pdf is None or evidence.word is None:
            yield Finding(fault=Fault.NOT_TYPESET)
        yield from (Finding(fault=Fault.RECEIPTS_OPEN, about=name) for name in evidence.waits_for)
    for one in _files(evidence):
        if not one.is_there:
            yield Finding(fault=Fault.FILE_MISSING, about=one.name)
    if not evidence.opinions:
        yield Finding(fault=Fault.NO_OPINIONS)
    if not evidence.log_is_whole:
        yield Finding(fault=Fault.LOG_BROKEN)


def _usable(evidence: Evidence) -> Iterator[Finding]:
    pdf, word = evidence.pdf, evidence.word
    if pdf is not None and pdf.is_there:
        if not pdf.opens:
            yield Finding(fault=Fault.PDF_BROKEN, about=pdf.name)
        elif not evidence.pdf_is_archival:
            yield Finding(fault=Fault.NOT_PDF_A, about=pdf.name)
    if word is not None and word.is_there and not word.opens:
        yield Finding(fault=Fault.WORD_BROKEN, about=word.name)
    for one in evidence.attachments:
        if one.is_there and not one.opens:
            yield Finding(fault=Fault.ATTACHMENT_BROKEN, about=one.name)


def _safe(evidence: Evidence) -> Iterator[Finding]:
    for one in _files(evidence):
        if is_active(one.media_type):
            yield Finding(fault=Fault.ACTIVE_FILE, about=one.name)
        if one.has_macros:
            yield Finding(fault=Fault.MACROS, about=one.name)
        if one.acts:
            yield Finding(fault=Fault.ACTIVE_PDF, about=one.name)
    if evidence.text_acts:
        yield Finding(fault=Fault.ACTIVE_TEXT)
    if evidence.secrecy:
        yield Finding(fault=Fault.SECRET, about=evidence.secrecy)


def is_archival(pdf: bytes) -> bool:
    """Say whether a PDF declares itself PDF/A: its metadata must stand there plainly."""
    return bool(_PDF_A.search(pdf))
