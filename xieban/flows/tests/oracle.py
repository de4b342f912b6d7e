"""Drives the same file through our engine and through SpiffWorkflow, and compares where both stand."""

import logging
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from jishi.calendars.door import always
from xieban.flows.rules import acts, news
from xieban.flows.rules.checking import World, check_flow
from xieban.flows.rules.draft import CannotDo
from xieban.flows.rules.engine import begin, step
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Model
from xieban.flows.rules.reading import read_flow
from xieban.flows.rules.state import Actor, Context, State
from xieban.flows.rules.words import OVER, Decision, NodeKind, SeatState, TokenState

logging.getLogger("spiff").setLevel(logging.WARNING)  # it tells every change of every task

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
EVERYBODY = tuple(range(1, 40))
Standing = tuple[bool, Counter[str]]


def context() -> Context:
    return Context(at=AT, calendar=always(), people=lambda _who, _state: EVERYBODY)


@dataclass
class Ours:
    """Our engine on one file."""

    model: Model
    state: State

    @classmethod
    def on(cls, text: bytes, values: dict[str, Value]) -> "Ours":
        model = read_flow(text)
        check_flow(model, World())
        return cls(model, begin(model=model, starter=1, variables=values, context=context()).state)

    def standing(self) -> Standing:
        seats = [
            seat
            for seat in self.state.seats.values()
            if seat.state is SeatState.OPEN and self.state.tokens[seat.token].state is TokenState.RESTING
        ]
        return self.state.status in OVER, Counter(self.state.tokens[seat.token].node for seat in seats)

    def complete(self, node: str, values: dict[str, Value]) -> None:
        self.state = self._with(values)
        seat = min(
            seat.number
            for seat in self.state.seats.values()
            if seat.state is SeatState.OPEN and self.state.tokens[seat.token].node == node
        )
        spoke = {one.person for one in self.state.seats.values() if one.token == self.state.seats[seat].token}
        actor = Actor(person=next(person for person in EVERYBODY if person not in spoke))
        self.state = step(
            model=self.model,
            state=self.state,
            context=context(),
            act=lambda draft: acts.complete(draft, seat=seat, actor=actor, decision=Decision.DONE, values={}),
        ).state

    def say(self, message: str) -> None:
        try:
            self.state = step(
                model=self.model,
                state=self.state,
                context=context(),
                act=lambda draft: news.catch(draft, message=message, values={}),
            ).state
        except CannotDo:
            return  # nobody waits: the oracle lets such a message go by as well

    def _with(self, values: dict[str, Value]) -> State:
        return replace(self.state, variables={**self.state.variables, **values})


@dataclass
class Theirs:
    """SpiffWorkflow on the same file."""

    workflow: Any

    @classmethod
    def on(cls, text: bytes, values: dict[str, Value]) -> "Theirs":
        parser = BpmnParser()
        parser.add_bpmn_str(text)
        spec = parser.get_spec("made")
        workflow = BpmnWorkflow(spec, parser.get_subprocess_specs("made"))
        theirs = cls(workflow)
        theirs._tell(values)
        theirs._settle()
        return theirs

    def standing(self) -> Standing:
        ready = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        return self.workflow.is_completed(), Counter(_plain(task.task_spec.name) for task in ready)

    def complete(self, node: str, values: dict[str, Value]) -> None:
        self._tell(values)
        ready = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        next(task for task in ready if _plain(task.task_spec.name) == node).run()
        self._tell(values)
        self._settle()

    def say(self, message: str) -> None:
        self.workflow.catch(BpmnEvent(MessageEventDefinition(message), {}))
        self._settle()

    def _settle(self) -> None:
        self.workflow.do_engine_steps()

    def _tell(self, values: dict[str, Value]) -> None:
        # Its data lies in every task; ours in the instance, as BPMN's data objects do.
        self.workflow.data.update(values)
        for task in self.workflow.get_tasks():
            task.data.update(values)


def _plain(name: str) -> str:
    """Return the id of the element; an instance of a multi-instance task is named after it."""
    return name.removesuffix(" [child]")


def human(model: Model) -> list[str]:
    return [node.id for node in model.nodes.values() if node.kind is NodeKind.USER]


def walk(text: bytes, *, seed: int, messages: list[str], most: int = 40) -> list[str]:
    """Take one random way through both; return where they part, or nothing."""
    chance = random.Random(seed)
    values: dict[str, Value] = {name: chance.randint(0, 3) for name in ("a", "b", "c")}
    ours, theirs = Ours.on(text, values), Theirs.on(text, values)
    trail: list[str] = []
    messages = list(messages)
    for _ in range(most):
        if ours.standing() != theirs.standing():
            return [*trail, f"ours {ours.standing()}", f"theirs {theirs.standing()}"]
        over, open_nodes = ours.standing()
        if over or not open_nodes:
            break
        if messages and chance.random() < 0.25:
            # Each once: a boundary event that does not interrupt happens to the oracle only once.
            message = messages.pop(chance.randrange(len(messages)))
            trail.append(f"say {message}")
            ours.say(message)
            theirs.say(message)
            continue
        node = chance.choice(sorted(open_nodes))
        values = {name: chance.randint(0, 3) for name in values}
        trail.append(f"{node} {values}")
        ours.complete(node, values)
        theirs.complete(node, values)
    return []
