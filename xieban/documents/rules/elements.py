"""Which elements a document lacks where; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from xieban.documents.rules.words import (
    UPWARD,
    WITHOUT_RECIPIENTS,
    DocumentType,
    Kind,
    Matter,
    Urgency,
)

LONGEST_TITLE = 120
MOST_RECIPIENTS = 200
MOST_COPIES = 9999


class Lack(StrEnum):
    """What stands in the way of a step."""

    TITLE = "title"
    TITLE_WITHOUT_TYPE = "title_without_type"
    RECIPIENTS = "recipients"
    ONE_RECIPIENT = "one_recipient"
    REQUEST_IN_REPORT = "request_in_report"
    BASIS = "basis"
    BODY = "body"
    UNSAVED = "unsaved"
    FILE_UNREADABLE = "file_unreadable"
    REASON = "reason"
    MANDATORY_UNKNOWN = "mandatory_unknown"
    PRINCIPAL_ONLY = "principal_only"
    MUST_BE_SUBSTANTIVE = "must_be_substantive"
    MORE_THAN_MISPRINT = "more_than_misprint"
    NOT_SIGNED = "not_signed"
    NO_NUMBER = "no_number"
    NOT_TYPESET = "not_typeset"
    SERIES = "series"
    SEAL = "seal"
    TYPE = "type"
    ONE_LEAD = "one_lead"
    LEADS_AND_HELPS = "leads_and_helps"
    DUE_PAST = "due_past"
    READERS = "readers"
    REPLY = "reply"
    NO_REPLY_REASON = "no_reply_reason"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """What a document says of itself, apart from its text."""

    kind: Kind
    type: DocumentType | None
    title: str
    urgency: Urgency
    recipients: Sequence[str] = ()
    copies_to: Sequence[str] = ()
    basis: str = ""
    reason: str = ""
    matter: Matter = Matter.GENERAL


def is_upward(elements: Elements) -> bool:
    """Say whether the document goes up, so that only the principal leader signs it."""
    return elements.kind is Kind.DISPATCH and elements.type in UPWARD


def lacks_of_draft(elements: Elements, *, body: str) -> tuple[Lack, ...]:
    """Return everything that a draft lacks before it may leave its drafter's hands; all of it at once."""
    found = [] if elements.title.strip() else [Lack.TITLE]
    if elements.kind is Kind.DISPATCH:
        found += _of_dispatch(elements)
    if elements.kind in {Kind.MEMO, Kind.SUPERVISION} and not elements.reason.strip():
        found.append(Lack.REASON)
    if elements.kind is not Kind.SUPERVISION and not body.strip():
        found.append(Lack.BODY)
    return tuple(found)


def _of_dispatch(elements: Elements) -> list[Lack]:
    found = []
    if elements.type is not None and elements.title.strip() and not _names_type(elements):
        found.append(Lack.TITLE_WITHOUT_TYPE)
    needs = elements.type not in WITHOUT_RECIPIENTS
    if needs and not elements.recipients:
        found.append(Lack.RECIPIENTS)
    if elements.type is DocumentType.REQUEST and len(elements.recipients) > 1:
        found.append(Lack.ONE_RECIPIENT)
    if elements.type is DocumentType.REPORT and "请示" in elements.title:
        found.append(Lack.REQUEST_IN_REPORT)
    if not elements.basis.strip():
        found.append(Lack.BASIS)
    return found


def _names_type(elements: Elements) -> bool:
    """Say whether the title ends in the document's type, as every title of an official document does."""
    assert elements.type is not None  # noqa: S101 - asked only where there is one
    word = "令" if elements.type is DocumentType.ORDER else elements.type.value
    title = elements.title.replace("\n", "").rstrip("）)")
    # 《…》的通知（试行） and 令第3号 end in something else, but name the type near their end.
    return word in title[-12:]


def recipients_of(text: str) -> tuple[str, ...]:
    """Return the bodies that somebody typed, one a line or between commas, each once, in order."""
    parts = text.replace("\x00", "")
    for mark in ("，", ",", "；", ";", "\r", "、\n"):
        parts = parts.replace(mark, "\n")
    found = (one.strip().rstrip("：:。") for one in parts.split("\n"))
    return tuple(dict.fromkeys(one for one in found if one))


def is_count_of_copies(number: object) -> bool:
    """Say whether so many copies can be printed, received or sealed."""
    return isinstance(number, int | float) and 1 <= number <= MOST_COPIES and number == int(number)
