"""What else people may do with a flow, in memory: hand on, urge, pause, jump, call off."""

from datetime import timedelta

import pytest

from xieban.flows.rules import acts, managing, news, signers
from xieban.flows.rules.draft import Why
from xieban.flows.rules.state import Actor
from xieban.flows.rules.words import Status, Verb
from xieban.flows.tests.drawing import Drawing
from xieban.flows.tests.memo import AGREE, DISAGREE, MANAGER, countersigned, memo, refused
from xieban.flows.tests.running import ALICE, BOB, CAROL, CHARLIE, DAVE, ERIN, MORNING, Running


def test_transferred_it_goes_on_delegated_it_comes_back() -> None:
    run = memo()
    run.does(ALICE)
    first = run.seat(BOB).number

    run.act(lambda draft: signers.delegate(draft, seat=first, actor=Actor(person=BOB), to=DAVE))
    assert run.open() == [("head", DAVE)]
    run.does(DAVE, decision=AGREE)
    assert run.open() == [("head", BOB)]
    run.act(lambda draft: signers.transfer(draft, seat=first, actor=Actor(person=BOB), to=CAROL))
    run.does(CAROL, decision=AGREE)

    assert [node for node, _ in run.open()] == ["sign"]


def test_a_deputy_acts_in_anothers_name_and_it_says_so() -> None:
    run = memo()
    run.does(ALICE)
    seat = run.seat(BOB).number
    deputy = Actor(person=DAVE, stands_for=frozenset({BOB}))

    run.act(lambda draft: acts.complete(draft, seat=seat, actor=deputy, decision=AGREE, values={}))

    assert (run.state.seats[seat].person, run.state.seats[seat].acted_for) == (DAVE, BOB)


def test_a_stranger_may_do_nothing() -> None:
    run = countersigned()

    assert run.control(CHARLIE).deeds == ()
    seat = run.seat(BOB).number
    with refused(Why.NOT_YOURS):
        run.act(
            lambda draft: acts.complete(draft, seat=seat, actor=Actor(person=CHARLIE), decision=AGREE, values={})
        )


def test_pressed_once_in_four_hours_and_never_by_who_has_the_work() -> None:
    run = memo()
    run.does(ALICE)

    run.act(lambda draft: news.press(draft, actor=Actor(person=ALICE)))
    with refused(Why.PRESSED_LATELY):
        run.act(lambda draft: news.press(draft, actor=Actor(person=ALICE)))
    run.act(lambda draft: news.press(draft, actor=Actor(person=ALICE)), after=timedelta(hours=4))

    run.does(BOB, decision=AGREE)
    assert not run.control(CHARLIE).may(Verb.PRESS)


def test_paused_time_leaves_the_deadline() -> None:
    drawing = Drawing().start().end().task("work", who="role:head", deadline="10 hours")
    run = Running(drawing.path("start", "work", "end").text())
    due = {timer.percent: timer.due_at for timer in run.timers()}
    assert due == {
        50: MORNING + timedelta(hours=5),
        80: MORNING + timedelta(hours=8),
        100: MORNING + timedelta(hours=10),
    }

    run.act(lambda draft: managing.suspend(draft, actor=MANAGER), after=timedelta(hours=1))
    assert not run.control(BOB).may(Verb.COMPLETE)
    assert run.timers() == []
    run.act(lambda draft: managing.resume(draft, actor=MANAGER), after=timedelta(days=3))

    assert {timer.due_at - due[timer.percent] for timer in run.timers()} == {timedelta(days=3)}


def test_marks_tell_and_hold_nothing_up() -> None:
    drawing = Drawing().start().end().task("work", who="role:head", deadline="10 hours", nature="sign_off")
    run = Running(drawing.path("start", "work", "end").text())

    for timer in sorted(run.timers(), key=lambda one: one.due_at):
        run.fires(timer)

    marks = [fact.details["percent"] for fact in run.facts if fact.kind == "deadline_mark"]
    assert marks == [50, 80, 100]
    assert run.open() == [("work", BOB)]


@pytest.mark.parametrize(("interrupts", "open_after"), [("true", ["chase"]), ("false", ["chase", "work"])])
def test_a_boundary_timer_interrupts_or_does_not(interrupts: str, open_after: list[str]) -> None:
    drawing = Drawing().start().end().end("stop").task("work", who="role:head").task("chase", who="role:leader")
    drawing.add(
        f'<boundaryEvent id="late" attachedToRef="work" cancelActivity="{interrupts}"><timerEventDefinition>'
        "<timeDuration>PT4H</timeDuration></timerEventDefinition></boundaryEvent>"
    )
    run = Running(drawing.path("start", "work", "end").path("late", "chase", "stop").text())

    run.fires(run.timers()[0])

    assert [node for node, _ in run.open()] == open_after


