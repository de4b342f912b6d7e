from datetime import date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import LONG_AGO, NOON, Cast
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.contracts import actions, queries
from zhishou.contracts.actions.calendars import DateIsOver, NothingToWithdraw, OverrideNeedsReason, WrongHours
from zhishou.contracts.actions.milestones import MilestoneIsOver, NoInspectionExpected
from zhishou.contracts.models import Announcement, CalendarVersion, Milestone
from zhishou.contracts.rules.hours import build_calendar
from zhishou.contracts.rules.milestones import MilestoneKind, announcement, expected_milestones, news_at
from zhishou.contracts.tests.factories import load, load_anew, pack_text
from zhishou.contracts.tests.packs import pack
from zhishou.ledger.models import Entry

DAY = timedelta(days=1)


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def test_the_weeks_of_2023_each_want_an_inspection_but_for_new_years_day() -> None:
    expected = expected_milestones(pack(), build_calendar(pack(), version=1))
    weeks = [one for one in expected if one.kind is MilestoneKind.INSPECTION]

    assert len(weeks) == 52
    assert (weeks[0].key, weeks[0].starts_at, weeks[0].due_at) == (
        "2023-W01",
        beijing("2023-01-02 00:00"),
        beijing("2023-01-09 00:00"),
    )
    assert weeks[-1].due_at == beijing("2024-01-01 00:00")


def test_the_payment_is_due_before_its_day_begins() -> None:
    expected = expected_milestones(pack(), build_calendar(pack(), version=1))
    due = {one.kind: one.due_at for one in expected if one.kind is not MilestoneKind.INSPECTION}

    assert due == {
        MilestoneKind.PAYMENT: beijing("2023-12-15 00:00"),
        MilestoneKind.TERM_END: beijing("2024-01-01 00:00"),
    }


@given(
    st.sets(st.integers(1, 90), max_size=5),
    st.lists(st.timedeltas(timedelta(), timedelta(days=120)), min_size=1, max_size=30),
)
def test_however_seldom_one_looks_each_announcement_is_made_at_most_once(
    ahead: set[int], looks: list[timedelta]
) -> None:
    due, told = NOON + 100 * DAY, list[int]()
    next_at = news_at(due_at=due, ahead_days=ahead, after=None)

    for at in sorted(NOON + look for look in looks):
        if next_at is not None and next_at <= at:
            days = announcement(due_at=due, ahead_days=ahead, at=at)
            assert days is not None
            told.append(days)
            next_at = news_at(due_at=due, ahead_days=ahead, after=at)

    assert len(told) == len(set(told))
    assert told == sorted(told, reverse=True)


@pytest.mark.django_db
def test_a_payment_is_announced_ahead_and_then_missed_each_once(cast: Cast) -> None:
    load(cast)
    payment = Milestone.objects.get(kind="payment")
    Milestone.objects.exclude(pk=payment.pk).delete()
    hours = range(-40 * 24, 3 * 24, 6)

    told = [actions.announce_due(at=payment.due_at + timedelta(hours=hour)) for hour in hours]

    assert sum(told) == 4
    assert list(Announcement.objects.values_list("days_ahead", flat=True)) == [30, 7, 1, 0]
    payment.refresh_from_db()
    assert (payment.state, payment.next_at) == ("missed", None)
    assert Entry.objects.filter(what="contracts.milestone_announced").count() == 3


@pytest.mark.django_db
def test_after_an_outage_only_the_nearest_announcement_is_made(cast: Cast) -> None:
    load(cast)
    payment = Milestone.objects.get(kind="payment")
    Milestone.objects.exclude(pk=payment.pk).delete()

    actions.announce_due(at=payment.due_at - 2 * DAY)

    assert list(Announcement.objects.values_list("days_ahead", flat=True)) == [7]


@pytest.mark.django_db
def test_the_end_of_the_term_is_reached_not_missed(cast: Cast) -> None:
    load(cast)
    end = Milestone.objects.get(kind="term_end")

    while actions.announce_due(at=end.due_at):
        pass

    end.refresh_from_db()
    assert end.state == "done"


@pytest.mark.django_db
def test_a_payment_made_is_announced_no_more(cast: Cast) -> None:
    load(cast)
    payment = queries.milestones_of(cast.manager, code="red-cross", at=NOON).get(kind="payment")
    with pytest.raises(NotAllowed):
        actions.confirm_payment(milestone=payment, evidence="回单", by=cast.expert, at=NOON)

    actions.confirm_payment(milestone=payment, evidence="银行回单 0001", by=cast.client_admin, at=NOON)

    payment.refresh_from_db()
    assert (payment.state, payment.ended_by, payment.next_at) == ("done", cast.client_admin, None)
    with pytest.raises(MilestoneIsOver):
        actions.confirm_payment(milestone=payment, evidence="又一次", by=cast.client_admin, at=NOON)


