"""What an engineer does on a round, from his phone, connected or not: taken once, at the moment that counts."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from jishi.files.door import Kept
from jishi.refusals.door import Invalid, NotAllowed, Refusal
from zhishou.desk.actions.desk_codes import try_code
from zhishou.desk.rules.strokes import is_signature
from zhishou.desk.rules.visits import CLOCK_SKEW, AheadOfTime, When, when
from zhishou.inspections.actions.closing import close
from zhishou.inspections.actions.gathering import gather
from zhishou.inspections.actions.recording import file_round
from zhishou.inspections.models import Act, Picture, Round, Signature, Talk
from zhishou.inspections.queries.plans import newest_sheet_version, sheet_of
from zhishou.inspections.queries.standing import has_unknown, standing_of
from zhishou.inspections.rules.judging import Said
from zhishou.inspections.rules.saying import LONGEST, NoNumber, kept, number_of
from zhishou.inspections.rules.sheet import Item
from zhishou.inspections.rules.words import BY_ENGINEER, INSPECTS, SEEN, ActKind, Answer, Origin, RoundState
from zhishou.people.models import Person
from zhishou.people.queries import require_role

GATHERED_ANEW_AFTER, WAITS = timedelta(hours=1), timedelta(minutes=1)


class IdUsedForAnother(Invalid):
    """This id was used for something else already. Make a new one for each act."""


class InTheFuture(Invalid):
    """This moment lies in the future. Check the date and the time of this device."""


class BeforeTheRound(Invalid):
    """This happened before the time of this round. Check the date and the time of this device."""


class RoundStandsElsewhere(Refusal):
    """This round does not stand where this can be done. Look at how it stands now."""


class NotYourRound(NotAllowed):
    """This round is %(engineer)s’s. Tell him what you saw, or let the service manager hand the round to you."""


class NoSuchItem(Invalid):
    """The sheet of this round has no such item to be filled in."""


class NotANumber(Invalid):
    """“%(text)s” is no number. Write the reading as a number, such as 23.5."""


class SaysNothing(Invalid):
    """Give a reading, an answer, a photograph or a few words, as the item asks."""


class TooLong(Invalid):
    """This is longer than can be kept: at most 2,000 characters, a name or an office at most 60."""


class NeedsWhom(Invalid):
    """Say whom you talked with, and where there is a problem, which one."""


class NotASignature(Invalid):
    """Let the client sign in the field, and write down his name and his office, each in at most 60 characters."""


class SignedAlready(Refusal):
    """The client has signed already; what he signed is not changed any more."""


class NeedsReason(Invalid):
    """Say in at most 500 characters why nobody could sign."""


class NeedsSignature(Refusal):
    """A round ends with the client's signature, or with the reason why nobody could sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One act as the device tells it: with an id of its own, and the moment by its own clock."""

    uuid: uuid.UUID
    kind: ActKind
    device_at: datetime | None = None
    sent_at: datetime | None = None
    item: str = ""
    reading: str = ""
    is_yes: bool | None = None
    words: str = ""
    is_abnormal: bool = False
    is_not_applicable: bool = False
    place: str = ""
    code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: int | None = None
    whom: str = ""
    unit: str = ""
    has_problem: bool = False
    guidance: str = ""
    signer_name: str = ""
    signer_role: str = ""
    strokes: list[list[list[int]]] = field(default_factory=list)
    files: tuple[Kept, ...] = ()


def take_act(*, inspection: Round, given: Given, by: Person, at: datetime) -> Act:
    """Take what the engineer did, once: the same id again is answered with what was taken."""
    require_role(by, inspection.engagement, INSPECTS, at=at)
    if given.kind not in BY_ENGINEER:
        raise NotAllowed
    taken = _taken(inspection, given.uuid)
    if taken is not None:
        return taken
    _require_mine(inspection, given, by=by)
    moment = _moment(inspection, given, at=at)
    if given.kind is ActKind.BEGIN and given.code and inspection.state == RoundState.DUE:
        # Outside the transaction: a wrong try counts even though it is refused.
        mine = Round.objects.filter(pk=inspection.pk)
        try_code(mine, engagement=inspection.engagement, code=given.code, was_at=moment.was_at, at=at)
    # Before the client signs, or nobody does: what is signed is what was measured until then.
    if given.kind in {ActKind.SIGN, ActKind.CLOSE} and _is_stale(inspection, at=at):
        gather(inspection=inspection, by=None, at=at)
    try:
        with transaction.atomic():
            act = _take(inspection, given, moment=moment, by=by, at=at)
    except IntegrityError as error:
        raise IdUsedForAnother from error
    if given.kind is ActKind.BEGIN and inspection.gathered_at is None:
        gather(inspection=inspection, by=None, at=at)
    return act


