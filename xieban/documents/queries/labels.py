"""What the closed lists are called on pages; on paper they are always Chinese."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieban.documents.rules.words import (
    Answer,
    DocumentType,
    Handling,
    Kind,
    LinkKind,
    Matter,
    NumberState,
    ReceiptWay,
    Rhythm,
    Source,
    Urgency,
)
from xieban.layout.rules import Form

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

KINDS: Final[Mapping[Kind, "StrPromise"]] = {
    Kind.DISPATCH: _("Dispatch"),
    Kind.INCOMING: _("Incoming document"),
    Kind.MEMO: _("Memo"),
    Kind.SUPERVISION: _("Supervision"),
}
TYPES: Final[Mapping[DocumentType, "StrPromise"]] = {
    DocumentType.RESOLUTION: pgettext_lazy("document type", "resolution"),
    DocumentType.DECISION: pgettext_lazy("document type", "decision"),
    DocumentType.ORDER: pgettext_lazy("document type", "order"),
    DocumentType.COMMUNIQUE: pgettext_lazy("document type", "communiqué"),
    DocumentType.ANNOUNCEMENT: pgettext_lazy("document type", "announcement"),
    DocumentType.PROCLAMATION: pgettext_lazy("document type", "proclamation"),
    DocumentType.OPINION: pgettext_lazy("document type", "guiding opinion"),
    DocumentType.NOTICE: pgettext_lazy("document type", "notice"),
    DocumentType.CIRCULAR: pgettext_lazy("document type", "circular"),
    DocumentType.REPORT: pgettext_lazy("document type", "report"),
    DocumentType.REQUEST: pgettext_lazy("document type", "request"),
    DocumentType.REPLY: pgettext_lazy("document type", "reply"),
    DocumentType.BILL: pgettext_lazy("document type", "bill"),
    DocumentType.LETTER: pgettext_lazy("document type", "letter"),
    DocumentType.MINUTES: pgettext_lazy("document type", "minutes"),
}
URGENCIES: Final[Mapping[Urgency, "StrPromise"]] = {
    Urgency.ORDINARY: pgettext_lazy("urgency", "ordinary"),
    Urgency.URGENT: pgettext_lazy("urgency", "urgent"),
    Urgency.MOST: pgettext_lazy("urgency", "most urgent"),
}
MATTERS: Final[Mapping[Matter, "StrPromise"]] = {
    Matter.GENERAL: pgettext_lazy("matter", "general"),
    Matter.MONEY: pgettext_lazy("matter", "funds"),
    Matter.LEGAL: pgettext_lazy("matter", "legal"),
}
NUMBER_STATES: Final[Mapping[NumberState, "StrPromise"]] = {
    NumberState.RESERVED: pgettext_lazy("number", "reserved"),
    NumberState.USED: pgettext_lazy("number", "used"),
    NumberState.VOIDED: pgettext_lazy("number", "voided"),
}
LINKS: Final[Mapping[LinkKind, "StrPromise"]] = {
    LinkKind.CONVERTED: _("made of the memo"),
    LinkKind.CORRECTS: _("corrects"),
    LinkKind.RECALLS: _("recalls"),
    LinkKind.ANSWERS: _("answers"),
    LinkKind.ARISES: _("came out of"),
}
LINKS_BACK: Final[Mapping[LinkKind, "StrPromise"]] = {
    LinkKind.CONVERTED: _("became the dispatch"),
    LinkKind.CORRECTS: _("corrected by"),
    LinkKind.RECALLS: _("recalled by"),
    LinkKind.ANSWERS: _("answered by"),
    LinkKind.ARISES: _("led to"),
}
WAYS: Final[Mapping[ReceiptWay, "StrPromise"]] = {
    ReceiptWay.INSIDE: pgettext_lazy("receiver", "inside"),
    ReceiptWay.OUTSIDE: pgettext_lazy("receiver", "outside"),
}
FORMS: Final[Mapping[Form, "StrPromise"]] = {
    Form.ORDINARY: pgettext_lazy("layout form", "ordinary"),
    Form.LETTER: pgettext_lazy("layout form", "letter"),
    Form.ORDER: pgettext_lazy("layout form", "order"),
    Form.MINUTES: pgettext_lazy("layout form", "minutes"),
}

HANDLINGS: Final[Mapping[Handling, "StrPromise"]] = {
    Handling.READ: pgettext_lazy("incoming document", "to read"),
    Handling.DEAL: pgettext_lazy("incoming document", "to deal with"),
}
ANSWERS: Final[Mapping[Answer, "StrPromise"]] = {
    Answer.REPLIED: pgettext_lazy("answer", "a reply was sent"),
    Answer.NOT_NEEDED: pgettext_lazy("answer", "no reply is needed"),
}
SOURCES: Final[Mapping[Source, "StrPromise"]] = {
    Source.INSTRUCTION: pgettext_lazy("source", "an instruction"),
    Source.MINUTES: pgettext_lazy("source", "minutes of a meeting"),
    Source.INCOMING: pgettext_lazy("source", "an incoming document"),
    Source.MEMO: pgettext_lazy("source", "a memo"),
}
RHYTHMS: Final[Mapping[Rhythm, "StrPromise"]] = {
    Rhythm.WEEK: pgettext_lazy("rhythm", "every week"),
    Rhythm.MONTH: pgettext_lazy("rhythm", "every month"),
}

_Word = TypeVar("_Word", bound=StrEnum)


def choices(words: Mapping[_Word, "StrPromise"]) -> list[tuple[str, "StrPromise"]]:
    """Return a list as a form offers it."""
    return [(one.value, label) for one, label in words.items()]
