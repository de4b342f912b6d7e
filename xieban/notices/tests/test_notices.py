"""A notice from its draft to its withdrawal, and who has read it."""

from datetime import timedelta

import pytest
from django.test import Client

from jishi.refusals.door import NotAllowed, NotThere
from xieban.directory.models import Person
from xieban.flows import actions as flows
from xieban.flows import queries as flow_queries
from xieban.flows.rules.words import Decision, Verb
from xieban.notices import actions, queries
from xieban.notices.actions import NotADraft, NothingWritten, NotPublished, RemindedLately, WhyWithdrawn
from xieban.notices.models import Notice, Receipt
from xieban.notices.rules import State
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import TextNotSaved, keep_draft, save_revision
from xieban.writing.queries import may_read, may_write

pytestmark = [pytest.mark.once, pytest.mark.django_db]
LATER = NOON + timedelta(hours=5)


@pytest.fixture(autouse=True)
def definitions(cast: Cast) -> None:
    del cast
    flows.load_definitions(at=NOON)


def written(cast: Cast, *, departments: tuple[object, ...] = ()) -> Notice:
    notice = actions.draft(title="关于防汛值班的通知", departments=departments, by=cast.drafter, at=NOON)  # type: ignore[arg-type]
    save_revision(body=notice.body, html="<p>请各处室安排值班。</p>", on_revision=0, by=cast.drafter, at=NOON)
    return notice


def decides(notice: Notice, person: Person, decision: Decision) -> Notice:
    notice.refresh_from_db()
    assert notice.instance is not None
    at = max(NOON, notice.instance.moved_at)
    standing = flow_queries.standing_of(person, notice.instance, at=at)
    seat = str(standing.seats[standing.control.of(Verb.COMPLETE)[0].seat])
    actions.complete(seat_uuid=seat, decision=decision, words="见意见", values={}, by=person, at=at)
    notice.refresh_from_db()
    return notice


def published(cast: Cast, *, departments: tuple[object, ...] = ()) -> Notice:
    notice = written(cast, departments=departments)
    actions.hand_in(notice=notice, by=cast.drafter, at=NOON)
    return decides(notice, cast.office_head, Decision.AGREE)


def test_a_notice_goes_by_review_to_everybody_of_the_departments_chosen(cast: Cast) -> None:
    notice = published(cast, departments=(cast.office, cast.department))

    people = set(notice.receipts.values_list("person__name", flat=True))
    assert notice.state == State.PUBLISHED
    assert {"Clerk", "Drafter", "Department Head"} <= people
    assert not people & {"Stranger", "Principal Leader"}
    with pytest.raises(NotThere):
        queries.get_notice(cast.stranger, uuid=str(notice.uuid), at=NOON)
    assert published(cast).receipts.filter(person=cast.principal_leader).exists(), "none chosen: everybody"


def test_what_was_sent_back_is_changed_and_goes_the_same_way_again(cast: Cast) -> None:
    notice = written(cast)
    actions.hand_in(notice=notice, by=cast.drafter, at=NOON)
    notice.refresh_from_db()
    assert not may_write(cast.drafter, body=notice.body, at=NOON), "what lies with the reviewer stays as it is"
    with pytest.raises(NotADraft):
        actions.hand_in(notice=notice, by=cast.drafter, at=NOON)

    decides(notice, cast.office_head, Decision.DISAGREE)
    assert may_write(cast.drafter, body=notice.body, at=NOON)
    actions.change(notice=notice, title="关于防汛值班安排的通知", departments=(), by=cast.drafter, at=NOON)
    decides(notice, cast.drafter, Decision.DONE)
    decides(notice, cast.office_head, Decision.AGREE)

    assert notice.state == State.PUBLISHED
    assert not may_write(cast.drafter, body=notice.body, at=NOON)
    with pytest.raises(NotAllowed):
        actions.change(notice=notice, title="又改", departments=(), by=cast.drafter, at=NOON)


def test_a_review_that_is_called_off_leaves_a_draft(cast: Cast) -> None:
    notice = written(cast)
    instance = actions.hand_in(notice=notice, by=cast.drafter, at=NOON)

    flows.cancel(instance=instance, words="先不发", by=cast.drafter, at=NOON)
    instance.refresh_from_db()
    actions.settle(instance=instance)

    notice.refresh_from_db()
    assert (notice.state, notice.instance) == (State.DRAFT, None)
    actions.hand_in(notice=notice, by=cast.drafter, at=NOON)


