"""What an engineer does on a visit, from his phone, connected or not: taken once, at the moment that counts."""

import contextlib
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction

from jishi.refusals.door import Invalid, NotAllowed, Refusal
from zhishou.contracts.actions import consume
from zhishou.contracts.actions.entitlements import ReservationIsOver
from zhishou.desk.actions.clocks import checked_reason
from zhishou.desk.actions.desk_codes import try_code
from zhishou.desk.actions.evidence import record_evidence
from zhishou.desk.actions.files import Taken, attach
from zhishou.desk.actions.intakes import InTheFuture
from zhishou.desk.actions.visits import VisitStandsElsewhere, go_on, lock, set_aside, write_down
from zhishou.desk.models import Signature, Ticket, Visit, VisitAct
from zhishou.desk.rules import visits as rules
from zhishou.desk.rules.strokes import is_signature
from zhishou.desk.rules.visits import (
    AHEAD,
    BY_ENGINEER,
    CLOCK_SKEW,
    OPEN,
    TAKES_TO,
    ActKind,
    CheckInWay,
    SignatureWay,
    VisitState,
    When,
)
from zhishou.desk.rules.words import WORKS, EvidenceKind
from zhishou.people.models import Person
from zhishou.people.queries import require_role


class IdUsedForAnother(Invalid):
    """This id was used for something else already. Make a new one for each act."""


class BeforeTheOrder(Invalid):
    """This happened before the visit was ordered. Check the date and the time of this device."""


class NeedsPlace(Invalid):
    """Say where you are, let the device say it, or type the code that the client's desk shows."""


class NeedsWork(Invalid):
    """Write down what was done, in at most 8,000 characters, and the parts in at most 2,000."""


class NeedsPhoto(Invalid):
    """Choose at least one photograph."""


class SignedAlready(Refusal):
    """The client has signed what was done. Add a note on the ticket instead."""


class NotASignature(Invalid):
    """Let the client sign in the field, and write down his name and his office, each in at most 60 characters."""


class NothingWrittenDown(Refusal):
    """Write down what was done first."""


class NeedsSignature(Refusal):
    """A visit ends with the client's signature, or with the reason why nobody could sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One act as the device tells it: with an id of its own, and the moment by its own clock."""

    uuid: uuid.UUID
    kind: ActKind
    device_at: datetime | None = None
    sent_at: datetime | None = None
    words: str = ""
    parts: str = ""
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    accuracy_m: int | None = None
    code: str = ""
    signer_name: str = ""
    signer_role: str = ""
    strokes: list[list[list[int]]] = field(default_factory=list)
    files: tuple[Taken, ...] = ()


def take_act(*, visit: Visit, told: Told, by: Person, at: datetime) -> VisitAct:
    """Take what the engineer did, once: the same id again is answered with what was taken."""
    require_role(by, visit.ticket.engagement, WORKS, at=at)
    if by.pk != visit.engineer_id or told.kind not in BY_ENGINEER:
        raise NotAllowed
    taken = _taken(visit, told.uuid)
    if taken is not None:
        return taken
    try:
        when = rules.when(
            device_at=told.device_at,
            sent_at=told.sent_at,
            received_at=at,
            longest=timedelta(hours=settings.VISIT_OFFLINE_HOURS),
        )
    except rules.AheadOfTime as error:
        raise InTheFuture from error
    if when.was_at < visit.ordered_at - CLOCK_SKEW:
        raise BeforeTheOrder
    if told.kind is ActKind.CHECK_IN and told.code and VisitState(visit.state) in AHEAD | {VisitState.CANCELLED}:
        # Outside the transaction: a wrong try counts even though it is refused.
        mine = Visit.objects.filter(pk=visit.pk)
        try_code(mine, engagement=visit.ticket.engagement, code=told.code, was_at=when.was_at, at=at)
    try:
        with transaction.atomic():
            return _take(visit, told, when=when, by=by, at=at)
    except IntegrityError as error:
        raise IdUsedForAnother from error


