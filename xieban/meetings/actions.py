"""Applying for a meeting, answering its invitation, signing in, keeping its minutes; and the rooms."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.live.door import announce
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, NotAllowed, Refusal
from xieban.directory.models import Person
from xieban.flows import actions as flows
from xieban.flows import queries as flow_queries
from xieban.flows.models import Instance
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import OVER, Decision, Status, Verb
from xieban.meetings.events import MinutesKept
from xieban.meetings.models import Attendance, Meeting, Room, RoomSlot
from xieban.meetings.queries import chances_of, may_keep_rooms, meeting_of
from xieban.meetings.rules import BODY, FLOW, LONGEST, Answer, State, slots_of
from xieban.writing.actions import begin_body, require_saved
from xieban.writing.queries import last_revision

LONGEST_REASON, MOST_SEATS = 400, 5000


class EndsBeforeItBegins(Invalid):
    """The end must lie after the beginning."""


class MeetingTooLong(Invalid):
    """A meeting lasts a day at most."""


class BeginsInThePast(Invalid):
    """The meeting would lie in the past."""


class RoomIsTaken(Refusal):
    """%(name)s is taken at that time. Choose another room or time."""


class TitleOfMeetingNeeded(Invalid):
    """A meeting has a title, and somebody who is invited."""


class CannotAnswer(Refusal):
    """This invitation cannot be answered any more."""


class CannotSignIn(Refusal):
    """One signs in from half an hour before the beginning until half an hour after the end, once."""


class WhyAway(Invalid):
    """Say why you cannot come, in at most 400 characters."""


class MeetingIsOver(Refusal):
    """This meeting is over, or was called off."""


class NoMinutesYet(Refusal):
    """The minutes cannot be closed: there is no text, or they are closed already."""


class RoomIsKnown(Refusal):
    """There is a room of this name already."""


class NoSuchRoom(Invalid):
    """A room has a name, and between 1 and 5000 seats."""


def ask_for(
    *,
    title: str,
    room: Room,
    begins_at: datetime,
    ends_at: datetime,
    agenda: str,
    people: Sequence[Person],
    by: Person,
    at: datetime,
) -> Meeting:
    """Apply for a meeting: its room is held from now on, or nothing at all happens."""
    title, agenda = title.replace("\x00", "").strip()[:200], agenda.replace("\x00", "").strip()[:4000]
    if not title or not people:
        raise TitleOfMeetingNeeded
    if ends_at <= begins_at:
        raise EndsBeforeItBegins
    if ends_at - begins_at > LONGEST:
        raise MeetingTooLong
    if begins_at <= at:
        raise BeginsInThePast
    with transaction.atomic():
        instance = flows.start(flow=FLOW, title=f"{by.name}会议申请：{title}", values={}, by=by, at=at)
        meeting = Meeting.objects.create(
            title=title,
            room=room,
            begins_at=begins_at,
            ends_at=ends_at,
            agenda=agenda,
            state=State.ASKED.value,
            instance=instance,
            by=by,
            made_at=at,
        )
        _hold(meeting)
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, person=one) for one in {person.pk: person for person in people}.values()
        )
        standing = flow_queries.standing_of(by, instance, at=at)
        (first,) = standing.control.of(Verb.COMPLETE)
        complete(seat_uuid=str(standing.seats[first.seat]), decision=first.decisions[0], values={}, by=by, at=at)
    return meeting


def _hold(meeting: Meeting) -> None:
    try:
        with transaction.atomic():
            RoomSlot.objects.bulk_create(
                RoomSlot(meeting=meeting, room=meeting.room, starts_at=one)
                for one in slots_of(meeting.begins_at, meeting.ends_at)
            )
    except IntegrityError as error:
        raise RoomIsTaken(name=meeting.room.name) from error


def complete(
    *, seat_uuid: str, decision: Decision, words: str = "", values: Mapping[str, Value], by: Person, at: datetime
) -> Instance:
    """Do a piece of work of the approval; at its end the meeting is agreed, or called off, at once."""
    with transaction.atomic():
        instance = flows.complete(seat_uuid=seat_uuid, decision=decision, words=words, values=values, by=by, at=at)
        if Status(instance.status) in OVER:
            settle(instance=instance, refused=decision is Decision.DISAGREE)
    return instance


def settle(*, instance: Instance, refused: bool = False) -> None:
    """Let a meeting whose approval is over be agreed and its people invited, or called off and its room be free."""
    meeting = meeting_of(instance)
    if meeting is None or Status(instance.status) not in OVER:
        return
    agreed = instance.status == Status.FINISHED and not refused
    after = State.AGREED if agreed else State.CALLED_OFF
    if not Meeting.objects.filter(pk=meeting.pk, state=State.ASKED.value).update(state=after.value):
        return
    if not agreed:
        RoomSlot.objects.filter(meeting=meeting).delete()
    else:
        _ring(meeting)


def call_off(*, meeting: Meeting, words: str, by: Person, at: datetime) -> None:
    """Call a meeting off before its end; its room is free again, and its people are told."""
    if not chances_of(by, meeting, at=at).runs:
        raise NotAllowed if by.pk != meeting.by_id and not by.is_administrator else MeetingIsOver
    with transaction.atomic():
        if meeting.state == State.ASKED and meeting.instance.ended_at is None:
            if by.pk == meeting.instance.starter_id:
                flows.cancel(instance=meeting.instance, words=words, by=by, at=at)
            else:
                flows.end(instance=meeting.instance, words=words, by=by, at=at)
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CALLED_OFF.value)
        RoomSlot.objects.filter(meeting=meeting).delete()
    _ring(meeting)


def answer(*, meeting: Meeting, coming: bool, reason: str, by: Person, at: datetime) -> None:
    """Answer an invitation; whoever stays away says why."""
    if not chances_of(by, meeting, at=at).answers:
        raise CannotAnswer
    reason = reason.replace("\x00", "").strip()
    if not coming and not 0 < len(reason) <= LONGEST_REASON:
        raise WhyAway
    Attendance.objects.filter(meeting=meeting, person=by, signed_in_at=None).update(
        answer=(Answer.COMING if coming else Answer.LEAVE).value, reason="" if coming else reason, answered_at=at
    )


def sign_in(*, meeting: Meeting, by: Person, at: datetime) -> None:
    """Sign in to a meeting; it is noted once."""
    if not chances_of(by, meeting, at=at).signs_in:
        raise CannotSignIn
    done = Attendance.objects.filter(meeting=meeting, person=by, signed_in_at=None).update(
        signed_in_at=at, answer=Answer.COMING.value, reason=""
    )
    if not done:
        raise CannotSignIn


def begin_minutes(*, meeting: Meeting, by: Person, at: datetime) -> Meeting:
    """Begin the minutes of a meeting, as an empty text."""
    if not chances_of(by, meeting, at=at).writes:
        raise NotAllowed
    with transaction.atomic():
        locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if locked.minutes is None:
            locked.minutes = begin_body(kind=BODY, key=str(meeting.uuid), by=by, at=at)
            locked.save(update_fields=["minutes"])
    return locked


def close_minutes(*, meeting: Meeting, by: Person, at: datetime) -> None:
    """Close the minutes: they are not changed any more, and others may make something of them."""
    if not chances_of(by, meeting, at=at).closes:
        raise NotAllowed
    if meeting.minutes is None or last_revision(meeting.minutes) is None:
        raise NoMinutesYet
    require_saved(body=meeting.minutes, by=by)
    with transaction.atomic():
        closed = Meeting.objects.filter(pk=meeting.pk, minutes_closed_at=None).update(minutes_closed_at=at)
        if not closed:
            raise NoMinutesYet
        publish(MinutesKept(meeting_uuid=str(meeting.uuid), title=meeting.title, by=by.pk, happened_at=at), at=at)


def register_room(*, name: str, place: str, seats: int, by: Person, at: datetime) -> Room:
    """Register a room in which meetings are held."""
    if not may_keep_rooms(by, at=at):
        raise NotAllowed
    if not name.strip() or not 1 <= seats <= MOST_SEATS:
        raise NoSuchRoom
    try:
        with transaction.atomic():
            return Room.objects.create(name=name.strip(), place=place.strip(), seats=seats)
    except IntegrityError as error:
        raise RoomIsKnown from error


def _ring(meeting: Meeting) -> None:
    for one in meeting.attendances.select_related("person"):
        announce(audience=f"person:{one.person.uuid}", news="meeting")
        announce(audience=f"person:{one.person.uuid}", news="notices")  # what the bell of the shell listens to