def test_an_empty_notice_is_not_handed_in(cast: Cast) -> None:
    notice = actions.draft(title="空", departments=(), by=cast.drafter, at=NOON)

    with pytest.raises(NothingWritten):
        actions.hand_in(notice=notice, by=cast.drafter, at=NOON)


def test_what_was_typed_and_not_saved_is_not_left_behind(cast: Cast) -> None:
    notice = written(cast)
    typed = "<p>请各处室安排值班，每班两人。</p>"
    keep_draft(body=notice.body, html=typed, on_revision=1, by=cast.drafter, at=NOON)

    with pytest.raises(TextNotSaved):
        actions.hand_in(notice=notice, by=cast.drafter, at=NOON)

    save_revision(body=notice.body, html=typed, on_revision=1, by=cast.drafter, at=NOON)
    assert actions.hand_in(notice=notice, by=cast.drafter, at=NOON)


def test_opening_is_the_receipt_and_the_unread_are_reminded_once_in_four_hours(cast: Cast) -> None:
    notice = published(cast, departments=(cast.office,))
    before = queries.unread_count(cast.clerk)

    actions.mark_read(notice=notice, by=cast.clerk, at=NOON)
    actions.mark_read(notice=notice, by=cast.clerk, at=LATER)
    assert (before, queries.unread_count(cast.clerk)) == (1, 0)
    assert Receipt.objects.get(notice=notice, person=cast.clerk).read_at == NOON, "the first time counts"
    reading = queries.reading_of(cast.drafter, notice, at=NOON)
    assert reading is not None
    assert [one.person for one in reading.read] == [cast.clerk]
    assert queries.reading_of(cast.clerk, notice, at=NOON) is None, "who has read it is for its author"
    number = actions.remind(notice=notice, by=cast.drafter, at=NOON)
    notice.refresh_from_db()
    assert number == len(reading.unread)
    with pytest.raises(RemindedLately):
        actions.remind(notice=notice, by=cast.drafter, at=NOON + timedelta(hours=3))
    assert actions.remind(notice=notice, by=cast.drafter, at=LATER) == number


def test_a_withdrawn_notice_says_why_and_is_read_no_more(cast: Cast) -> None:
    notice = published(cast)

    with pytest.raises(WhyWithdrawn):
        actions.withdraw(notice=notice, reason="  ", by=cast.drafter, at=LATER)
    with pytest.raises(NotAllowed):
        actions.withdraw(notice=notice, reason="错", by=cast.clerk, at=LATER)
    actions.withdraw(notice=notice, reason="时间有误", by=cast.drafter, at=LATER)
    notice.refresh_from_db()

    assert not may_read(cast.clerk, body=notice.body, at=LATER)
    assert queries.unread_count(cast.clerk) == 0
    with pytest.raises(NotPublished):
        actions.withdraw(notice=notice, reason="再撤", by=cast.drafter, at=LATER)


@pytest.mark.one_engine
def test_the_pages_show_it_to_its_readers_and_its_figures_to_its_author(cast: Cast, client: Client) -> None:
    client.force_login(cast.drafter)
    made = client.post("/notices/new/", {"title": "关于放假的通知", "departments": ["office"]}, follow=True)
    assert "送审" in made.content.decode()
    notice = Notice.objects.get()
    save_revision(body=notice.body, html="<p>放假一天。</p>", on_revision=0, by=cast.drafter, at=NOON)
    client.post(f"/notices/{notice.uuid}/hand-in/")
    decides(notice, cast.office_head, Decision.AGREE)

    client.force_login(cast.clerk)
    assert "未阅" in client.get("/notices/").content.decode()
    assert "关于放假的通知" in client.get("/").content.decode()
    page = client.get(f"/notices/{notice.uuid}/").content.decode()
    assert "放假一天" in page
    assert "提醒未阅者" not in page
    client.force_login(cast.drafter)
    assert "提醒未阅者" in client.get(f"/notices/{notice.uuid}/").content.decode()
    client.post(f"/notices/{notice.uuid}/withdraw/", {"reason": "时间有误"})
    client.force_login(cast.clerk)
    page = client.get(f"/notices/{notice.uuid}/").content.decode()
    assert "时间有误" in page
    assert "放假一天" not in page