def _taken(visit: Visit, key: uuid.UUID) -> VisitAct | None:
    found = VisitAct.objects.filter(uuid=key).first()
    if found is not None and found.visit_id != visit.pk:
        raise IdUsedForAnother
    return found


def _take(visit: Visit, told: Told, *, when: When, by: Person, at: datetime) -> VisitAct:
    lock(visit)
    taken = _taken(visit, told.uuid)  # another worker may have been first
    if taken is not None:
        return taken
    when = _in_order(visit, when)
    if told.kind is ActKind.CHECK_IN and _came_before_the_cancel(visit, when):
        _take_up_again(visit, by=by, at=at)
    if told.kind is ActKind.DEPART and _came_before_the_cancel(visit, when):
        pass  # he had set out, and was called back since
    elif told.kind in TAKES_TO:
        go_on(visit, TAKES_TO[told.kind])
    elif visit.state != VisitState.ON_SITE:
        raise VisitStandsElsewhere
    act = {
        ActKind.DEPART: _depart,
        ActKind.CHECK_IN: _check_in,
        ActKind.REPORT: _report,
        ActKind.PHOTO: _photo,
        ActKind.SIGN: _sign,
        ActKind.UNSIGNED: _unsigned,
        ActKind.LEAVE: _leave,
    }[told.kind]
    words, payload = act(visit, told, when=when, by=by, at=at)
    return write_down(
        visit,
        told.kind,
        when=when,
        words=words,
        key=told.uuid,
        device_at=told.device_at,
        payload=payload,
        by=by,
        at=at,
    )


def _in_order(visit: Visit, when: When) -> When:
    """Let nothing count before what came before it, e.g. where an earlier act counts from its receipt only."""
    before = max(one for one in (visit.ordered_at, visit.departed_at, visit.arrived_at) if one is not None)
    return When(was_at=when.was_at, counts_at=max(when.counts_at, before), is_too_old=when.is_too_old)


def _came_before_the_cancel(visit: Visit, when: When) -> bool:
    """Say whether something happened before the visit was called off, of which nobody knew then."""
    return visit.cancelled_at is not None and when.counts_at < visit.cancelled_at


def _take_up_again(visit: Visit, *, by: Person, at: datetime) -> None:
    """Let a visit go on that was called off when its engineer had arrived, without a connection to say so."""
    if Visit.objects.filter(ticket=visit.ticket, engineer=visit.engineer, state__in=OPEN).exists():
        return  # he was sent anew meanwhile
    visit.state = VisitState.TRAVELLING if visit.departed_at else VisitState.ORDERED
    visit.cancelled_at, visit.cancel_reason = None, ""
    if visit.reservation is not None:
        with contextlib.suppress(Refusal):  # an arrival is a fact, whatever is left of the quota
            visit.reservation = set_aside(visit, by=by, at=at)
    visit.save(update_fields=["state", "cancelled_at", "cancel_reason", "reservation"])


Said = tuple[str, dict[str, object]]


def _depart(visit: Visit, told: Told, *, when: When, by: Person, at: datetime) -> Said:  # noqa: ARG001 - one of seven
    visit.departed_at = when.counts_at
    visit.save(update_fields=["state", "departed_at"])
    return "", {}


def _check_in(visit: Visit, told: Told, *, when: When, by: Person, at: datetime) -> Said:
    """Arrive: the evidence that keeps the on-site promise, and one visit of the quota is used."""
    place = " ".join(told.place.split())[:200].replace("\x00", "")
    located = told.latitude is not None and told.longitude is not None
    if not told.code and not place and not located:
        raise NeedsPlace
    visit.arrived_at, visit.place = when.counts_at, place
    visit.check_in_way = CheckInWay.CODE if told.code else CheckInWay.PLACE
    if located:
        visit.latitude, visit.longitude, visit.accuracy_m = told.latitude, told.longitude, told.accuracy_m
    visit.save(
        update_fields=[
            "state", "arrived_at", "check_in_way", "place", "latitude", "longitude", "accuracy_m",
        ]
    )  # fmt: skip
    point = f"{visit.latitude}, {visit.longitude}" if located else ""
    if point and told.accuracy_m is not None:
        point += f" ±{told.accuracy_m} m"
    words = "\n".join(one for one in (place or visit.destination, point) if one)
    record_evidence(
        ticket=_whose_clocks_run(visit.ticket),
        kind=EvidenceKind.CHECK_IN,
        happened_at=when.counts_at,
        words=words,
        source=f"visit {visit.uuid} {visit.check_in_way}",
        by=by,
        at=at,
    )
    if visit.reservation is not None:
        with contextlib.suppress(ReservationIsOver):  # moved on the contract's own page already
            consume(reservation=visit.reservation, by=by, at=at)
    return words, {"way": str(visit.check_in_way), "destination": visit.destination}


