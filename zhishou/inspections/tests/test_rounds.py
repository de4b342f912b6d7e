"""Rounds: foreseen once, done on site connected or not, taken once, closed with results, findings and a score."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conftest import NOON
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.contracts.models import Milestone
from zhishou.desk.actions.desk_codes import WrongCode, show_code
from zhishou.desk.queries.desk_codes import secret_of
from zhishou.desk.rules.visits import code_at
from zhishou.inspections import actions
from zhishou.inspections.actions.acting import (
    BeforeTheRound,
    IdUsedForAnother,
    InTheFuture,
    NeedsSignature,
    NotANumber,
    NotYourRound,
    RoundStandsElsewhere,
    SignedAlready,
)
from zhishou.inspections.models import Act, Finding, Result, Round
from zhishou.inspections.queries.standing import given_of, has_unknown
from zhishou.inspections.rules.words import ActKind, ItemOutcome, PlanKind, RoundState
from zhishou.inspections.tests.factories import DAY, HOUR, MINUTE, WEEK, Site
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice


def test_a_weekly_plan_has_one_round_for_each_week_of_the_contract(site: Site) -> None:
    plan = site.plan()

    for _ in range(3):
        actions.foresee(at=NOON)

    rounds = Round.objects.filter(plan=plan).order_by("planned_for")
    assert [one.key for one in rounds] == ["2023-W11", "2023-W12"]
    assert [one.number for one in rounds] == [1, 2]
    assert rounds[0].planned_for.isoformat() == "2023-03-15T02:00:00+00:00"


def test_a_daily_plan_leaves_out_days_without_work(site: Site) -> None:
    plan = site.plan(PlanKind.DAILY)

    actions.foresee(at=NOON)

    keys = Round.objects.filter(plan=plan).order_by("key").values_list("key", flat=True)
    assert list(keys) == ["2023-03-15", "2023-03-16", "2023-03-17", "2023-03-20", "2023-03-21", "2023-03-22"]


def test_a_special_plan_has_one_round(site: Site) -> None:
    plan = site.plan(PlanKind.SPECIAL, first_day=date(2023, 3, 16), last_day=date(2023, 3, 18))

    assert [one.due_at - one.starts_at for one in plan.rounds.all()] == [timedelta(days=3)]


def test_a_whole_round_keeps_the_week_of_the_contract(site: Site) -> None:
    inspection = site.walk(site.round(), at=NOON)

    assert inspection.state == RoundState.CLOSED
    assert inspection.closed_at == NOON + 5 * MINUTE
    week = Milestone.objects.get(kind="inspection", key="2023-W11")
    assert week.state == "done"
    assert week.evidence == "每周现场巡检 #1"
    filed = Entry.objects.filter(about_kind="inspection", about_key=str(inspection.uuid))
    assert {"inspections.round_begin", "inspections.round_sign", "inspections.round_close"} <= {
        one.what for one in filed
    }


def test_a_round_made_up_for_later_keeps_no_week(site: Site) -> None:
    inspection = site.walk(site.round(), at=NOON + WEEK)

    assert inspection.state == RoundState.CLOSED
    assert set(
        Milestone.objects.filter(kind="inspection", key__in=["2023-W11", "2023-W12"]).values_list(
            "state", flat=True
        )
    ) == {"open"}


def test_every_abnormal_item_is_a_finding_and_one_critical_caps_the_score(site: Site) -> None:
    inspection = site.walk(site.round(), at=NOON, temperature="33.5", lamps=False)

    found = {one.result.code: one for one in Finding.objects.select_related("result")}
    assert {code: one.severity for code, one in found.items()} == {"E-01": "critical", "E-02": "high"}
    assert found["E-01"].title == "机房温度：33.5 ℃"
    assert found["E-01"].due_on == date(2023, 3, 16)
    assert found["E-01"].responsible == site.cast.second_line
    assert inspection.score == 59


def test_what_was_not_seen_is_unknown_and_caps_the_score(site: Site) -> None:
    inspection = site.round()
    site.tell(inspection, ActKind.BEGIN, at=NOON)
    site.tell(inspection, ActKind.ANSWER, at=NOON, item="E-01", reading="２４")
    site.tell(inspection, ActKind.UNSIGNED, at=NOON, words="无人在场")
    site.tell(inspection, ActKind.CLOSE, at=NOON)

    outcomes = dict(Result.objects.values_list("code", "outcome"))
    assert outcomes["E-01"] == ItemOutcome.NORMAL
    assert outcomes["E-02"] == outcomes["U-01"] == ItemOutcome.UNKNOWN
    assert outcomes["E-03"] == ItemOutcome.NOT_APPLICABLE
    inspection.refresh_from_db()
    assert inspection.score is not None
    assert inspection.score < 90


def test_the_next_round_says_what_is_new_worse_better_and_cured(site: Site) -> None:
    plan = site.plan()
    site.walk(site.round(plan), at=NOON, temperature="28")

    later = site.walk(site.round(plan, at=NOON + WEEK), at=NOON + WEEK, temperature="33", lamps=False)
    last = site.walk(site.round(plan, at=NOON + 2 * WEEK), at=NOON + 2 * WEEK, temperature="28")

    def changes(inspection: Round) -> dict[str, str]:
        return {one.code: one.change for one in inspection.results.all() if one.code.startswith("E")}

    assert changes(later) == {"E-01": "worse", "E-02": "new", "E-03": "same"}
    assert changes(last) == {"E-01": "better", "E-02": "cured", "E-03": "same"}
    assert [one.first_seen_at for one in Finding.objects.filter(result__code="E-01")] == [NOON + 5 * MINUTE] * 3


def test_an_act_is_taken_once_however_often_it_is_sent(site: Site) -> None:
    inspection, key = site.round(), uuid.uuid4()

    acts = [site.tell(inspection, ActKind.BEGIN, at=NOON + n * MINUTE, uuid=key) for n in range(3)]

    assert len({act.pk for act in acts}) == 1
    assert Act.objects.count() == 1


def test_what_was_kept_without_a_connection_counts_when_it_happened(site: Site) -> None:
    inspection = site.round()
    hours_ago, wrong_clock = 2 * HOUR, 7 * DAY

    site.tell(
        inspection,
        ActKind.BEGIN,
        at=NOON,
        device_at=NOON + wrong_clock - hours_ago,
        sent_at=NOON + wrong_clock,
    )

    inspection.refresh_from_db()
    assert inspection.begun_at == NOON - hours_ago


def test_what_cannot_have_happened_is_refused(site: Site) -> None:
    inspection = site.round()

    with pytest.raises(InTheFuture):
        site.tell(inspection, ActKind.BEGIN, at=NOON, device_at=NOON + HOUR, sent_at=NOON)
    with pytest.raises(BeforeTheRound):
        site.tell(inspection, ActKind.BEGIN, at=NOON, device_at=NOON - 9 * DAY, sent_at=NOON)
    with pytest.raises(RoundStandsElsewhere):
        site.tell(inspection, ActKind.ANSWER, at=NOON, item="E-01", reading="24")


def test_an_id_is_of_one_round(site: Site) -> None:
    here, there, key = site.round(), site.round(site.plan(PlanKind.DAILY)), uuid.uuid4()
    site.tell(here, ActKind.BEGIN, at=NOON, uuid=key)

    with pytest.raises(IdUsedForAnother):
        site.tell(there, ActKind.BEGIN, at=NOON, uuid=key)


def test_a_round_does_not_end_without_a_hand_or_a_reason(site: Site) -> None:
    inspection = site.round()
    site.tell(inspection, ActKind.BEGIN, at=NOON)

    with pytest.raises(NeedsSignature):
        site.tell(inspection, ActKind.CLOSE, at=NOON)


def test_what_the_client_has_signed_is_not_changed(site: Site) -> None:
    inspection = site.round()
    site.tell(inspection, ActKind.BEGIN, at=NOON)
    site.tell(inspection, ActKind.SIGN, at=NOON)

    with pytest.raises(SignedAlready):
        site.tell(inspection, ActKind.ANSWER, at=NOON, item="E-01", reading="24")
    with pytest.raises(actions.gathering.RoundIsOver):
        actions.gather(inspection=inspection, by=site.cast.second_line, at=NOON)


def test_what_is_no_number_is_named(site: Site) -> None:
    inspection = site.round()
    site.tell(inspection, ActKind.BEGIN, at=NOON)

    with pytest.raises(NotANumber, match="二十四"):
        site.tell(inspection, ActKind.ANSWER, at=NOON, item="E-01", reading="二十四")


def test_only_the_engineer_of_a_round_does_it(site: Site) -> None:
    inspection = site.round()

    with pytest.raises(NotAllowed):
        site.tell(inspection, ActKind.BEGIN, at=NOON, by=site.cast.first_line)
    with pytest.raises(NotThere):
        site.tell(inspection, ActKind.BEGIN, at=NOON, by=site.cast.stranger_manager)

    actions.hand_round(inspection=inspection, to=site.cast.first_line, by=site.cast.manager, at=NOON)
    site.tell(inspection, ActKind.BEGIN, at=NOON, by=site.cast.first_line)


def test_what_the_engineer_before_saw_arrives_after_the_round_was_handed_over(site: Site) -> None:
    inspection, before = site.round(), site.cast.second_line
    site.tell(inspection, ActKind.BEGIN, at=NOON)
    actions.hand_round(inspection=inspection, to=site.cast.first_line, by=site.cast.manager, at=NOON + 5 * MINUTE)
    site.tell(inspection, ActKind.ANSWER, at=NOON + 6 * MINUTE, item="E-01", reading="24")

    late: dict[str, Any] = {"by": before, "at": NOON + HOUR, "sent_at": NOON + HOUR}
    for item, more in (("E-01", {"reading": "33"}), ("E-02", {"is_yes": True})):
        site.tell(inspection, ActKind.ANSWER, device_at=NOON + MINUTE, item=item, **more, **late)

    given = given_of(inspection)
    assert given["E-02"].is_yes
    assert given["E-01"].reading == 24.0, "what was seen last counts, not what arrived last"
    with pytest.raises(NotYourRound, match=site.cast.first_line.name):
        site.tell(inspection, ActKind.SIGN, at=NOON + HOUR, by=before)


def test_what_was_unknown_when_it_was_gathered_is_gathered_anew_before_the_client_signs(site: Site) -> None:
    inspection = site.round()
    site.tell(inspection, ActKind.BEGIN, at=NOON)
    inspection.refresh_from_db()
    assert inspection.gathered_at == NOON
    assert has_unknown(inspection)

    site.tell(inspection, ActKind.SIGN, at=NOON + 5 * MINUTE)

    inspection.refresh_from_db()
    assert inspection.gathered_at == NOON + 5 * MINUTE


def test_acts_are_never_changed(site: Site) -> None:
    inspection = site.round()
    act = site.tell(inspection, ActKind.BEGIN, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(said={"place": "elsewhere"})


def test_whoever_must_not_forget_is_told_once(site: Site) -> None:
    inspection = site.round(site.plan(PlanKind.DAILY))
    moments = (inspection.planned_for, inspection.due_at - HOUR, inspection.due_at, inspection.due_at + HOUR)

    for at in moments:
        for _ in range(2):
            actions.tell_due(at=at)

    told = Notice.objects.filter(dedup_key__contains=str(inspection.uuid))
    cast = site.cast
    kinds = {(one.kind.removeprefix("inspections."), one.person_id) for one in told}
    assert kinds == {
        ("round_ahead", cast.second_line.pk),
        ("round_late", cast.second_line.pk),
        ("round_late", cast.manager.pk),
        ("round_missed", cast.second_line.pk),
        ("round_missed", cast.manager.pk),
        ("round_missed", cast.client_admin.pk),
    }
    assert len(told) == len(kinds)


def test_a_round_begins_with_the_code_that_the_client_s_desk_shows(site: Site) -> None:
    inspection = site.round()
    show_code(engagement=site.cast.engagement, by=site.cast.client_admin, at=NOON)
    secret = secret_of(site.cast.engagement)

    with pytest.raises(WrongCode):
        site.tell(inspection, ActKind.BEGIN, at=NOON, code="000000")
    inspection.refresh_from_db()
    assert (inspection.state, inspection.wrong_codes) == (RoundState.DUE, 1)
    act = site.tell(inspection, ActKind.BEGIN, at=NOON, code=code_at(secret, at=NOON))

    inspection.refresh_from_db()
    assert (inspection.code_seen, act.said["way"]) == (True, "code")
