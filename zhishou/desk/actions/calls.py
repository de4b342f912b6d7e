"""What the call centre tells us of calls is heard once, and only from whoever knows the secret."""

import secrets
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from django.db import IntegrityError, transaction

from jishi.live.door import announce
from jishi.refusals.door import Invalid, Refusal
from jishi.signing.door import is_fresh, signed_by
from zhishou.desk.actions.intakes import not_ahead
from zhishou.desk.channels.phone.centre import read_news
from zhishou.desk.models import CallEvent, CallLine, Intake, PhoneCall
from zhishou.desk.queries import caller_with_number
from zhishou.desk.rules.calls import CallEventKind, CallNews
from zhishou.ledger.actions import record
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import persons_with_role, require_role
from zhishou.people.rules import VENDOR_ROLES, Role

GRACE: Final = timedelta(hours=24)
NEWS: Final = "calls"
NOBODYS: Final = secrets.token_urlsafe(32)  # what is checked where there is no line, so that both take as long


class NotSigned(Refusal):
    """This message is not signed by the call centre of this contract."""

    status = HTTPStatus.UNAUTHORIZED


class TooOld(Refusal):
    """This message was signed more than five minutes from now. Set the clock, and sign each message anew."""

    status = HTTPStatus.UNAUTHORIZED


class HeardAlready(Refusal):
    """This very message was heard already. Sign each message anew."""


class UnknownExtension(Invalid):
    """Write one extension and one account of the team a line; %(line)s is not that."""


@transaction.atomic
def renew_line(*, engagement: Engagement, by: Person, at: datetime) -> tuple[CallLine, str]:
    """Make a new secret, returned once; the one before still signs for a day."""
    require_role(by, engagement, {Role.MANAGER}, at=at)
    before = CallLine.objects.select_for_update().filter(engagement=engagement).first()
    secret = secrets.token_urlsafe(32)
    line = before or CallLine(engagement=engagement)
    line.previous, line.previous_until = (before.secret.reveal(), at + GRACE) if before else ("", None)
    line.secret, line.made_at, line.made_by = secret, at, by
    line.save()
    _record(line, "desk.call_line_renewed", by=by, at=at)
    return line, secret


@transaction.atomic
def set_extensions(*, line: CallLine, words: str, by: Person, at: datetime) -> CallLine:
    """Say which extension is whose: one a line, the extension and the account's name."""
    require_role(by, line.engagement, {Role.MANAGER}, at=at)
    team = set(persons_with_role(line.engagement, VENDOR_ROLES, at=at).values_list("username", flat=True))
    found: dict[str, str] = {}
    for row in filter(str.strip, words.splitlines()):
        match row.split():
            case [extension, username] if username in team and len(extension) <= 20 and "\x00" not in extension:  # noqa: PLR2004 - no extension is longer
                found[extension] = username
            case _:
                raise UnknownExtension(line=row.strip()[:60])
    line.extensions = found
    line.save(update_fields=["extensions"])
    _record(line, "desk.call_line_extensions", by=by, at=at)
    return line


def hear(*, code: str, timestamp: str, signature: str, body: bytes, at: datetime) -> PhoneCall:
    """Hear one signed message of a call centre."""
    line = CallLine.objects.filter(engagement__code=code).select_related("engagement").first()
    known = [NOBODYS] if line is None else _secrets(line, at=at)
    signed = signed_by(known, timestamp=timestamp, header=signature, body=body)
    if line is None or signed is None:
        raise NotSigned
    if not is_fresh(timestamp, at=at):
        raise TooOld
    return hear_news(line=line, news=read_news(body, at=at), signature=signed, at=at)


def _secrets(line: CallLine, *, at: datetime) -> list[str]:
    found = [line.secret.reveal()]
    if line.previous and line.previous_until is not None and at < line.previous_until:
        found.append(line.previous.reveal())
    return found


@transaction.atomic
def hear_news(*, line: CallLine, news: CallNews, signature: str, at: datetime) -> PhoneCall:
    """Write down what happened to a call; the same thing told again changes nothing."""
    moment = not_ahead(news.moment, at=at)
    call = _call(line, news, moment=moment, at=at)
    try:
        with transaction.atomic():
            CallEvent.objects.create(call=call, event=news.event, moment=moment, heard_at=at, signature=signature)
    except IntegrityError as error:
        raise HeardAlready from error
    if _apply(call, line, news, moment=moment, at=at):
        _record_call(call, news, moment=moment, at=at)
        announce(audience=f"engagement:{line.engagement.uuid}", news=NEWS)
    return call


def _call(line: CallLine, news: CallNews, *, moment: datetime, at: datetime) -> PhoneCall:
    """Return the call's row, locked; of two first messages at once one makes it."""
    caller = caller_with_number(news.caller, engagement=line.engagement, at=at)
    given = {"caller_number": news.caller, "caller": caller, "rang_at": moment}
    named = {"engagement": line.engagement, "call_id": news.call_id}
    PhoneCall.objects.get_or_create(**named, defaults=given)
    return PhoneCall.objects.select_for_update().get(**named)


def _apply(call: PhoneCall, line: CallLine, news: CallNews, *, moment: datetime, at: datetime) -> bool:
    """Fill in what was not known yet; say whether anything is new. What was told first stays."""
    is_first = call.events.filter(event=news.event).count() == 1
    call.rang_at = min(call.rang_at, moment)
    if news.event is CallEventKind.ANSWERED and call.answered_at is None:
        call.answered_at = moment
    if news.event is CallEventKind.ENDED and call.ended_at is None:
        call.ended_at = moment
    if news.caller and not call.caller_number:
        call.caller_number = news.caller
        call.caller = caller_with_number(news.caller, engagement=line.engagement, at=at)
    if news.agent and (call.agent is None or news.event is CallEventKind.ANSWERED):
        call.agent = _agent(line, news.agent, at=at) or call.agent
    has_recording = bool(news.recording) and not call.recording
    if has_recording:
        call.recording = news.recording
    call.save()
    if has_recording and call.intake_id is not None:
        Intake.objects.filter(pk=call.intake_id, recording="").update(recording=news.recording)
    return is_first or has_recording


def _agent(line: CallLine, said: str, *, at: datetime) -> Person | None:
    username = line.extensions.get(said, said)
    return persons_with_role(line.engagement, VENDOR_ROLES, at=at).filter(username=username).first()


def _record_call(call: PhoneCall, news: CallNews, *, moment: datetime, at: datetime) -> None:
    record(
        what="desk.call_heard",
        about_kind="call",
        about_key=str(call.uuid),
        engagement=call.engagement,
        by=None,
        happened_at=moment,
        at=at,
        payload={
            "call": call.call_id,
            "event": news.event.value,
            "caller": call.caller_number,
            "agent": news.agent,
            "recording": call.recording,
            "intake": str(call.intake.uuid) if call.intake else None,
        },
        process="call centre",
    )


def _record(line: CallLine, what: str, *, by: Person, at: datetime) -> None:
    record(
        what=what,
        about_kind="call_line",
        about_key=line.engagement.code,
        engagement=line.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"extensions": line.extensions},
    )
