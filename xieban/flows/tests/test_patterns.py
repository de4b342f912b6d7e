"""What people may do with a flow, in memory: each pattern as the office knows it."""

from datetime import timedelta
from functools import partial

import pytest

from xieban.flows.rules import acts, managing, news, signers
from xieban.flows.rules.control import who_could_act
from xieban.flows.rules.draft import CannotDo, Why
from xieban.flows.rules.signers import Place
from xieban.flows.rules.state import Actor
from xieban.flows.rules.words import Decision, Ending, SeatState, Status, TokenState, Verb
from xieban.flows.tests.drawing import Drawing, fields, signed_by
from xieban.flows.tests.running import ALICE, BOB, CAROL, CHARLIE, DAVE, ERIN, MORNING, Running

AGREE, DISAGREE, REMARKS = Decision.AGREE, Decision.DISAGREE, Decision.REMARKS
WAYS = "return withdraw transfer delegate add_signer remove_signer press circulate"
MANAGER = Actor(person=CHARLIE, manages=True)


def memo(loop: str = "", *, nature: str = "review", who: str = "role:signers") -> Running:
    """Draft, head, signers, leader: one after the other."""
    said = "agree remarks disagree"
    drawing = Drawing().start().end()
    drawing.task("draft", who="starter", may="withdraw cancel press", inner=fields(("title", "text")))
    drawing.task("head", who="role:head", may=WAYS, returns="starter", straightBack="true", decisions=said)
    drawing.task(
        "sign",
        who=who,
        inner=loop,
        may=WAYS,
        returns="any previous starter",
        decisions=said,
        nature=nature,
        straightBack="true",
    )
    drawing.task("lead", who="role:leader", may=WAYS, returns="previous", decisions=said)
    return Running(drawing.path("start", "draft", "head", "sign", "lead", "end").text())


def countersigned(*, until: str = "", sequential: bool = False) -> Running:
    run = memo(signed_by(until=until, sequential=sequential))
    run.does(ALICE)
    run.does(BOB, decision=AGREE)
    return run


def refused(why: Why) -> "pytest.RaisesExc[CannotDo]":
    return pytest.RaisesExc(CannotDo, check=lambda error: error.why is why)


def test_all_must_sign_and_the_gravest_word_stands() -> None:
    run = countersigned()

    run.does(BOB, decision=AGREE)
    run.does(CAROL, decision=DISAGREE)
    assert run.open() == [("sign", DAVE)]
    run.does(DAVE, decision=REMARKS)

    assert run.open() == [("lead", ERIN)]
    assert run.state.variables["sign.outcome"] == "disagree"
    assert run.state.variables["sign.agree"] == 1


def test_a_share_is_enough_and_the_rest_is_dropped() -> None:
    run = countersigned(until="agree_share >= 60")

    run.does(CAROL, decision=AGREE)
    run.does(BOB, decision=AGREE)

    assert run.open() == [("lead", ERIN)]
    dropped = [seat for seat in run.state.seats.values() if seat.state is SeatState.DROPPED]
    assert [seat.person for seat in dropped] == [DAVE]


def test_in_turn_each_waits_for_the_one_before() -> None:
    run = countersigned(sequential=True)

    assert run.open() == [("sign", BOB)]
    run.does(BOB, decision=AGREE)

    assert run.open() == [("sign", CAROL)]


def test_one_person_has_one_voice() -> None:
    run = memo(signed_by(cardinality=2))
    run.does(ALICE)
    run.does(BOB, decision=AGREE)

    run.does(BOB, "sign", decision=AGREE)

    assert not run.control(BOB).may(Verb.COMPLETE)
    assert run.control(CAROL).may(Verb.COMPLETE)


def test_signers_are_added_and_removed_while_the_others_sign() -> None:
    run = countersigned()
    token = run.seat(BOB).token
    mine = run.seat(BOB).number

    run.act(
        lambda draft: signers.add_signers(
            draft, token=token, seat=mine, actor=Actor(person=BOB), people=[ERIN], place=Place.AFTER
        )
    )
    assert (("sign", ERIN)) not in run.open()
    gone = run.seat(DAVE).number
    run.act(lambda draft: signers.remove_signer(draft, seat=gone, actor=Actor(person=BOB)))
    run.does(BOB, decision=AGREE)
    run.does(CAROL, decision=AGREE)

    assert run.open() == [("sign", ERIN)]


def test_a_signer_before_me_speaks_first() -> None:
    run = memo()
    run.does(ALICE)
    one = run.seat(BOB)

    run.act(
        lambda draft: signers.add_signers(
            draft, token=one.token, seat=one.number, actor=Actor(person=BOB), people=[DAVE], place=Place.BEFORE
        )
    )

    assert run.open() == [("head", DAVE)]
    run.does(DAVE, decision=AGREE)
    assert run.open() == [("head", BOB)]


def test_the_last_signer_stays() -> None:
    run = countersigned()
    for person in (BOB, CAROL):
        seat = run.seat(person, "sign").number
        run.act(partial(signers.remove_signer, seat=seat, actor=MANAGER))
    last = run.seat(DAVE).number

    with refused(Why.LAST_SIGNER):
        run.act(lambda draft: signers.remove_signer(draft, seat=last, actor=MANAGER))


