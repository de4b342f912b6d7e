"""The words of the layout: forms, degrees of urgency, ways to sign, faces, elements."""

from enum import StrEnum


class Form(StrEnum):
    """Which of the standard's four faces a document wears."""

    ORDINARY = "ordinary"
    LETTER = "letter"
    ORDER = "order"
    MINUTES = "minutes"


class Urgency(StrEnum):
    """How soon a document must be handled; the values are printed."""

    MOST = "特急"
    URGENT = "加急"


class SignOff(StrEnum):
    """How the end of the body is signed."""

    PLAIN = "plain"
    SEAL = "seal"
    STAMP = "stamp"
    NONE = "none"


class Face(StrEnum):
    """The five faces that the standard asks for."""

    TITLE = "title"
    TEXT = "text"
    KAI = "kai"
    HEI = "hei"
    SONG = "song"


class Element(StrEnum):
    """What can stand in a document; the eighteen elements of the standard and the lines that belong to them."""

    PAGE = "page"
    COPY_NUMBER = "copy_number"
    SECRECY = "secrecy"
    URGENCY = "urgency"
    MARK = "mark"
    NUMBER = "number"
    SIGNERS = "signers"
    RED_LINE = "red_line"
    TITLE = "title"
    ADDRESSEES = "addressees"
    BODY = "body"
    ATTACHMENT_NOTE = "attachment_note"
    SIGNATURE = "signature"
    DATE = "date"
    SEAL = "seal"
    NOTE = "note"
    ATTENDANCE = "attendance"
    ATTACHMENT = "attachment"
    COPIES = "copies"
    PRINTING = "printing"
    IMPRINT = "imprint"
    PAGE_NUMBER = "page_number"


class Verdict(StrEnum):
    """What a measurement came to."""

    PASS = "pass"  # noqa: S105 - a verdict
    WARN = "warn"
    FAIL = "fail"
    NOT_MEASURABLE = "not_measurable"
