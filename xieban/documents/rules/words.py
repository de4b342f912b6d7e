"""The closed lists of documents: kinds, the fifteen types, urgency, states of a number; pure."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a document is in the office: each runs by the flow of that key."""

    DISPATCH = "dispatch"
    INCOMING = "incoming"
    MEMO = "memo"
    SUPERVISION = "supervision"


SIGNED_KINDS: Final = frozenset({Kind.DISPATCH, Kind.MEMO})
"""What is signed off here with its attachments, and goes into the archive as it was signed."""


class DocumentType(StrEnum):
    """The fifteen types of 《党政机关公文处理工作条例》 article 8; the values are what is printed."""

    RESOLUTION = "决议"
    DECISION = "决定"
    ORDER = "命令(令)"
    COMMUNIQUE = "公报"
    ANNOUNCEMENT = "公告"
    PROCLAMATION = "通告"
    OPINION = "意见"
    NOTICE = "通知"
    CIRCULAR = "通报"
    REPORT = "报告"
    REQUEST = "请示"
    REPLY = "批复"
    BILL = "议案"
    LETTER = "函"
    MINUTES = "纪要"


UPWARD: Final = frozenset({DocumentType.REQUEST, DocumentType.REPORT})
"""What goes up: only the principal leader signs it off."""
WITHOUT_RECIPIENTS: Final = frozenset(
    {
        DocumentType.RESOLUTION,
        DocumentType.ORDER,
        DocumentType.COMMUNIQUE,
        DocumentType.ANNOUNCEMENT,
        DocumentType.PROCLAMATION,
        DocumentType.MINUTES,
    }
)
"""What speaks to everybody, or to nobody in particular."""


class Urgency(StrEnum):
    """How soon a document must be handled; the values are those of the flows and of the print."""

    ORDINARY = "普通"
    URGENT = "加急"
    MOST = "特急"


class Matter(StrEnum):
    """What a memo is about; some matters need a department's countersign by rule."""

    GENERAL = "一般"
    MONEY = "经费"
    LEGAL = "法制"


class NumberState(StrEnum):
    """Where a number is in its life; once reserved it is never given to another document."""

    RESERVED = "reserved"
    USED = "used"
    VOIDED = "voided"


NEXT: Final = {
    NumberState.RESERVED: frozenset({NumberState.USED, NumberState.VOIDED}),
    NumberState.USED: frozenset({NumberState.VOIDED}),
    NumberState.VOIDED: frozenset(),
}
"""From which state a number comes to which."""


class LinkKind(StrEnum):
    """How one document came out of another."""

    CONVERTED = "converted"
    CORRECTS = "corrects"
    RECALLS = "recalls"
    ANSWERS = "answers"
    ARISES = "arises"


class ChangeKind(StrEnum):
    """What a change was: of a draft, of what was signed but not in substance, or in substance."""

    EDIT = "edit"
    CORRECTION = "correction"
    SUBSTANCE = "substance"


class ActKind(StrEnum):
    """What somebody did with a document beside its flow."""

    VOIDED = "voided"
    CONVERTED = "converted"
    CORRECTED = "corrected"
    RECALLED = "recalled"
    INTERVENED = "intervened"
    SERIES = "series"
    SEAL = "seal"
    RECEIPT = "receipt"
    RECORD = "record"
    SENT_BACK = "sent_back"
    CIRCULATED = "circulated"


class Page(StrEnum):
    """What of a document somebody looked at."""

    DOCUMENT = "document"
    PDF = "pdf"
    WORD = "word"
    REPORT = "report"
    FILE = "file"


class ReceiptWay(StrEnum):
    """How a document goes to a receiver."""

    INSIDE = "inside"
    OUTSIDE = "outside"


class Handling(StrEnum):
    """What an incoming document is for: to be read only, or to be dealt with; the values are those of the flow."""

    READ = "阅件"
    DEAL = "办件"


class Answer(StrEnum):
    """How an incoming document was answered; the values are those of the flow."""

    REPLIED = "已复文"
    NOT_NEEDED = "无需答复"


class Source(StrEnum):
    """What a supervised matter (督办) comes from; the values are those of the flow."""

    INSTRUCTION = "批示"
    MINUTES = "会议纪要"
    INCOMING = "收文"
    MEMO = "签报"


class Rhythm(StrEnum):
    """How often a supervised matter is reported on; the values are those of the flow."""

    WEEK = "每周"
    MONTH = "每月"


class Check(StrEnum):
    """The five questions of the first examination, 《党政机关公文处理工作条例》 article 24 (3)."""

    COMPETENCE = "competence"
    RULES = "rules"
    FORM = "form"
    CONSULTED = "consulted"
    OTHER = "other"
