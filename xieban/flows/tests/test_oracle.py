"""The same files run here and in SpiffWorkflow, and go the same way; where they do not, the standard decides."""

import pytest

from xieban.flows.tests.drawing import Drawing
from xieban.flows.tests.generating import Generator
from xieban.flows.tests.oracle import Ours, Standing, Theirs, walk

MODELS = 240
VALUES = {"a": 0, "b": 0, "c": 0}


@pytest.mark.parametrize("seeds", [range(60), range(60, 120), range(120, 180), range(180, MODELS)], ids=str)
def test_generated_flows_go_the_same_way_in_both_engines(seeds: range) -> None:
    parted = {}
    for seed in seeds:
        made = Generator(seed)
        trail = walk(made.text(), seed=seed, messages=made.messages)
        if trail:
            parted[seed] = trail

    assert parted == {}


def both(drawing: Drawing, *nodes: str) -> tuple[Standing, Standing]:
    """Let both complete the same nodes, and say where they stand."""
    text = drawing.variables(a="number", b="number", c="number").text()
    ours, theirs = Ours.on(text, dict(VALUES)), Theirs.on(text, dict(VALUES))
    for node in nodes:
        ours.complete(node, dict(VALUES))
        theirs.complete(node, dict(VALUES))
    return ours.standing(), theirs.standing()


def test_a_parallel_join_in_its_second_round_waits_again_for_every_branch() -> None:
    """BPMN 2.0.2, 13.4.1: each firing consumes one token from each way in; the oracle still sees the first."""
    drawing = Drawing("made").start().end().task("one").task("two").task("after")
    for name in ("fork", "join"):
        drawing.gateway("parallel", name)
    drawing.gateway("exclusive", "merge").gateway("exclusive", "again", default="on")
    drawing.path("start", "merge", "fork", "one", "join", "again").path("fork", "two", "join")
    drawing.flow("again", "merge", when="a == 0")
    drawing.flow("again", "after", name="on")
    drawing.flow("after", "end")

    ours, theirs = both(drawing, "two", "one", "one")

    assert ours == (False, {"two": 1})
    assert theirs != ours


def test_an_inclusive_join_waits_for_a_token_behind_any_of_the_ways_in() -> None:
    """BPMN 2.0.2, table 13.3; the oracle looks back along one way in only, and goes on too early."""
    drawing = Drawing("made").start().end()
    for name in ("one", "two", "three", "four", "five", "after"):
        drawing.task(name)
    drawing.gateway("inclusive", "fork", default="never").gateway("inclusive", "join")
    drawing.gateway("exclusive", "choice", default="left").gateway("exclusive", "merge")
    drawing.gateway("exclusive", "skip", default="on").flow("start", "fork")
    drawing.flow("fork", "one", when="a == 0")
    drawing.flow("fork", "choice", when="b == 0")
    drawing.flow("fork", "four", name="never")
    drawing.flow("choice", "two", when="c == 1")
    drawing.flow("choice", "three", name="left")
    drawing.flow("skip", "join", when="c == 2")
    drawing.flow("skip", "five", name="on")
    drawing.path("two", "merge", "skip").path("three", "merge").path("five", "join").path("four", "join")
    drawing.path("one", "join", "after", "end")

    ours, theirs = both(drawing, "one")

    assert ours == (False, {"three": 1})
    assert theirs == (False, {"three": 1, "after": 1})


def test_a_boundary_message_that_does_not_interrupt_may_come_twice() -> None:
    """BPMN 2.0.2, table 10.91: several runs of its handler may go on at once; to the oracle it happens once."""
    drawing = Drawing("made").start().end().end("stop").task("work").task("note")
    definition = drawing.message("ring")
    drawing.add(
        f'<boundaryEvent id="bell" attachedToRef="work" cancelActivity="false">{definition}</boundaryEvent>'
    )
    drawing.path("start", "work", "end").path("bell", "note", "stop")
    text = drawing.text()
    ours, theirs = Ours.on(text, {}), Theirs.on(text, {})

    for engine in (ours, theirs):
        engine.say("ring")
        engine.say("ring")

    assert ours.standing() == (False, {"work": 1, "note": 2})
    assert theirs.standing() == (False, {"work": 1, "note": 1})
