"""The register of what came in (收文登记簿)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xieban.directory.models import Person
from xieban.documents.models import Incoming, Number
from xieban.documents.queries import labels
from xieban.documents.queries.documents import visible
from xieban.documents.queries.incoming import LOOKS, standing_to_limit
from xieban.documents.queries.listing import A_PAGE
from xieban.documents.rules.receiving import Timeliness, key_of
from xieban.documents.rules.words import DocumentType, Kind, Urgency
from xieban.flows.queries import open_places
from xieban.flows.queries.story import STATUS_LOOKS, Look
from xieban.flows.rules.words import OVER, Status

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class State(StrEnum):
    """What can be asked of the register."""

    UNDER_WAY = "under_way"
    LATE = "late"
    ANSWERED = "answered"
    SENT_BACK = "sent_back"
    VOIDED = "voided"


STATES: Final[Mapping[str, "StrPromise"]] = {
    State.UNDER_WAY.value: _("under way"),
    State.LATE.value: _("overdue"),
    State.ANSWERED.value: _("answered or finished"),
    State.SENT_BACK.value: _("sent back to the sender"),
    State.VOIDED.value: _("voided"),
}
SENT_BACK: Final = Look(words=_("Sent back to the sender"), kind="neutral", icon="arrow-back-up")
VOIDED: Final = Look(words=_("Voided"), kind="neutral", icon="ban")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingRow:
    """One line of the register."""

    record: Incoming
    number: str
    type: str
    urgency: str
    where: str
    status: Look
    limit: Look | None


def register_of_incoming(
    viewer: Person,
    *,
    words: str = "",
    year: int = 0,
    sender: str = "",
    department: str = "",
    state: str = "",
    before: int = 0,
    at: datetime,
) -> tuple[list[IncomingRow], int]:
    """Return a page of what came in and the viewer may see, the newest first, and from where the next goes on."""
    seen = visible(viewer, at=at).filter(kind=Kind.INCOMING.value).order_by().values("pk")
    number = Number.objects.filter(document=OuterRef("document")).order_by("-id").values("text")[:1]
    found = Incoming.objects.annotate(number_text=Subquery(number)).filter(document__in=seen)
    if words.strip():
        typed = words.strip()
        known = Q(document__title__icontains=typed) | Q(sender_number__icontains=typed)
        found = found.filter(
            known | Q(number_text__icontains=typed) | Q(number_key__contains=key_of(typed) or typed)
        )
    if year:
        found = found.filter(received_at__year=year)
    if sender.strip():
        found = found.filter(sender_key__contains=key_of(sender))
    if department:
        found = found.filter(lead__code=department)
    found = found.filter(_in_state(state, at=at))
    if before:
        found = found.filter(document__lt=before)
    found = found.select_related("document__instance", "lead", "document__drafter").order_by("-document_id")
    rows = list(found[: A_PAGE + 1])
    more = rows[A_PAGE - 1].document_id if len(rows) > A_PAGE else 0
    rows = rows[:A_PAGE]
    places = open_places(one.document.instance_id for one in rows if one.document.instance_id)
    return [_row(one, places, at=at) for one in rows], more


def _in_state(state: str, *, at: datetime) -> Q:
    is_over = Q(document__instance__status__in=[one.value for one in OVER])
    is_open = Q(is_live=True, answered_at=None) & ~is_over
    ways = {
        State.SENT_BACK.value: Q(sent_back_at__isnull=False),
        State.VOIDED.value: Q(document__voided_at__isnull=False),
        State.ANSWERED.value: Q(is_live=True) & (Q(answered_at__isnull=False) | is_over),
        State.UNDER_WAY.value: is_open,
        State.LATE.value: is_open & Q(due_on__lt=timezone.localtime(at).date()),
    }
    return ways.get(state, Q())


def _row(record: Incoming, places: Mapping[int, str], *, at: datetime) -> IncomingRow:
    document = record.document
    status = STATUS_LOOKS[Status(document.instance.status)] if document.instance else STATUS_LOOKS[Status.RUNNING]
    if record.sent_back_at is not None:
        status = SENT_BACK
    if document.voided_at is not None:
        status = VOIDED
    stands = standing_to_limit(record, at=at) if record.is_live else Timeliness.NONE
    return IncomingRow(
        record=record,
        number=getattr(record, "number_text", None) or "",
        type=str(labels.TYPES[DocumentType(document.type)]) if document.type else "",
        urgency=""
        if document.urgency == Urgency.ORDINARY.value
        else str(labels.URGENCIES[Urgency(document.urgency)]),
        where=places.get(document.instance_id or 0, "") if record.is_live else "",
        status=status,
        limit=LOOKS.get(stands),
    )