@pytest.mark.django_db
def test_a_week_with_an_inspection_is_kept_and_one_without_is_missed(cast: Cast) -> None:
    load(cast)
    week = actions.record_inspection(
        engagement=cast.engagement,
        done_at=beijing("2023-03-14 10:00"),
        evidence="巡检 11",
        by=cast.first_line,
        at=NOON,
    )
    assert (week.key, week.state) == ("2023-W11", "done")

    actions.announce_due(at=beijing("2023-03-20 00:00"))

    missed = set(Milestone.objects.filter(state="missed").values_list("key", flat=True))
    assert "2023-W10" in missed
    assert "2023-W11" not in missed


@pytest.mark.django_db
def test_an_inspection_outside_the_term_is_not_expected(cast: Cast) -> None:
    load(cast)

    with pytest.raises(NoInspectionExpected):
        actions.record_inspection(
            engagement=cast.engagement, done_at=beijing("2024-02-01 10:00"), evidence="", by=None, at=NOON
        )


@pytest.mark.django_db
def test_what_had_passed_before_the_contract_was_loaded_reproaches_nobody(cast: Cast) -> None:
    actions.load_pack(text=pack_text(cast.engagement), by=None, at=beijing("2024-06-01 00:00"))

    assert set(Milestone.objects.values_list("state", flat=True)) == {"past"}
    assert actions.announce_due(at=beijing("2024-06-02 00:00")) == 0


@pytest.mark.django_db
def test_a_later_version_moves_the_open_milestones_and_no_others(cast: Cast) -> None:
    load(cast)
    actions.announce_due(at=NOON)

    load(cast, ("before = 2023-12-15", "before = 2023-11-30"))

    assert Milestone.objects.get(kind="payment").due_at == beijing("2023-11-30 00:00")
    assert Milestone.objects.filter(state="missed").count() == 10


@pytest.mark.django_db
def test_an_override_makes_a_new_calendar_and_the_old_one_stays(cast: Cast) -> None:
    load(cast)
    day, by = date(2023, 3, 16), cast.client_admin

    actions.override_date(engagement=cast.engagement, on=day, windows="", reason="省会停电", by=by, at=NOON)

    before = queries.calendar_in_force(engagement=cast.engagement, at=NOON - DAY)
    after = queries.calendar_in_force(engagement=cast.engagement, at=NOON)
    assert (before.version, before.is_working_day(date(2023, 3, 16))) == (1, True)
    assert (after.version, after.is_working_day(date(2023, 3, 16))) == (2, False)
    assert Entry.objects.filter(what="contracts.calendar_version_made").count() == 2

    actions.withdraw_override(engagement=cast.engagement, on=day, reason="已恢复", by=by, at=NOON)
    assert queries.calendar_in_force(engagement=cast.engagement, at=NOON).version == 3
    assert CalendarVersion.objects.filter(origin="override").count() == 2


@pytest.mark.django_db
def test_an_override_is_refused_where_it_cannot_be_meant(cast: Cast) -> None:
    load(cast)
    override = partial(actions.override_date, engagement=cast.engagement, by=cast.manager, at=NOON)
    withdraw = partial(actions.withdraw_override, engagement=cast.engagement, by=cast.manager, at=NOON)

    with pytest.raises(DateIsOver):
        override(on=date(2023, 3, 14), windows="", reason="晚了")
    with pytest.raises(OverrideNeedsReason):
        override(on=date(2023, 3, 16), windows="", reason=" ")
    with pytest.raises(WrongHours):
        override(on=date(2023, 3, 16), windows="8-9", reason="x")
    with pytest.raises(NothingToWithdraw):
        withdraw(on=date(2023, 3, 16), reason="x")
    for person, refusal in ((cast.expert, NotAllowed), (cast.stranger_admin, NotThere)):
        with pytest.raises(refusal):
            actions.override_date(
                engagement=cast.engagement, on=date(2023, 3, 16), windows="", reason="x", by=person, at=NOON
            )


@pytest.mark.django_db
def test_a_newer_notice_is_adopted_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jishi.calendars.china.notice_published_until", lambda: 2022)
    load_anew(cast)
    monkeypatch.undo()

    assert actions.adopt_newer_notice(at=NOON) == 1
    assert actions.adopt_newer_notice(at=NOON) == 0
    assert queries.calendar_in_force(engagement=cast.engagement, at=LONG_AGO).notice_published_until == 2022
