"""A meeting from its application to its minutes; and that no room is promised twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jishi.refusals.door import NotAllowed, NotThere
from xieban.directory.models import Person
from xieban.flows import actions as flows
from xieban.flows import queries as flow_queries
from xieban.flows.rules.words import Decision, Verb
from xieban.meetings import actions, queries
from xieban.meetings.actions import (
    BeginsInThePast,
    CannotAnswer,
    CannotSignIn,
    EndsBeforeItBegins,
    MeetingIsOver,
    NoMinutesYet,
    RoomIsTaken,
    WhyAway,
)
from xieban.meetings.models import Meeting, Room
from xieban.meetings.rules import State
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import save_revision
from xieban.writing.queries import may_write

pytestmark = [pytest.mark.once, pytest.mark.django_db]
NINE = NOON + timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def room(cast: Cast) -> Room:
    flows.load_definitions(at=NOON)
    return actions.register_room(name="一号会议室", place="三楼", seats=20, by=cast.office_head, at=NOON)


def asked(cast: Cast, room: Room, **changed: Any) -> Meeting:
    given: dict[str, Any] = {
        "title": "防汛工作会", "room": room, "begins_at": NINE, "ends_at": NINE + HOUR, "agenda": "部署",
        "people": [cast.clerk, cast.archivist], "by": cast.drafter, "at": NOON,
    }  # fmt: skip
    return actions.ask_for(**{**given, **changed})


def decides(meeting: Meeting, person: Person, decision: Decision) -> Meeting:
    at = max(NOON, meeting.instance.moved_at)
    standing = flow_queries.standing_of(person, meeting.instance, at=at)
    seat = str(standing.seats[standing.control.of(Verb.COMPLETE)[0].seat])
    actions.complete(seat_uuid=seat, decision=decision, words="见意见", values={}, by=person, at=at)
    return Meeting.objects.select_related("minutes", "room", "instance").get(pk=meeting.pk)


def test_a_room_is_held_from_the_application_and_never_promised_twice(cast: Cast, room: Room) -> None:
    first = asked(cast, room)

    for begins_at in (NINE, NINE + timedelta(minutes=45), NINE - timedelta(minutes=50)):
        with pytest.raises(RoomIsTaken):
            asked(cast, room, by=cast.clerk, begins_at=begins_at, ends_at=begins_at + HOUR)
    assert Meeting.objects.count() == 1, "what is refused leaves nothing behind"
    after = asked(cast, room, by=cast.clerk, begins_at=NINE + HOUR, ends_at=NINE + 2 * HOUR)
    decides(first, cast.office_head, Decision.DISAGREE)
    assert asked(cast, room, by=cast.clerk), "a room that was refused is free again"
    flows.cancel(instance=after.instance, words="不开了", by=cast.clerk, at=NOON)
    after.instance.refresh_from_db()
    actions.settle(instance=after.instance)
    assert asked(cast, room, begins_at=NINE + HOUR, ends_at=NINE + 2 * HOUR)


@pytest.mark.parametrize(
    ("begins_at", "ends_at", "refusal"),
    [
        pytest.param(NINE, NINE, EndsBeforeItBegins, id="no time at all"),
        pytest.param(NOON, NOON + HOUR, BeginsInThePast, id="it would have begun"),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    cast: Cast, room: Room, begins_at: datetime, ends_at: datetime, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asked(cast, room, begins_at=begins_at, ends_at=ends_at)


def test_people_are_invited_after_the_approval_and_answer(cast: Cast, room: Room) -> None:
    meeting = asked(cast, room)
    with pytest.raises(NotThere):
        queries.get_meeting(cast.clerk, uuid=str(meeting.uuid), at=NOON)

    meeting = decides(meeting, cast.office_head, Decision.AGREE)
    assert meeting.state == State.AGREED
    assert queries.waiting_for_answer(cast.clerk.pk, at=NOON).count() == 1
    with pytest.raises(WhyAway):
        actions.answer(meeting=meeting, coming=False, reason=" ", by=cast.clerk, at=NOON)
    actions.answer(meeting=meeting, coming=False, reason="出差", by=cast.clerk, at=NOON)
    assert queries.waiting_for_answer(cast.clerk.pk, at=NOON).count() == 0
    actions.answer(meeting=meeting, coming=True, reason="", by=cast.clerk, at=NOON)
    with pytest.raises(CannotAnswer):
        actions.answer(meeting=meeting, coming=True, reason="", by=cast.registrar, at=NOON)
    with pytest.raises(CannotAnswer):
        actions.answer(meeting=meeting, coming=True, reason="", by=cast.clerk, at=NINE + HOUR)


def test_one_signs_in_around_the_meeting_and_once(cast: Cast, room: Room) -> None:
    meeting = decides(asked(cast, room), cast.office_head, Decision.AGREE)

    with pytest.raises(CannotSignIn):
        actions.sign_in(meeting=meeting, by=cast.clerk, at=NINE - timedelta(minutes=31))
    actions.sign_in(meeting=meeting, by=cast.clerk, at=NINE - timedelta(minutes=30))
    with pytest.raises(CannotSignIn):
        actions.sign_in(meeting=meeting, by=cast.clerk, at=NINE)
    with pytest.raises(CannotSignIn):
        actions.sign_in(meeting=meeting, by=cast.stranger, at=NINE)
    with pytest.raises(CannotSignIn):
        actions.sign_in(meeting=meeting, by=cast.archivist, at=NINE + HOUR + timedelta(minutes=30))
    assert [one.person for one in queries.attendances_of(meeting) if one.signed_in_at] == [cast.clerk]


def test_minutes_are_written_by_who_called_it_until_they_are_closed(cast: Cast, room: Room) -> None:
    meeting = decides(asked(cast, room), cast.office_head, Decision.AGREE)

    with pytest.raises(NotAllowed):
        actions.begin_minutes(meeting=meeting, by=cast.drafter, at=NINE - HOUR)
    meeting = actions.begin_minutes(meeting=meeting, by=cast.drafter, at=NINE)
    assert meeting.minutes is not None
    assert not may_write(cast.clerk, body=meeting.minutes, at=NINE)
    with pytest.raises(NoMinutesYet):
        actions.close_minutes(meeting=meeting, by=cast.drafter, at=NINE)
    save_revision(body=meeting.minutes, html="<p>会议决定三件事。</p>", on_revision=0, by=cast.drafter, at=NINE)
    actions.close_minutes(meeting=meeting, by=cast.drafter, at=NINE)

    assert not may_write(cast.drafter, body=meeting.minutes, at=NINE)
    with pytest.raises(NotAllowed):
        actions.close_minutes(meeting=Meeting.objects.get(pk=meeting.pk), by=cast.drafter, at=NINE)


def test_a_meeting_that_was_called_off_frees_its_room_and_stays_off(cast: Cast, room: Room) -> None:
    meeting = decides(asked(cast, room), cast.office_head, Decision.AGREE)

    with pytest.raises(NotAllowed):
        actions.call_off(meeting=meeting, words="改期", by=cast.clerk, at=NOON)
    actions.call_off(meeting=meeting, words="改期", by=cast.drafter, at=NOON)
    meeting.refresh_from_db()

    with pytest.raises(MeetingIsOver):
        actions.call_off(meeting=meeting, words="再改", by=cast.drafter, at=NOON)
    with pytest.raises(CannotAnswer):
        actions.answer(meeting=meeting, coming=True, reason="", by=cast.clerk, at=NOON)
    waiting = asked(cast, room)
    actions.call_off(meeting=waiting, words="改期", by=cast.drafter, at=NOON)
    waiting.instance.refresh_from_db()
    assert waiting.instance.status == "cancelled", "its approval waits for nobody any more"


@pytest.mark.one_engine
def test_the_pages_lead_from_the_form_to_the_calendar_and_the_answer(
    cast: Cast, room: Room, client: Client
) -> None:
    client.force_login(cast.drafter)
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1)).date()
    given = {
        "title": "办公会",
        "room": str(room.uuid),
        "begins_at": f"{tomorrow}T09:00",
        "ends_at": f"{tomorrow}T08:00",
        "people": "clerk、archivist",
        "agenda": "议题一",
    }

    wrong = client.post("/meetings/new/", given).content.decode()
    assert "结束时间必须晚于开始时间" in wrong
    assert "议题一" in wrong
    client.post("/meetings/new/", {**given, "ends_at": f"{tomorrow}T10:00"})
    meeting = Meeting.objects.get()
    client.force_login(cast.stranger)
    calendar = client.get(f"/meetings/rooms/?by=day&from={tomorrow}").content.decode()
    assert "09:00–10:00" in calendar
    assert "办公会" not in calendar, "who is not invited learns only that the room is taken"
    decides(meeting, cast.office_head, Decision.AGREE)
    client.force_login(cast.clerk)
    assert "办公会" in client.get("/meetings/").content.decode()
    client.post(f"/meetings/{meeting.uuid}/answer/", {"reason": "出差"})
    assert "出差" in client.get(f"/meetings/{meeting.uuid}/").content.decode()
