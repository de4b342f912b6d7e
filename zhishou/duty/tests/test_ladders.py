"""Ladders: who is called, who answers, what happens when nobody does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import NOON, Cast
from jishi.outbox.models import Message as Outbox
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.contracts.rules import Level
from zhishou.duty import actions, models, queries
from zhishou.duty.actions.climbing import climb_due, climb_one
from zhishou.duty.actions.ladders import AlreadyAnswered, EmptyLadder, LinkUsed, NotRunning, StillRunning
from zhishou.duty.jobs import on_delivery_failed
from zhishou.duty.models.ladders import RunState
from zhishou.duty.queries.links import link_of
from zhishou.duty.rules import Step
from zhishou.duty.tests.factories import begin, staff
from zhishou.ledger.models import Entry
from zhishou.notify.events import DeliveryFailed
from zhishou.notify.models import Notice
from zhishou.people.models import Person
from zhishou.people.rules import Tier

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def called() -> list[str]:
    pages = Notice.objects.filter(kind="duty.page").order_by("pk")
    return [name for name in pages.values_list("person__username", flat=True) if name]


def token_of(page: models.Page) -> str:
    return link_of(page).strip("/").rpartition("/")[2]


def test_the_first_step_calls_whoever_is_on_watch_now(cast: Cast) -> None:
    staff(cast)
    begin(cast)

    climb_due(at=NOON)

    assert called() == ["front_desk"]
    notice = Notice.objects.get(kind="duty.page")
    assert notice.urgency == "page"
    assert notice.link.startswith("/answer/")


def test_level_one_calls_two_tiers_at_once(cast: Cast) -> None:
    staff(cast)
    begin(cast, Level.FATAL)

    climb_due(at=NOON)

    assert called() == ["front_desk", "first_line"]


def test_without_an_answer_the_next_tier_is_called_after_the_wait(cast: Cast) -> None:
    staff(cast)
    begin(cast)

    for minute in (0, 4, 5, 10):
        climb_due(at=NOON + minute * MINUTE)

    assert called() == ["front_desk", "first_line", "second_line"]


def test_asked_again_about_the_same_thing_the_running_ladder_is_returned(cast: Cast) -> None:
    assert begin(cast) == begin(cast)
    assert models.LadderRun.objects.count() == 1


def test_an_empty_step_passes_on_at_once_and_raises_an_alarm(cast: Cast) -> None:
    staff(cast, without=frozenset({Tier.FRONT_DESK}))
    begin(cast)

    climb_due(at=NOON)

    assert called() == ["first_line"]
    alarm = Notice.objects.get(kind="duty.empty_step")
    assert (alarm.person, alarm.urgency) == (cast.manager, "page")
    assert Entry.objects.filter(what="duty.ladder_step", payload_text__contains='"called":[]').exists()


def test_a_person_with_a_closed_account_is_skipped(cast: Cast) -> None:
    staff(cast)
    Person.objects.filter(pk=cast.front_desk.pk).update(is_active=False)
    begin(cast)

    climb_due(at=NOON)

    assert called() == ["first_line"]


def test_a_person_who_lost_the_role_is_skipped(cast: Cast) -> None:
    staff(cast)
    cast.front_desk.role_grants.update(until=NOON)
    begin(cast)

    climb_due(at=NOON)

    assert called() == ["first_line"]


def test_at_the_end_of_all_rounds_the_manager_is_alarmed(cast: Cast) -> None:
    staff(cast)
    run = begin(cast)

    for minute in range(0, 100, 5):
        climb_due(at=NOON + minute * MINUTE)

    run.refresh_from_db()
    assert run.state == RunState.EXHAUSTED
    assert len(called()) == 10
    assert Notice.objects.get(kind="duty.exhausted").person == cast.manager


def test_with_nobody_at_all_the_manager_learns_it_at_once(cast: Cast) -> None:
    run = begin(cast)

    climb_due(at=NOON)

    run.refresh_from_db()
    assert run.state == RunState.EXHAUSTED
    assert Notice.objects.filter(kind="duty.exhausted", person=cast.manager).exists()


def test_two_ticks_never_call_twice(cast: Cast) -> None:
    staff(cast)
    begin(cast)
    seen_by_both = models.LadderRun.objects.select_related("engagement").get()

    first, second = climb_one(seen_by_both, at=NOON), climb_one(seen_by_both, at=NOON)

    assert (first, second) == (True, False)
    assert called() == ["front_desk"]


def test_a_tick_killed_in_the_middle_loses_nothing_and_repeats_nothing(cast: Cast) -> None:
    staff(cast)
    run = begin(cast)

    class Killed(BaseException):
        pass

    def killed_before_the_commit() -> None:
        with transaction.atomic():
            climb_one(run, at=NOON)
            raise Killed

    with pytest.raises(Killed):
        killed_before_the_commit()
    assert called() == []

    climb_due(at=NOON + 5 * SECOND)
    assert called() == ["front_desk"]


def test_after_an_outage_steps_are_called_one_by_one_with_their_true_moments(cast: Cast) -> None:
    staff(cast)
    run = begin(cast)
    back = NOON + 60 * MINUTE

    for seconds in (0, 5, 60, 65, 120):
        climb_due(at=back + seconds * SECOND)

    steps = models.LadderStep.objects.filter(run=run)
    assert [step.taken_at - back for step in steps] == [0 * MINUTE, 1 * MINUTE, 2 * MINUTE]
    assert [step.due_at - NOON for step in steps] == [0 * MINUTE, 5 * MINUTE, 10 * MINUTE]
    recorded = Entry.objects.filter(what="duty.ladder_step").order_by("pk")
    assert [entry.happened_at for entry in recorded] == [step.due_at for step in steps]


def test_an_answer_ends_the_calling_and_is_evidence(cast: Cast) -> None:
    staff(cast)
    run = begin(cast)
    climb_due(at=NOON)

    actions.acknowledge(run=run, by=cast.front_desk, via="page", at=NOON + MINUTE)
    climb_due(at=NOON + 60 * MINUTE)

    run.refresh_from_db()
    assert (run.state, run.acknowledged_by, run.acknowledged_at) == (
        RunState.ACKNOWLEDGED,
        cast.front_desk,
        NOON + MINUTE,
    )
    assert called() == ["front_desk"]
    entry = Entry.objects.get(what="duty.ladder_acknowledged")
    assert (entry.by, entry.happened_at) == (cast.front_desk, NOON + MINUTE)


def test_the_second_to_answer_learns_who_was_first(cast: Cast) -> None:
    staff(cast)
    run = begin(cast)
    actions.acknowledge(run=run, by=cast.front_desk, via="page", at=NOON)

    with pytest.raises(AlreadyAnswered, match="Front Desk"):
        actions.acknowledge(run=run, by=cast.expert, via="api", at=NOON)


def test_the_others_who_were_called_are_told_who_took_it(cast: Cast) -> None:
    staff(cast)
    run = begin(cast, Level.FATAL)
    climb_due(at=NOON)

    actions.acknowledge(run=run, by=cast.first_line, via="page", at=NOON + MINUTE)

    assert [notice.person for notice in Notice.objects.filter(kind="duty.answered")] == [cast.front_desk]


@pytest.mark.parametrize(("name", "refusal"), [("requester", NotAllowed), ("stranger_manager", NotThere)])
def test_only_the_vendors_people_of_this_contract_answer(cast: Cast, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.acknowledge(run=begin(cast), by=getattr(cast, name), via="page", at=NOON)


def test_a_link_answers_once_for_whoever_was_called(cast: Cast) -> None:
    staff(cast)
    run = begin(cast)
    climb_due(at=NOON)
    token = token_of(models.Page.objects.get())

    actions.acknowledge_by_link(token=token, at=NOON + MINUTE)

    run.refresh_from_db()
    assert (run.acknowledged_by, run.acknowledged_via) == (cast.front_desk, "link")
    with pytest.raises(LinkUsed):
        actions.acknowledge_by_link(token=token, at=NOON + 2 * MINUTE)


def test_a_forged_or_old_link_is_not_there(cast: Cast) -> None:
    staff(cast)
    begin(cast)
    climb_due(at=NOON)
    token = token_of(models.Page.objects.get())

    with pytest.raises(NotThere):
        actions.acknowledge_by_link(token=token[:-1] + ("A" if token[-1] != "A" else "B"), at=NOON)
    with pytest.raises(NotThere):
        actions.acknowledge_by_link(token=token, at=NOON + timedelta(days=4))


def test_the_link_of_somebody_whose_account_was_closed_is_dead(cast: Cast) -> None:
    staff(cast)
    begin(cast)
    climb_due(at=NOON)
    Person.objects.filter(pk=cast.front_desk.pk).update(is_active=False)

    with pytest.raises(NotThere):
        actions.acknowledge_by_link(token=token_of(models.Page.objects.get()), at=NOON)


def test_an_answer_taken_back_calls_again_from_the_foot(cast: Cast) -> None:
    staff(cast)
    run = begin(cast)
    climb_due(at=NOON)
    old = token_of(models.Page.objects.get())
    actions.acknowledge(run=run, by=cast.front_desk, via="page", at=NOON + MINUTE)

    actions.reopen_ladder(run=run, reason="到不了现场", by=cast.front_desk, at=NOON + 2 * MINUTE)
    climb_due(at=NOON + 2 * MINUTE)

    assert called() == ["front_desk", "front_desk"]
    with pytest.raises(LinkUsed):
        actions.acknowledge_by_link(token=old, at=NOON + 3 * MINUTE)
    with pytest.raises(StillRunning):
        actions.reopen_ladder(run=run, reason="", by=cast.front_desk, at=NOON + 3 * MINUTE)


def test_a_stopped_ladder_calls_nobody_else(cast: Cast) -> None:
    staff(cast)
    run = begin(cast)

    actions.stop_ladder(run=run, reason="已恢复", process="watch", at=NOON)
    climb_due(at=NOON + MINUTE)

    assert called() == []
    with pytest.raises(NotRunning):
        actions.stop_ladder(run=run, reason="", at=NOON)


def test_a_page_that_reached_nobody_moves_on_at_once(cast: Cast) -> None:
    staff(cast)
    begin(cast)
    climb_due(at=NOON)
    failed = DeliveryFailed(
        person_uuid=str(cast.front_desk.uuid),
        notice_uuids=(str(Notice.objects.get(kind="duty.page").uuid),),
        kinds=("duty.page",),
        urgency="page",
        engagement_codes=("red-cross",),
        reason="no_channel",
        failed_at=NOON + 2 * SECOND,
    )

    on_delivery_failed(failed, at=NOON + 5 * SECOND)
    on_delivery_failed(failed, at=NOON + 6 * SECOND)  # heard twice
    climb_due(at=NOON + 10 * SECOND)

    assert called() == ["front_desk", "first_line"]


def test_as_long_as_one_of_two_was_reached_the_wait_stands(cast: Cast) -> None:
    staff(cast)
    run = begin(cast, Level.FATAL)
    climb_due(at=NOON)

    actions.page_failed(page_uuid=str(models.Page.objects.all()[0].uuid), happened_at=NOON, at=NOON + SECOND)

    run.refresh_from_db()
    assert run.next_at == NOON + 3 * MINUTE


def test_a_running_ladder_keeps_the_policy_that_it_began_with(cast: Cast) -> None:
    staff(cast)
    run = begin(cast)

    actions.set_ladder_policy(
        engagement=cast.engagement,
        level=Level.SEVERE,
        steps=[Step(tiers=(Tier.EXPERT,), wait=MINUTE)],
        rounds=1,
        by=cast.manager,
        at=NOON,
    )
    climb_due(at=NOON)

    assert called() == ["front_desk"]
    assert run.policy["number"] == 0
    assert queries.ladder_policy(cast.engagement, Level.SEVERE, at=NOON).number == 1


def test_a_policy_needs_steps_and_the_manager(cast: Cast) -> None:
    with pytest.raises(EmptyLadder):
        actions.set_ladder_policy(
            engagement=cast.engagement, level=Level.FATAL, steps=[], rounds=1, by=cast.manager, at=NOON
        )
    with pytest.raises(NotAllowed):
        actions.set_ladder_policy(
            engagement=cast.engagement, level=Level.FATAL, steps=[], rounds=1, by=cast.expert, at=NOON
        )


def test_the_database_refuses_an_answer_by_nobody_and_two_ladders_about_one_thing(cast: Cast) -> None:
    run = begin(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        models.LadderRun.objects.filter(pk=run.pk).update(state=RunState.ACKNOWLEDGED)
    run.pk, run.uuid = None, models.LadderRun().uuid
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save(force_insert=True)


def test_a_ladder_that_cannot_be_climbed_does_not_hold_up_the_others(cast: Cast) -> None:
    staff(cast)
    broken = begin(cast, key="T-0")
    models.LadderRun.objects.filter(pk=broken.pk).update(policy={"format": 99}, next_at=NOON - MINUTE)
    begin(cast, key="T-2")

    with pytest.raises(ExceptionGroup):
        climb_due(at=NOON)

    assert called() == ["front_desk"]


def test_every_fact_is_published(cast: Cast) -> None:
    """Publishing an event that the wiring does not name would raise; two are heard, so that calls go out."""
    staff(cast, without=frozenset({Tier.FRONT_DESK}))
    run = begin(cast)
    climb_due(at=NOON)
    actions.stop_ladder(run=run, reason="", at=NOON)

    heard = Outbox.objects.filter(event__startswith="zhishou.duty").values_list("event", flat=True)
    assert {name.rpartition(".")[2] for name in heard} == {"LadderStarted", "PersonPaged"}
