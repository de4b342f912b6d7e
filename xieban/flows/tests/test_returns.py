"""The ways back: to whoever had it, straight back afterwards, or taken back."""

import pytest

from xieban.flows.rules import signers
from xieban.flows.rules.draft import Why
from xieban.flows.rules.state import Actor
from xieban.flows.rules.words import Ending, SeatState, TokenState
from xieban.flows.tests.drawing import Drawing
from xieban.flows.tests.memo import AGREE, countersigned, memo, refused
from xieban.flows.tests.running import ALICE, BOB, CAROL, DAVE, ERIN, Running


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