def test_a_jump_says_what_was_and_never_passes_a_signature() -> None:
    run = memo(nature="sign_off")
    run.does(ALICE)
    token = run.seat(BOB).token

    offered = [place.node for deed in run.control(CHARLIE, manages=True).of(Verb.JUMP) for place in deed.places]
    assert offered == ["draft", "sign"]
    with refused(Why.PAST_A_SIGNATURE):
        run.act(lambda draft: managing.jump(draft, token=token, to="lead", actor=MANAGER))
    run.act(lambda draft: managing.jump(draft, token=token, to="sign", actor=MANAGER))

    assert {node for node, _ in run.open()} == {"sign"}
    jumped = next(fact for fact in run.facts if fact.kind == "jumped")
    assert jumped.details["before"]["tokens"][0]["node"] == "head"  # type: ignore[index]


def test_rolled_back_the_instance_stands_as_it_stood() -> None:
    run = countersigned()
    run.does(CAROL, decision=AGREE)
    then, step = run.open(), run.state.step
    run.does(BOB, decision=AGREE)
    run.does(DAVE, decision=AGREE)
    run.does(ERIN, decision=AGREE)
    assert run.state.status is Status.FINISHED

    run = countersigned()
    run.does(CAROL, decision=AGREE)
    run.does(BOB, decision=AGREE)
    run.does(DAVE, decision=AGREE)
    run.act(lambda draft: managing.roll_back(draft, step=step, variables={}, actor=MANAGER))

    assert run.open() == then
    run.does(BOB, decision=AGREE)
    run.does(DAVE, decision=DISAGREE)
    assert run.state.variables["sign.agree"] == 2


def test_what_was_filled_in_must_fit_the_form() -> None:
    run = memo()

    with refused(Why.WRONG_VALUE):
        run.does(ALICE, title=7)
    with refused(Why.WRONG_VALUE):
        run.does(ALICE, salary="1")
    with refused(Why.NOT_A_DECISION):
        run.does(ALICE, decision=AGREE)


def test_a_copy_to_read_holds_nothing_up() -> None:
    run = memo()
    run.does(ALICE)
    seat = run.seat(BOB).number
    run.act(lambda draft: news.circulate(draft, seat=seat, actor=Actor(person=BOB), people=[CHARLIE, CHARLIE]))
    run.does(BOB, decision=AGREE)
    reading = run.control(CHARLIE).of(Verb.READ)

    run.act(lambda draft: news.read(draft, reading=reading[0].seat, actor=Actor(person=CHARLIE)))

    assert len(reading) == 1
    assert run.control(CHARLIE).deeds == ()
    assert {node for node, _ in run.open()} == {"sign"}


def test_the_starter_calls_off_only_where_every_open_node_allows_it() -> None:
    run = memo()
    assert run.control(ALICE).may(Verb.CANCEL)
    run.does(ALICE)
    assert not run.control(ALICE).may(Verb.CANCEL)
    run.withdraws(ALICE)

    run.act(lambda draft: managing.cancel(draft, actor=Actor(person=ALICE)))

    assert run.state.status is Status.CANCELLED
    assert run.state.open_tokens() == ()


def test_a_service_is_tried_three_times_and_its_trouble_is_kept() -> None:
    drawing = Drawing().start().end().add('<serviceTask id="set" xieban:service="documents.typeset"/>')
    run = Running(drawing.path("start", "set", "end").text())
    token = run.state.open_tokens()[0].number

    for _ in range(3):
        run.act(lambda draft: news.service_failed(draft, token=token, trouble="no font"))
    calls = [fact for fact in run.facts if fact.kind == "service_called"]
    run.act(lambda draft: news.service_done(draft, token=token, values={}))

    assert len(calls) == 3
    assert run.state.status is Status.FINISHED


def test_a_message_is_caught_by_what_waits_for_it() -> None:
    drawing = Drawing().start().end()
    drawing.add(f'<intermediateCatchEvent id="receipt">{drawing.message("signed_for")}</intermediateCatchEvent>')
    run = Running(drawing.path("start", "receipt", "end").text())

    with refused(Why.NOBODY_WAITS):
        run.act(lambda draft: news.catch(draft, message="other", values={}))
    run.act(lambda draft: news.catch(draft, message="signed_for", values={}))

    assert run.state.status is Status.FINISHED
