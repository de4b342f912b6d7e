"""A memo for tests: its starter drafts, then head, signers and leader have their say."""

import pytest

from xieban.flows.rules.draft import CannotDo, Why
from xieban.flows.rules.state import Actor
from xieban.flows.rules.words import Decision
from xieban.flows.tests.drawing import Drawing, fields, signed_by
from xieban.flows.tests.running import ALICE, BOB, CHARLIE, Running

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