def test_nobody_found_is_no_consent() -> None:
    run = memo(signed_by(), who="role:nobody", nature="sign_off")
    run.does(ALICE)
    run.does(BOB, decision=AGREE)

    waiting = who_could_act(run.model, run.state)

    assert [(one.node, one.people) for one in waiting] == [("sign", ())]
    run.act(lambda draft: signers.add_signers(draft, token=waiting[0].token, actor=MANAGER, people=[CAROL]))
    assert run.open() == [("sign", CAROL)]


def test_returned_to_the_starter_everything_between_is_done_again() -> None:
    run = countersigned()
    run.does(CAROL, decision=AGREE)

    run.returns(BOB, "draft")
    assert run.open() == [("draft", ALICE)]
    run.does(ALICE)

    assert run.open() == [("head", BOB)]
    carols = [seat for seat in run.state.seats.values() if seat.person == CAROL]
    assert [seat.decision for seat in carols] == [AGREE], "what was said stays in the history"
    assert Ending.RETURNED in {token.ending for token in run.state.tokens.values()}


def test_straight_back_keeps_what_the_others_said() -> None:
    run = countersigned()
    run.does(CAROL, decision=AGREE)

    run.returns(BOB, "head", straight=True)
    assert run.open() == [("head", BOB)]
    run.does(BOB, decision=AGREE)

    assert run.open() == [("sign", BOB), ("sign", DAVE)]
    run.does(BOB, decision=AGREE)
    run.does(DAVE, decision=AGREE)
    assert run.state.variables["sign.agree"] == 3


def test_not_every_node_lets_it_come_straight_back() -> None:
    run = countersigned()
    for person in (BOB, CAROL, DAVE):
        run.does(person, decision=AGREE)

    with refused(Why.NO_WAY_BACK):
        run.returns(ERIN, "sign", straight=True)


def test_the_returner_gets_it_straight_back() -> None:
    run = memo()
    run.does(ALICE)

    run.returns(BOB, "draft", straight=True)
    assert run.open() == [("draft", ALICE)]
    assert TokenState.PARKED in {token.state for token in run.state.tokens.values()}
    run.does(ALICE)

    assert run.open() == [("head", BOB)]
    assert len([token for token in run.state.tokens.values() if token.node == "head"]) == 1


def test_a_return_out_of_a_branch_brings_back_what_waited_at_the_join() -> None:
    drawing = Drawing().start().end().gateway("parallel", "fork").gateway("parallel", "join")
    drawing.task("draft", who="starter").task("left", who="role:head").task("right", who="role:leader")
    drawing.task("after", who="role:pool", may="return", returns="any")
    drawing.path("start", "draft", "fork", "left", "join", "after", "end").path("fork", "right", "join")
    run = Running(drawing.text())
    run.does(ALICE)
    run.does(ERIN)
    run.does(BOB)

    run.returns(CAROL, "left")
    assert run.open() == [("left", BOB)]
    run.does(BOB)

    assert [node for node, _ in run.open()] == ["after"]
    run.returns(CAROL, "draft")
    run.does(ALICE)
    assert run.open() == [("left", BOB), ("right", ERIN)]


def test_what_was_sent_straight_back_ends_with_the_branch_that_sent_it() -> None:
    drawing = Drawing().start().end().gateway("parallel", "fork").gateway("parallel", "join")
    drawing.task("draft", who="starter")
    for name, who in (("left", "role:head"), ("right", "role:leader")):
        drawing.task(name, who=who, may="return", returns="starter", straightBack="true")
    drawing.path("start", "draft", "fork", "left", "join", "end").path("fork", "right", "join")
    run = Running(drawing.text())
    run.does(ALICE)
    run.returns(BOB, "draft", straight=True)

    run.returns(ERIN, "draft")

    assert run.open() == [("draft", ALICE)], "there is one draft, not one for each who returned it"
    run.does(ALICE)
    assert run.open() == [("left", BOB), ("right", ERIN)]


def test_withdrawn_before_anybody_acted_it_is_as_if_never_sent() -> None:
    run = memo()
    run.does(ALICE, title="一")

    run.withdraws(ALICE)

    assert run.open() == [("draft", ALICE)]
    run.does(ALICE, title="二")
    assert run.open() == [("head", BOB)]


@pytest.mark.parametrize("acts_first", ["completes", "delegates"])
def test_nothing_is_withdrawn_once_somebody_acted(acts_first: str) -> None:
    run = memo()
    run.does(ALICE)
    seat = run.seat(BOB).number
    if acts_first == "completes":
        run.does(BOB, decision=AGREE)
    else:
        run.act(lambda draft: signers.delegate(draft, seat=seat, actor=Actor(person=BOB), to=DAVE))

    with refused(Why.SOMEBODY_ACTED):
        run.withdraws(ALICE)


def test_nothing_is_withdrawn_where_the_node_does_not_allow_it() -> None:
    drawing = Drawing().start().end().task("draft", who="starter").task("head", who="role:head")
    run = Running(drawing.path("start", "draft", "head", "end").text())
    run.does(ALICE)

    with refused(Why.NOT_HERE):
        run.withdraws(ALICE)


def test_ones_own_word_among_several_is_taken_back_alone() -> None:
    run = countersigned()
    run.does(CAROL, decision=AGREE)

    run.withdraws(CAROL)

    assert run.open() == [("sign", BOB), ("sign", CAROL), ("sign", DAVE)]
    assert SeatState.RETRACTED in {seat.state for seat in run.state.seats.values()}


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