def _require_mine(inspection: Round, given: Given, *, by: Person) -> None:
    """Let the engineer of a round act on it, and who went before him tell what he saw: it may come late."""
    if by.pk == inspection.engineer_id:
        return
    was_there = given.kind in SEEN and Act.objects.filter(round=inspection, by=by, kind__in=BY_ENGINEER).exists()
    if not was_there:
        raise NotYourRound(engineer=inspection.engineer.name)


def _is_stale(inspection: Round, *, at: datetime) -> bool:
    if inspection.state != RoundState.UNDER_WAY or Signature.objects.filter(round=inspection).exists():
        return False
    age = at - inspection.gathered_at if inspection.gathered_at else GATHERED_ANEW_AFTER * 2
    # What nobody could tell then, e.g. while the watch was starting, may be known by now.
    return age > GATHERED_ANEW_AFTER or (age > WAITS and has_unknown(inspection))


def _moment(inspection: Round, given: Given, *, at: datetime) -> When:
    try:
        moment = when(
            device_at=given.device_at,
            sent_at=given.sent_at,
            received_at=at,
            longest=timedelta(hours=settings.VISIT_OFFLINE_HOURS),
        )
    except AheadOfTime as error:
        raise InTheFuture from error
    if moment.was_at < inspection.starts_at - CLOCK_SKEW:
        raise BeforeTheRound
    return moment


def _taken(inspection: Round, key: uuid.UUID) -> Act | None:
    found = Act.objects.filter(uuid=key).first()
    if found is not None and found.round_id != inspection.pk:
        raise IdUsedForAnother
    return found


def _take(inspection: Round, given: Given, *, moment: When, by: Person, at: datetime) -> Act:
    inspection.refresh_from_db(from_queryset=Round.objects.select_for_update(of=("self",)))
    taken = _taken(inspection, given.uuid)  # another worker may have been first
    if taken is not None:
        return taken
    moment = _in_order(inspection, moment)
    wanted = RoundState.DUE if given.kind is ActKind.BEGIN else RoundState.UNDER_WAY
    if inspection.state != wanted:
        raise RoundStandsElsewhere
    said = {
        ActKind.BEGIN: _begin,
        ActKind.ANSWER: _answer,
        ActKind.TALK: _talk,
        ActKind.SIGN: _sign,
        ActKind.UNSIGNED: _unsigned,
        ActKind.CLOSE: _close,
    }[given.kind](inspection, given, moment)
    act = write_act(
        inspection,
        given.kind,
        said=said,
        moment=moment,
        by=by,
        at=at,
        key=given.uuid,
        item=given.item if given.kind in {ActKind.ANSWER, ActKind.TALK} else "",
        device_at=given.device_at,
        files=given.files,
    )
    if given.kind is ActKind.TALK:
        _keep_talk(inspection, given, act)
    if given.kind is ActKind.CLOSE:
        close(inspection, moment=moment, by=by, at=at)
    return act


def write_act(
    inspection: Round,
    kind: ActKind,
    *,
    said: dict[str, object],
    moment: When,
    by: Person,
    at: datetime,
    key: uuid.UUID | None = None,
    item: str = "",
    device_at: datetime | None = None,
    files: Sequence[Kept] = (),
) -> Act:
    """Keep what happened with its photographs, and file it as evidence."""
    act = Act.objects.create(
        uuid=key or uuid.uuid4(),
        round=inspection,
        kind=kind,
        item=item,
        said=said,
        device_at=device_at,
        happened_at=moment.counts_at,
        received_at=at,
        is_too_old=moment.is_too_old,
        by=by,
        by_name=by.name,
    )
    for one in files:
        Picture.objects.create(
            act=act,
            name=one.name,
            sha256=one.sha256,
            size=one.size,
            media_type=one.media_type,
            thumb_width=one.thumb_width,
            thumb_height=one.thumb_height,
        )
    payload = {
        "item": item,
        "said": said,
        "photographs": [one.sha256 for one in files],
        "device_at": device_at.isoformat() if device_at else "",
        "told_too_late": moment.is_too_old,
    }
    file_round(inspection, f"round_{kind.value}", by=by, happened_at=moment.counts_at, at=at, payload=payload)
    return act


def _in_order(inspection: Round, moment: When) -> When:
    """Let nothing count before the round was begun, e.g. where the beginning counts from its receipt only."""
    before = inspection.begun_at or inspection.starts_at
    return When(was_at=moment.was_at, counts_at=max(moment.counts_at, before), is_too_old=moment.is_too_old)


def _words(text: str, *, most: int = LONGEST) -> str:
    text = text.strip()
    if len(text) > most or "\x00" in text:
        raise TooLong
    return text


