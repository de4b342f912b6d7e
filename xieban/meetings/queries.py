"""Which meetings somebody sees, when rooms are taken, who comes."""

import uuid as uuids
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from jishi.database.door import Given
from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.directory.queries import has_role
from xieban.directory.rules import Role
from xieban.flows.models import Instance
from xieban.flows.queries.instances import visible as visible_instances
from xieban.meetings.models import Attendance, Meeting, Room
from xieban.meetings.rules import BODY, Answer, State, may_answer, may_sign_in
from xieban.writing.queries import Holder, texts_at, words_of

HELD = (State.ASKED.value, State.AGREED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A meeting in the calendar; who may not see the meeting sees only that the room is taken, and by whom."""

    meeting: Meeting
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomDays:
    """One room over the days shown: the meetings of each day."""

    room: Room
    days: tuple[tuple[date, tuple[Taken, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What somebody may do with a meeting now."""

    answers: bool
    signs_in: bool
    runs: bool
    writes: bool
    closes: bool


def visible(viewer: Person, *, at: datetime) -> QuerySet[Meeting]:
    """Return the meetings that somebody sees: his own, those he is invited to, those that he approves."""
    found = Meeting.objects.select_related("room", "by", "instance__version__flow", "minutes").defer(
        "instance__version__text"
    )
    if viewer.is_administrator:
        return found
    invited = Attendance.objects.filter(meeting=OuterRef("pk"), person=viewer)
    approves = visible_instances(viewer, at=at).filter(pk=OuterRef("instance"))
    agreed = Q(state=State.AGREED.value) | Q(state=State.CALLED_OFF.value)
    return found.filter(Q(by=viewer) | Exists(invited) & agreed | Exists(approves))


def get_meeting(viewer: Person, *, uuid: str, at: datetime) -> Meeting:
    """Return one meeting."""
    try:
        found = visible(viewer, at=at).filter(uuid=uuids.UUID(str(uuid))).first()
    except ValueError as error:
        raise NotThere from error
    if found is None:
        raise NotThere
    return found


def meeting_of(instance: Instance) -> Meeting | None:
    """Return the meeting that an instance approves."""
    return Meeting.objects.filter(instance=instance).select_related("room").first()


def meeting_of_event(*, uuid: str) -> Meeting | None:
    """Return the meeting that somebody else's row names; for background work, where nobody is looking."""
    return Meeting.objects.filter(uuid=uuid).first()


def meetings_of_instances(uuids: Iterable[str]) -> list[Meeting]:
    """Return the meetings that instances approve, by the uuids of these; as above."""
    return list(Meeting.objects.filter(instance__uuid__in=set(uuids)).select_related("instance"))


def mine(viewer: Person, *, at: datetime, over: bool) -> list[Meeting]:
    """Return the meetings that somebody called or is invited to: those ahead, or the last ones that are over."""
    invited = Attendance.objects.filter(meeting=OuterRef("pk"), person=viewer)
    rows = visible(viewer, at=at).filter(Q(by=viewer) | Exists(invited))
    rows = rows.filter(ends_at__lte=at).order_by("-begins_at") if over else rows.filter(ends_at__gt=at)
    return list(rows[:50])


def waiting_for_answer(viewer: int | Given, *, at: datetime | Given) -> QuerySet[Attendance]:
    """Return the invitations that wait for an answer; to be counted."""
    rows = Attendance.objects.filter(person=viewer, answer=Answer.NONE.value, meeting__state=State.AGREED.value)
    return rows.filter(meeting__ends_at__gt=at)


def rooms(viewer: Person) -> QuerySet[Room]:
    """Return the rooms that can be asked for."""
    del viewer
    return Room.objects.filter(closed_at=None)


def may_keep_rooms(person: Person, *, at: datetime) -> bool:
    """Say whether somebody keeps the rooms: the head of the office, and who looks after all."""
    return person.is_administrator or has_role(person, Role.OFFICE_HEAD, at=at)


def calendar(viewer: Person, *, first: date, days: int, at: datetime) -> list[RoomDays]:
    """Return every room with its meetings over some days."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(first, time(), tzinfo=zone)
    shown = [first + timedelta(days=number) for number in range(days)]
    rows = Meeting.objects.filter(
        state__in=HELD, begins_at__lt=start + timedelta(days=days), ends_at__gt=start
    ).select_related("by")
    known = set(visible(viewer, at=at).filter(pk__in=[one.pk for one in rows]).values_list("pk", flat=True))
    of: dict[tuple[int, date], list[Taken]] = {}
    for one in rows:
        for day in shown:
            begins = datetime.combine(day, time(), tzinfo=zone)
            if one.begins_at < begins + timedelta(days=1) and begins < one.ends_at:
                of.setdefault((one.room_id, day), []).append(Taken(meeting=one, is_known=one.pk in known))
    return [
        RoomDays(room=room, days=tuple((day, tuple(of.get((room.pk, day), ()))) for day in shown))
        for room in rooms(viewer)
    ]


def attendances_of(meeting: Meeting) -> list[Attendance]:
    """Return who is invited, by precedence."""
    rows = meeting.attendances.select_related("person")
    return list(rows.order_by("person__rank", "person__name_pinyin", "pk"))


def chances_of(viewer: Person, meeting: Meeting, *, at: datetime) -> Chances:
    """Return what somebody may do with a meeting now."""
    invited = meeting.attendances.filter(person=viewer).first()
    agreed = meeting.state == State.AGREED
    runs = viewer.pk == meeting.by_id or viewer.is_administrator
    return Chances(
        answers=agreed
        and invited is not None
        and invited.signed_in_at is None
        and may_answer(meeting.ends_at, at=at),
        signs_in=agreed
        and invited is not None
        and invited.signed_in_at is None
        and may_sign_in(meeting.begins_at, meeting.ends_at, at=at),
        runs=runs and meeting.state != State.CALLED_OFF and at < meeting.ends_at,
        writes=runs and agreed and at >= meeting.begins_at and meeting.minutes is None,
        closes=runs and meeting.minutes is not None and meeting.minutes_closed_at is None,
    )


class MinutesHolder(Holder):
    """Answers for minutes: the people of the meeting read them, who called it writes them until they are closed."""

    def may_read(self, viewer: Person, *, key: str, at: datetime) -> bool:
        """Say whether somebody sees the meeting."""
        return visible(viewer, at=at).filter(uuid=key).exists()

    def may_write(self, viewer: Person, *, key: str, at: datetime) -> bool:
        """Say whether somebody may change the minutes now."""
        meeting = visible(viewer, at=at).filter(uuid=key).first()
        return meeting is not None and chances_of(viewer, meeting, at=at).closes

    def title(self, *, key: str) -> str:
        """Return what the meeting is called."""
        return Meeting.objects.filter(uuid=key).values_list("title", flat=True).first() or ""

    def address(self, *, key: str) -> str:
        """Return the page of the meeting."""
        return reverse("meetings:one", kwargs={"uuid": key})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """What was raised from minutes, title and address; where the viewer may raise more, or nothing."""

    address: str
    raised: tuple[tuple[str, str], ...]


def lines_of(meeting: Meeting) -> tuple[str, ...]:
    """Return the lines of the minutes, each of which may become a supervised matter."""
    words = words_of(meeting.minutes) if meeting.minutes else ""
    return tuple(line for one in words.splitlines() if (line := one.strip()))


def matters_of(viewer: Person, meeting: Meeting, *, at: datetime) -> Matters | None:
    """Return what was raised from closed minutes, as whoever supervises matters says (settings)."""
    if meeting.minutes_closed_at is None:
        return None
    found: Matters = import_string(settings.MEETINGS_MATTERS)(viewer, meeting, at=at)
    return found


def to_be_found(uuids: Iterable[str] | None = None) -> list[tuple[Meeting, str]]:
    """Return meetings whose minutes are closed, with their words, for the search: of these, or all."""
    found = Meeting.objects.exclude(minutes_closed_at=None).select_related("by", "minutes")
    if uuids is not None:
        found = found.filter(uuid__in=list(uuids))
    return [
        (one, f"{words_of(one.minutes) if one.minutes else ''}\n{texts_at(kind=BODY, key=str(one.uuid))}")
        for one in found
    ]
