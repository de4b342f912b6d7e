"""What stands in which box, for whom, in which order, and that its counters are right."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from jishi.live.models import Announcement
from xieban.directory.actions import delegate
from xieban.directory.models import Person
from xieban.documents.events import DocumentUrged
from xieban.flows import actions as flows
from xieban.flows import queries as flow_queries
from xieban.flows.events import InstanceMoved
from xieban.flows.models import Candidate, Hand, Instance, Seat
from xieban.flows.queries import to_read
from xieban.flows.rules.words import Decision
from xieban.flows.tests.drawing import Drawing
from xieban.inbox import queries
from xieban.inbox.jobs import on_document_urged, on_instance_moved
from xieban.inbox.queries import Wish
from xieban.inbox.rules import Box, Cursor, Pressing, pressing, read_cursor
from xieban.tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


@pytest.fixture(autouse=True)
def flow(cast: Cast) -> Iterator[None]:
    """A flow: the head of the department looks within a day, then the clerk; whatever is done, it counts right."""
    del cast
    drawing = Drawing(key="note").variables(urgency="text").start().end()
    drawing.task("draft", who="starter", may="press cancel")
    drawing.task("look", who="head-of-starter", may="circulate press return", returns="starter", deadline="1 days")
    drawing.task("keep", who="role:clerk role:registrar")
    text = drawing.path("start", "draft", "look", "keep", "end").text().decode()
    flows.publish(version=flows.keep_version(text=text, by=None, at=NOON), by=None, at=NOON)
    yield
    assert set(flow_queries.disagreeing().values()) == {0}


def begun(by: Person, title: str, *, minutes: int = 0, urgency: str = "普通") -> Instance:
    at = NOON + timedelta(minutes=minutes)
    instance = flows.start(flow="note", title=title, values={"urgency": urgency}, by=by, at=at)
    return done(instance, by, minutes=minutes)


def seat_of(instance: Instance) -> str:
    return str(Seat.objects.get(instance=instance, state="open").uuid)


def done(instance: Instance, by: Person, *, minutes: int = 0) -> Instance:
    at = NOON + timedelta(minutes=minutes)
    return flows.complete(seat_uuid=seat_of(instance), decision=Decision.DONE, values={}, by=by, at=at)


def titles(person: Person, box: Box = Box.OPEN, **wish: Any) -> list[str]:
    page = queries.page_of(person, box=box, wish=Wish(**wish), at=LATER)
    return [row.thing.title for row in page.rows]


def test_a_thing_goes_from_box_to_box_and_every_counter_is_right(cast: Cast) -> None:
    head, drafter = cast.department_head, cast.drafter
    note = begun(drafter, "关于修缮的请示")

    assert titles(head) == ["关于修缮的请示"]
    assert titles(drafter) == []
    assert titles(drafter, Box.BEGUN) == titles(drafter, Box.UNDERWAY) == ["关于修缮的请示"]
    flows.circulate(seat_uuid=seat_of(note), people=[cast.archivist.pk], by=head, at=NOON)
    done(note, head)
    assert titles(head) == []
    assert titles(head, Box.UNDERWAY) == ["关于修缮的请示"]
    assert titles(cast.clerk) == titles(cast.registrar) == titles(cast.archivist, Box.READ)
    done(note, cast.clerk)

    assert titles(head, Box.UNDERWAY) == titles(cast.registrar) == []
    assert titles(head, Box.DONE) == ["关于修缮的请示"]
    assert queries.counts(cast.archivist, at=NOON).boxes[Box.READ] == 1
    assert set(queries.counts(head, at=NOON).boxes.values()) == {0}
    assert titles(cast.stranger) == titles(cast.stranger, Box.UNDERWAY) == titles(cast.stranger, Box.READ) == []


def test_counting_again_tells_what_does_not_agree_with_the_work(cast: Cast) -> None:
    begun(cast.drafter, "关于修缮的请示")
    begun(cast.department_head, "关于防汛的通知")
    with transaction.atomic():
        Hand.objects.filter(person=cast.drafter).update(person=cast.stranger)
        Candidate.objects.filter(is_open=True, person=cast.department_head).update(is_open=False, urged_at=NOON)

        assert flow_queries.disagreeing() == {"is_open": 2, "urged_at": 2, "hands": 2}
        transaction.set_rollback(True)


def test_rows_are_narrowed_by_words_kind_urgency_and_lateness(cast: Cast) -> None:
    begun(cast.drafter, "关于防汛的紧急通知", urgency="特急")
    begun(cast.drafter, "关于修缮的请示", minutes=5)
    head = cast.department_head

    assert titles(head) == ["关于修缮的请示", "关于防汛的紧急通知"], "the newest first"
    assert titles(head, words="防汛") == titles(head, urgent=True) == ["关于防汛的紧急通知"]
    assert titles(head, words="%") == titles(head, flow="leave") == []
    assert len(titles(head, late=True)) == 2
    early = queries.page_of(head, box=Box.OPEN, wish=Wish(late=True), at=NOON + timedelta(hours=1))
    assert early.rows == ()


def test_a_deputy_sees_his_principals_work_and_for_whom_it_is(cast: Cast) -> None:
    note = begun(cast.drafter, "关于修缮的请示")
    delegate(
        principal=cast.department_head, deputy=cast.archivist, since=NOON, until=LATER, flows=(), reason="出差",
        by=cast.department_head, at=NOON,
    )  # fmt: skip

    (row,) = queries.page_of(cast.archivist, box=Box.OPEN, wish=Wish(), at=NOON).rows
    assert row.acts_for == cast.department_head.name
    assert queries.todo_count(cast.archivist, at=NOON) == 1
    done(note, cast.archivist)
    assert queries.todo_count(cast.department_head, at=NOON) == 0


def test_what_was_urged_or_came_back_is_marked_and_due_times_are_told(cast: Cast) -> None:
    note = begun(cast.drafter, "关于修缮的请示")
    flows.press(instance=note, by=cast.drafter, at=NOON + timedelta(minutes=1))

    (row,) = queries.page_of(cast.department_head, box=Box.OPEN, wish=Wish(), at=LATER).rows
    assert row.is_pressed
    assert row.pressing is Pressing.LATE
    draft = note.tokens.order_by("number").first()
    assert draft is not None
    flows.give_back(
        seat_uuid=seat_of(note), to=draft.number, straight=False, words="请补依据",
        by=cast.department_head, at=NOON + timedelta(minutes=5),
    )  # fmt: skip

    (row,) = queries.page_of(cast.drafter, box=Box.OPEN, wish=Wish(), at=LATER).rows
    assert row.is_returned
    assert not row.is_pressed, "the urging was meant for somebody else"


def test_a_long_box_is_read_page_by_page_and_none_is_left_out(cast: Cast) -> None:
    made = [begun(cast.drafter, f"第{number}件", minutes=number // 3).title for number in range(45)]
    head, seen = cast.department_head, []
    before: Cursor | None = None
    for _ in range(3):
        page = queries.page_of(head, box=Box.OPEN, wish=Wish(before=before), at=LATER)
        seen += [row.thing.title for row in page.rows]
        before = page.following

    assert seen == made[::-1]
    assert before is None


@pytest.mark.one_engine  # on PostgreSQL news are rung at once and leave no rows
def test_open_pages_of_everybody_concerned_are_told(cast: Cast) -> None:
    note = begun(cast.drafter, "关于修缮的请示")
    delegate(
        principal=cast.department_head, deputy=cast.archivist, since=NOON, until=LATER, flows=(), reason="出差",
        by=cast.department_head, at=NOON,
    )  # fmt: skip
    event = InstanceMoved(
        instance_uuid=str(note.uuid), flow="note", step=2, status="running", what=[], entered=[], people=[],
        readers=[], by=None, happened_at=NOON,
    )  # fmt: skip

    on_instance_moved([event], at=NOON)

    told = list(Announcement.objects.filter(news="inbox").values_list("audience", flat=True))
    concerned = (cast.drafter, cast.department_head, cast.archivist)
    assert sorted(told) == sorted(f"person:{one.uuid}" for one in concerned)


@pytest.mark.one_engine
def test_the_page_shows_its_boxes_and_a_copy_is_marked_as_read(cast: Cast, client: Client) -> None:
    note = begun(cast.drafter, "关于修缮的请示", urgency="特急")
    flows.circulate(seat_uuid=seat_of(note), people=[cast.archivist.pk], by=cast.department_head, at=NOON)
    client.force_login(cast.archivist)

    page = client.get("/inbox/?box=read").content.decode()
    assert "特急" in page
    action = page.split('action="/inbox/read/')[1].split('"')[0]
    client.post(f"/inbox/read/{action}")
    assert "这里没有事项" in client.get("/inbox/?box=read").content.decode()
    client.force_login(cast.department_head)
    page = client.get("/inbox/").content.decode()
    assert "已超期" in page, "three years have passed since"
    assert f"/instances/{note.uuid}/" in page
    assert "<html" not in client.get("/inbox/", headers={"HX-Request": "true"}).content.decode()
    assert client.get("/inbox/bell/")["HX-Trigger"] == '{"counts": {"/inbox/": 1, "/notices/": 0, "/meetings/": 0}}'
    assert "关于修缮的请示" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "text", ["", "x", "_", "2023-03-15_1", "2023-03-15T04:00:00+00:00_-1", "a_b", "_" + "9" * 40]
)
def test_a_spoilt_cursor_is_none(text: str) -> None:
    assert read_cursor(text) is None


def test_a_cursor_stands_in_an_address_and_comes_back() -> None:
    cursor = Cursor(moment=NOON, key=7)

    assert read_cursor(str(cursor)) == cursor


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param(-1, Pressing.LATE, id="over"),
        pytest.param(0, Pressing.SOON, id="the deadline itself is kept"),
        pytest.param(24, Pressing.SOON, id="within a day"),
        pytest.param(25, Pressing.CALM, id="later"),
    ],
)
def test_how_pressing_a_deadline_is(hours: int, expected: Pressing) -> None:
    assert pressing(NOON + timedelta(hours=hours), at=NOON) is expected


@pytest.mark.one_engine  # as above
def test_what_was_urged_is_marked_counted_and_told(cast: Cast) -> None:
    head = cast.department_head
    begun(cast.drafter, "关于修缮的请示")
    assert queries.counts(head, at=NOON).urged == 0
    half = NOON + timedelta(hours=18)

    flows.fire_due(at=half)
    on_document_urged(
        DocumentUrged(document_uuid="", kind="incoming", by=None, happened_at=half, percent=50, people=[head.pk]),
        at=half,
    )

    (row,) = queries.page_of(head, box=Box.OPEN, wish=Wish(urged=True), at=half).rows
    assert (row.marked, row.is_pressed) == (50, False)
    assert queries.counts(head, at=half).urged == 1
    told = Announcement.objects.filter(audience=f"person:{head.uuid}").values_list("news", flat=True)
    assert {"inbox", "notices"} <= set(told)


def test_a_copy_that_was_sent_again_is_marked(cast: Cast) -> None:
    note = begun(cast.drafter, "关于修缮的请示")
    flows.circulate(seat_uuid=seat_of(note), people=[cast.archivist.pk], by=cast.department_head, at=NOON)
    (reading,) = to_read(cast.archivist)

    flows.press_copy(reading=reading, at=LATER)

    (row,) = queries.page_of(cast.archivist, box=Box.READ, wish=Wish(), at=LATER).rows
    assert row.is_pressed


def test_what_somebody_has_a_part_in_is_the_same_asked_by_condition_and_by_keys(cast: Cast) -> None:
    for number in range(3):
        begun(cast.drafter, f"关于修缮的请示 {number}")
    delegate(
        principal=cast.department_head, deputy=cast.archivist, since=NOON, until=LATER, flows=(), reason="出差",
        by=cast.department_head, at=NOON,
    )  # fmt: skip

    for person, how_many in ((cast.drafter, 3), (cast.department_head, 3), (cast.archivist, 3), (cast.stranger, 0)):
        keys = {key for (key,) in flow_queries.keys_visible(person, at=NOON)}
        assert keys == set(flow_queries.visible(person, at=NOON).values_list("pk", flat=True))
        assert len(keys) == how_many, person.username
