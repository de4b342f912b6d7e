"""The flows that come with the product: sound, drawn, and every one of them comes to its end."""

from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

import xieban.flows
from xieban.directory.rules import Role
from xieban.flows.rules import acts, news
from xieban.flows.rules.checking import World, check_flow
from xieban.flows.rules.draft import Draft
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Field, FieldKind
from xieban.flows.rules.reading import read_flow
from xieban.flows.rules.state import Actor
from xieban.flows.rules.trees import read_tree
from xieban.flows.rules.words import OVER, Decision, NodeKind, TokenState, Verb
from xieban.flows.tests.running import ALICE, BOB, CAROL, ERIN, Running

FOLDER = Path(xieban.flows.__file__).parent / "definitions"
FILES = sorted(FOLDER.glob("*.bpmn"))
SERVICES = frozenset({"documents.typeset", "documents.check_archive"})
WORLD = World(roles=frozenset(role.value for role in Role), posts=frozenset(), services=SERVICES)
TRUE = {"intact", "acceptable", "finished", "accepted"}
DC, DI, DRAWING = (
    f"{{http://www.omg.org/spec/{name}}}" for name in ("DD/20100524/DC", "DD/20100524/DI", "BPMN/20100524/DI")
)


def value_for(field: Field) -> Value:
    values: dict[FieldKind, Value] = {
        FieldKind.TEXT: "按计划办理",
        FieldKind.NUMBER: 1,
        FieldKind.YES_NO: field.name in TRUE,
        FieldKind.CHOICE: field.options[0] if field.options else "",
        FieldKind.DATE: "2026-02-01",
        FieldKind.MOMENT: "2026-02-01T09:00:00+08:00",
        FieldKind.PEOPLE: (BOB, CAROL),
        FieldKind.DEPARTMENTS: (1, 2),
    }
    return values[field.kind]


class Everybody(Running):
    """An instance in which somebody is always found."""

    def people(self, whose: object, state: object) -> list[int]:  # noqa: ARG002 - always found
        return [BOB, CAROL]

    def goes_on(self, **chosen: Value) -> None:
        """Do the oldest open piece of work, or the automatic step that waits."""
        for token in self.state.open_tokens():
            if self.model.nodes[token.node].kind is NodeKind.SERVICE:
                self.act(partial(news.service_done, token=token.number, values={}))
                return
        if not self.seats():
            self.fires(min(self.timers(), key=lambda timer: timer.due_at))
            return
        seat = self.seats()[0]
        handling = self.model.nodes[self.state.tokens[seat.token].node].handling
        assert handling is not None
        values = {field.name: chosen.get(field.name, value_for(field)) for field in handling.fields}
        person = seat.person or next(
            one for one in seat.candidates if self.control(one).deeds and self.control(one).of(Verb.COMPLETE)
        )

        def act(draft: Draft) -> None:
            acts.complete(
                draft, seat=seat.number, actor=Actor(person=person), decision=handling.decisions[0], values=values
            )

        self.act(act)


def visited(run: Running) -> list[str]:
    return list(dict.fromkeys(token.node for token in run.state.tokens.values()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_flow_that_comes_with_the_product_is_sound_and_drawn(file: Path) -> None:
    text = file.read_bytes()
    model = read_flow(text)

    check_flow(model, WORLD)

    assert model.key == file.stem
    plane = next(
        element
        for diagram in read_tree(text).all(DRAWING + "BPMNDiagram")
        for element in diagram.all(DRAWING + "BPMNPlane")
    )
    drawn = {element.get("bpmnElement") for element in plane.children}
    assert drawn == {*model.nodes, *model.flows}
    for shape in plane.all(DRAWING + "BPMNShape"):
        assert shape.first(DC + "Bounds") is not None
    for edge in plane.all(DRAWING + "BPMNEdge"):
        points = [(point.get("x"), point.get("y")) for point in edge.all(DI + "waypoint")]
        assert all(one != other for one, other in pairwise(points)), edge.get("bpmnElement")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_flow_that_comes_with_the_product_comes_to_its_end(file: Path) -> None:
    run = Everybody(file.read_bytes())

    for _ in range(80):
        if run.state.status in OVER:
            break
        run.goes_on()

    assert run.state.status in OVER


def test_a_dispatch_goes_all_thirteen_steps_in_order() -> None:
    run = Everybody((FOLDER / "dispatch.bpmn").read_bytes())

    while run.state.status not in OVER:
        run.goes_on()

    order = [node for node in visited(run) if node[1:].isdigit()]
    assert order == [f"F{number}" for number in range(1, 14)]


def test_a_substantive_change_at_proof_reading_goes_back_to_the_signature() -> None:
    run = Everybody((FOLDER / "dispatch.bpmn").read_bytes())
    while "F7" not in [node for node, _ in run.open()]:
        run.goes_on()

    run.goes_on(substantive=True)

    assert [node for node, _ in run.open()] == ["F6"]


def test_one_who_disagrees_at_the_countersign_stops_it_from_going_on() -> None:
    run = Everybody((FOLDER / "dispatch.bpmn").read_bytes())
    run.goes_on(countersign_departments=(1, 2))
    while not {"F3", "F3T"} & {node for node, _ in run.open()}:
        run.goes_on()

    run.does(BOB, decision=Decision.DISAGREE)
    run.does(CAROL, decision=Decision.AGREE)

    assert [node for node, _ in run.open()] == ["F3C"]


def test_nobody_calls_a_dispatch_off_once_it_has_a_number() -> None:
    run = Everybody((FOLDER / "dispatch.bpmn").read_bytes())
    while "F8" not in [node for node, _ in run.open()]:
        assert run.control(ALICE).may(Verb.CANCEL)
        run.goes_on()

    assert not run.control(ALICE).may(Verb.CANCEL)


def test_whoever_only_reads_holds_an_incoming_document_up_in_nothing() -> None:
    run = Everybody((FOLDER / "incoming.bpmn").read_bytes())
    while "S4" not in [node for node, _ in run.open()]:
        run.goes_on()

    run.goes_on(kind="阅件", readers=(ERIN,))
    run.goes_on()

    assert [node for node, _ in run.open()] == ["S11"]
    assert len(run.state.readings) == 2


def test_the_lead_and_the_helpers_of_an_incoming_document_meet_again() -> None:
    run = Everybody((FOLDER / "incoming.bpmn").read_bytes())
    while "S6" not in [node for node, _ in run.open()]:
        run.goes_on(kind="办件")
    run.goes_on(helping_departments=(2,))

    assert {node for node, _ in run.open()} == {"S7A", "S7C"}
    run.does(BOB, "S7C")
    run.does(CAROL, "S7C")
    waiting = [token for token in run.state.open_tokens() if token.state is TokenState.AT_JOIN]
    assert [token.node for token in waiting] == ["S7_join"]
