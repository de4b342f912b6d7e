"""Generates flows of the covered subset, deterministic by seed: blocks in blocks, and ways across them."""
# ruff: noqa: ARG002 - every block is drawn by the same call

import random
from dataclasses import dataclass, field

from xieban.flows.tests.drawing import Drawing, signed_by

NAMES = ("a", "b", "c")


@dataclass
class Generator:
    """Draws one flow; every block returns the node at which it ends."""

    seed: int
    drawing: Drawing = field(default_factory=lambda: Drawing("made"))
    count: int = 0
    messages: list[str] = field(default_factory=list)
    joins_again: bool = False  # whether a loop may lead over a join: there the oracle goes its own way
    may_join: bool = True
    roles: str = "role:clerk"

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def text(self) -> bytes:
        self.drawing.variables(**dict.fromkeys(NAMES, "number")).start().end()
        last = "start"
        for _ in range(2):
            last = self.block(last, depth=3, joins=())
        self.drawing.flow(last, "end")
        return self.drawing.text()

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def condition(self) -> str:
        name, other = self.chance.sample(NAMES, 2)
        return self.chance.choice(
            [
                f"{name} > 1",
                f"{name} == {other}",
                f"{name} < 2 and {other} != 0",
                f"not {name} >= 2",
                f"{name} in [0, 3] or {other} == 1",
            ]
        )

    def block(self, before: str, *, depth: int, joins: tuple[str, ...]) -> str:
        kinds = [self.task, self.several, self.messaged]
        if depth and self.may_join:
            kinds = [self.task, self.sequence, self.split, self.split, self.split, self.inclusive, self.inclusive]
            kinds += [self.subprocess, self.repeat, self.messaged, self.several]
        return self.chance.choice(kinds)(before, depth=depth - 1, joins=joins)

    def task(self, before: str, *, depth: int, joins: tuple[str, ...]) -> str:
        name = self.name("t")
        self.drawing.task(name, who=self.roles).flow(before, name)
        return name

    def several(self, before: str, *, depth: int, joins: tuple[str, ...]) -> str:
        name = self.name("m")
        loop = signed_by(
            sequential=self.chance.random() < 0.5,
            cardinality=self.chance.randint(2, 3),
            until=self.chance.choice(["", "True"]),
        )
        self.drawing.task(name, inner=loop, who=self.roles).flow(before, name)
        return name

    def messaged(self, before: str, *, depth: int, joins: tuple[str, ...]) -> str:
        """Draw a task with a boundary message; an interrupting one meets it again behind an exclusive merge."""
        name, event, way, after = (self.name(kind) for kind in ("t", "e", "t", "x"))
        interrupts = self.chance.random() < 0.6
        self.messages.append(event)
        definition = self.drawing.message(event)
        self.drawing.task(name, who=self.roles).flow(before, name)
        self.drawing.add(
            f'<boundaryEvent id="{event}" attachedToRef="{name}" cancelActivity="{str(interrupts).lower()}">'
            f"{definition}</boundaryEvent>"
        )
        self.drawing.task(way, who=self.roles).flow(event, way)
        if not interrupts:
            stop = self.name("end")
            self.drawing.end(stop).flow(way, stop)
            return name
        self.drawing.gateway("exclusive", after)
        self.drawing.path(name, after).flow(way, after)
        return after

    def sequence(self, before: str, *, depth: int, joins: tuple[str, ...]) -> str:
        return self.block(self.block(before, depth=depth, joins=joins), depth=depth, joins=joins)

    def split(self, before: str, *, depth: int, joins: tuple[str, ...]) -> str:
        """Draw a parallel or exclusive split with its join."""
        kind = self.chance.choice(["parallel", "exclusive"])
        fork, meet = self.name("g"), self.name("g")
        ways = self.chance.randint(2, 3)
        default = f"{fork}_else"
        self.drawing.gateway(kind, fork, default=default if kind == "exclusive" else "").gateway(kind, meet)
        self.drawing.flow(before, fork)
        # Who leaves a parallel block by another way leaves its join waiting for ever: not across it.
        inner = joins if kind == "exclusive" else ()
        self._ways(kind, fork, meet, ways=ways, depth=depth, joins=inner)
        return meet

    def inclusive(self, before: str, *, depth: int, joins: tuple[str, ...]) -> str:
        """Draw an inclusive split with its join, which ways inside may take from the middle of a block."""
        fork, meet = self.name("i"), self.name("i")
        self.drawing.gateway("inclusive", fork, default=f"{fork}_else").gateway("inclusive", meet)
        self.drawing.flow(before, fork)
        self._ways("inclusive", fork, meet, ways=self.chance.randint(2, 3), depth=depth, joins=(*joins, meet))
        return meet

    def _ways(self, kind: str, fork: str, meet: str, *, ways: int, depth: int, joins: tuple[str, ...]) -> None:
        for way in range(ways):
            first = self.name("t")
            last_way = way == ways - 1
            when = self.condition() if kind != "parallel" and not last_way else ""
            name = f"{fork}_else" if kind != "parallel" and last_way else ""
            self.drawing.task(first, who=self.roles).flow(fork, first, when=when, name=name)
            last = first
            if self.chance.random() < 0.6:
                last = self.block(first, depth=max(depth, 0), joins=joins)
            if joins and self.chance.random() < 0.3:
                last = self.shortcut(last, self.chance.choice(joins))
            self.drawing.flow(last, meet)

    def shortcut(self, before: str, join: str) -> str:
        """Draw an exclusive choice whose one way leads straight to an inclusive join further out."""
        choice, on = self.name("x"), self.name("t")
        self.drawing.gateway("exclusive", choice, default=f"{choice}_else").flow(before, choice)
        self.drawing.flow(choice, join, when=self.condition())
        self.drawing.task(on, who=self.roles).flow(choice, on, name=f"{choice}_else")
        return on

    def subprocess(self, before: str, *, depth: int, joins: tuple[str, ...]) -> str:
        name = self.name("s")
        outside, self.drawing.parts = self.drawing.parts, []
        start, end = self.name("start"), self.name("end")
        self.drawing.start(start).end(end)
        self.drawing.flow(self.block(start, depth=depth, joins=()), end)
        inside, self.drawing.parts = self.drawing.parts, outside
        self.drawing.add(f'<subProcess id="{name}">{"".join(inside)}</subProcess>')
        self.drawing.flow(before, name)
        return name

    def repeat(self, before: str, *, depth: int, joins: tuple[str, ...]) -> str:
        """Draw a block that is done again as long as a condition holds."""
        merge, again = self.name("x"), self.name("x")
        self.drawing.gateway("exclusive", merge).gateway("exclusive", again, default=f"{again}_else")
        self.drawing.flow(before, merge)
        self.may_join, before_it = self.joins_again, self.may_join
        self.drawing.flow(self.block(merge, depth=depth, joins=()), again)
        self.may_join = before_it
        self.drawing.flow(again, merge, when=f"{self.chance.choice(NAMES)} == 3")
        after = self.name("t")
        self.drawing.task(after, who=self.roles).flow(again, after, name=f"{again}_else")
        return after
