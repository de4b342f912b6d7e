"""Who signs together: all, a share, in turn; who comes and who goes."""

from functools import partial

from xieban.flows.rules import signers
from xieban.flows.rules.control import who_could_act
from xieban.flows.rules.draft import Why
from xieban.flows.rules.signers import Place
from xieban.flows.rules.state import Actor
from xieban.flows.rules.words import SeatState, Verb
from xieban.flows.tests.drawing import signed_by
from xieban.flows.tests.memo import AGREE, DISAGREE, MANAGER, REMARKS, countersigned, memo, refused
from xieban.flows.tests.running import ALICE, BOB, CAROL, DAVE, ERIN


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