def _begin(inspection: Round, given: Given, moment: When) -> dict[str, object]:
    """Begin on site: from here on the round follows the sheet's version that is the newest now."""
    inspection.state, inspection.begun_at = RoundState.UNDER_WAY, moment.counts_at
    inspection.place = _words(given.place, most=200)
    inspection.sheet_version = newest_sheet_version(inspection.plan.sheet)
    inspection.code_seen = bool(given.code)  # it was the right one: take_act tried it
    inspection.save(update_fields=["state", "begun_at", "place", "sheet_version", "code_seen"])
    located = given.latitude is not None and given.longitude is not None
    point = {"latitude": given.latitude, "longitude": given.longitude, "accuracy_m": given.accuracy_m}
    way = {"way": "code"} if inspection.code_seen else {}
    return {
        **way,
        "place": inspection.place,
        "sheet": inspection.sheet_version.number,
        **(point if located else {}),
    }


def _answer(inspection: Round, given: Given, moment: When) -> dict[str, object]:  # noqa: ARG001 - one of six
    item = _item(inspection, given.item, origin=Origin.ENGINEER)
    if Signature.objects.filter(round=inspection).exists():
        raise SignedAlready
    try:
        reading = number_of(given.reading) if item.answer is Answer.READING else None
    except NoNumber as error:
        raise NotANumber(text=given.reading[:40]) from error
    said = Said(
        reading=reading,
        is_yes=given.is_yes if item.answer is Answer.YES_NO else None,
        words=_words(given.words),
        photos=len(given.files),
        is_abnormal=given.is_abnormal,
        is_not_applicable=given.is_not_applicable,
    )
    if said == Said():
        raise SaysNothing
    return kept(said)


def _item(inspection: Round, code: str, *, origin: Origin) -> Item:
    found = (item for _, item in sheet_of(inspection.sheet_version).items() if item.code == code)
    item = next((one for one in found if one.origin is origin), None)
    if item is None:
        raise NoSuchItem
    return item


def _talk(inspection: Round, given: Given, moment: When) -> dict[str, object]:  # noqa: ARG001 - one of six
    if given.item:
        _item(inspection, given.item, origin=Origin.USER)
    if Signature.objects.filter(round=inspection).exists():
        raise SignedAlready
    whom, unit = _words(given.whom, most=60), _words(given.unit, most=60)
    words, guidance = _words(given.words), _words(given.guidance)
    if not whom or (given.has_problem and not words):
        raise NeedsWhom
    return {"whom": whom, "unit": unit, "has_problem": given.has_problem, "words": words, "guidance": guidance}


def _keep_talk(inspection: Round, given: Given, act: Act) -> None:
    Talk.objects.create(
        act=act,
        round=inspection,
        item=given.item,
        whom=given.whom.strip(),
        unit=given.unit.strip(),
        has_problem=given.has_problem,
        words=given.words.strip(),
        guidance=given.guidance.strip(),
    )


def _sign(inspection: Round, given: Given, moment: When) -> dict[str, object]:
    """Keep the client's hand under exactly what the items came to at this moment."""
    name, office = (" ".join(one.split()) for one in (given.signer_name, given.signer_role))
    if Signature.objects.filter(round=inspection).exists():
        raise SignedAlready
    if not all(one and len(one) <= 60 and "\x00" not in one for one in (name, office)):  # noqa: PLR2004 - the columns' sizes
        raise NotASignature
    if not is_signature(given.strokes):
        raise NotASignature
    opinion = _words(given.words, most=500)
    seen = [[one.key, one.outcome.value, one.observed, one.words] for one in standing_of(inspection)]
    signed = [str(inspection.uuid), seen, opinion, name, office, moment.counts_at.isoformat(), given.strokes]
    digest = hashlib.sha256(json.dumps(signed, ensure_ascii=False).encode()).hexdigest()
    Signature.objects.create(
        round=inspection,
        strokes=given.strokes,
        signer_name=name,
        signer_role=office,
        opinion=opinion,
        signed_at=moment.counts_at,
        digest=digest,
    )
    return {"signer": name, "office": office, "opinion": opinion, "digest": digest}


def _unsigned(inspection: Round, given: Given, moment: When) -> dict[str, object]:  # noqa: ARG001 - one of six
    reason = given.words.strip()
    if Signature.objects.filter(round=inspection).exists():
        raise SignedAlready
    if not reason or len(reason) > 500 or "\x00" in reason:  # noqa: PLR2004 - the column's size
        raise NeedsReason
    inspection.unsigned_reason = reason
    inspection.save(update_fields=["unsigned_reason"])
    return {"reason": reason}


def _close(inspection: Round, given: Given, moment: When) -> dict[str, object]:  # noqa: ARG001 - one of six
    if not inspection.unsigned_reason and not Signature.objects.filter(round=inspection).exists():
        raise NeedsSignature
    return {}
