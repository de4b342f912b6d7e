"""The closed lists of the archive."""

from enum import StrEnum
from typing import Final


class Check(StrEnum):
    """The four checks of an electronic document before it is archived."""

    AUTHENTIC = "authentic"
    WHOLE = "whole"
    USABLE = "usable"
    SAFE = "safe"


class Fault(StrEnum):
    """What a check can find wrong."""

    NOT_SIGNED = "not_signed"
    CHANGED_SINCE_SIGNED = "changed_since_signed"
    SEALED_OTHERWISE = "sealed_otherwise"
    TEXT_ALTERED = "text_altered"
    FILE_ALTERED = "file_altered"
    NO_NUMBER = "no_number"
    ELEMENTS = "elements"
    NOT_SEALED = "not_sealed"
    NOT_TYPESET = "not_typeset"
    FILE_MISSING = "file_missing"
    NO_OPINIONS = "no_opinions"
    LOG_BROKEN = "log_broken"
    RECEIPTS_OPEN = "receipts_open"
    PDF_BROKEN = "pdf_broken"
    NOT_PDF_A = "not_pdf_a"
    WORD_BROKEN = "word_broken"
    ATTACHMENT_BROKEN = "attachment_broken"
    ACTIVE_FILE = "active_file"
    MACROS = "macros"
    ACTIVE_PDF = "active_pdf"
    ACTIVE_TEXT = "active_text"
    SECRET = "secret"  # noqa: S105 - a secrecy grade, not a password


OF: Final = {
    Check.AUTHENTIC: (
        Fault.NOT_SIGNED,
        Fault.CHANGED_SINCE_SIGNED,
        Fault.SEALED_OTHERWISE,
        Fault.TEXT_ALTERED,
        Fault.FILE_ALTERED,
    ),
    Check.WHOLE: (
        Fault.NO_NUMBER,
        Fault.ELEMENTS,
        Fault.NOT_SEALED,
        Fault.NOT_TYPESET,
        Fault.FILE_MISSING,
        Fault.NO_OPINIONS,
        Fault.LOG_BROKEN,
        Fault.RECEIPTS_OPEN,
    ),
    Check.USABLE: (Fault.PDF_BROKEN, Fault.NOT_PDF_A, Fault.WORD_BROKEN, Fault.ATTACHMENT_BROKEN),
    Check.SAFE: (Fault.ACTIVE_FILE, Fault.MACROS, Fault.ACTIVE_PDF, Fault.ACTIVE_TEXT, Fault.SECRET),
}
"""Which check finds what."""

CHECK_OF: Final = {fault: check for check, faults in OF.items() for fault in faults}