def _whose_clocks_run(ticket: Ticket) -> Ticket:
    """Return the ticket that counts: clocks follow the older one of a merge."""
    while ticket.merged_into is not None:
        ticket = ticket.merged_into
    return ticket


def _report(visit: Visit, told: Told, *, when: When, by: Person, at: datetime) -> Said:  # noqa: ARG001 - one of seven
    work, parts = told.words.strip(), told.parts.strip()
    if not work or len(work) > 8000 or len(parts) > 2000 or "\x00" in work + parts:  # noqa: PLR2004 - the columns' sizes
        raise NeedsWork
    if Signature.objects.filter(visit=visit).exists():
        raise SignedAlready
    visit.work_done, visit.parts = work, parts
    visit.save(update_fields=["work_done", "parts"])
    return "\n\n".join(one for one in (work, parts) if one), {"parts": parts}


def _photo(visit: Visit, told: Told, *, when: When, by: Person, at: datetime) -> Said:  # noqa: ARG001 - one of seven
    if not told.files:
        raise NeedsPhoto
    made = attach(to=visit, files=told.files, by=by, at=at)
    return "\n".join(one.name for one in made), {"files": [str(one.uuid) for one in made]}


def _sign(visit: Visit, told: Told, *, when: When, by: Person, at: datetime) -> Said:
    """Keep the client's hand: drawn on the screen, or as a scan of the paper that was signed."""
    name, office = (" ".join(one.split()) for one in (told.signer_name, told.signer_role))
    if not visit.work_done:
        raise NothingWrittenDown
    if Signature.objects.filter(visit=visit).exists():
        raise SignedAlready
    if not all(one and len(one) <= 60 and "\x00" not in one for one in (name, office)):  # noqa: PLR2004 - the columns' sizes
        raise NotASignature
    way = SignatureWay.SCAN if told.files else SignatureWay.SCREEN
    strokes = [] if told.files else told.strokes
    if not told.files and not is_signature(strokes):
        raise NotASignature
    scans = [one.sha256 for one in attach(to=visit, files=told.files, by=by, at=at)]
    work = [str(visit.uuid), visit.work_done, visit.parts]
    signed = [*work, name, office, when.counts_at.isoformat(), strokes, scans]
    digest = hashlib.sha256(json.dumps(signed, ensure_ascii=False).encode()).hexdigest()
    Signature.objects.create(
        visit=visit,
        way=way,
        strokes=strokes,
        signer_name=name,
        signer_role=office,
        signed_at=when.counts_at,
        digest=digest,
    )
    return f"{name} · {office}", {"signer": name, "office": office, "digest": digest, "way": way.value}


def _unsigned(visit: Visit, told: Told, *, when: When, by: Person, at: datetime) -> Said:  # noqa: ARG001 - one of seven
    if Signature.objects.filter(visit=visit).exists():
        raise SignedAlready
    visit.unsigned_reason = checked_reason(told.words)
    visit.save(update_fields=["unsigned_reason"])
    return visit.unsigned_reason, {}


def _leave(visit: Visit, told: Told, *, when: When, by: Person, at: datetime) -> Said:  # noqa: ARG001 - one of seven
    if not visit.work_done:
        raise NothingWrittenDown
    if not visit.unsigned_reason and not Signature.objects.filter(visit=visit).exists():
        raise NeedsSignature
    visit.left_at = when.counts_at
    visit.save(update_fields=["state", "left_at"])
    return "", {}
