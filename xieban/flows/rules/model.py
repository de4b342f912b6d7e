"""A flow as it was read: nodes, sequence flows, and who may do what where; frozen and pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from jishi.calendars.door import Duration
from xieban.flows.rules.expressions import Expression
from xieban.flows.rules.words import BOUNDARIES, Decision, Nature, NodeKind, ReturnTo, Verb


class WhoKind(StrEnum):
    """The ways in which a flow says who is meant."""

    STARTER = "starter"
    ROLE = "role"
    POST = "post"
    HEAD_OF_STARTER = "head-of-starter"
    LEADER_OF_STARTER = "leader-of-starter"
    HEADS_OF = "heads-of"
    PEOPLE = "people"
    ACTOR_OF = "actor-of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """One expression of who: the starter, a role, a post, the people in a variable, who did another node."""

    kind: WhoKind
    name: str = ""

    def __str__(self) -> str:
        """Return it as it is written in a file."""
        return f"{self.kind}:{self.name}" if self.name else self.kind.value


class FieldKind(StrEnum):
    """What a field of a form holds."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"
    MOMENT = "moment"
    PEOPLE = "people"
    DEPARTMENTS = "departments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that is filled in at a node; its name is a variable of the instance."""

    name: str
    label: str
    kind: FieldKind
    options: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Several people at one node: at once or in turn, until all have spoken or the rule says enough."""

    sequential: bool
    cardinality: int | None = None
    completion: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How a human node is handled."""

    who: tuple[Who, ...]
    may: frozenset[Verb] = frozenset()
    returns: frozenset[ReturnTo] = frozenset()
    straight_back: bool = False
    decisions: tuple[Decision, ...] = (Decision.DONE,)
    nature: Nature = Nature.HANDLE
    deadline: Duration | None = None
    deadline_from: str = ""
    fields: tuple[Field, ...] = ()
    edits: frozenset[str] = frozenset()
    loop: Loop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """What a timer event waits for: a length of time, a moment, or the moment in a variable."""

    length: timedelta | None = None
    moment: datetime | None = None
    variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """One sequence flow."""

    id: str
    source: str
    target: str
    condition: Expression | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One element that a token can come to."""

    id: str
    name: str
    kind: NodeKind
    line: int = 0
    within: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str = ""
    handling: Handling | None = None
    wait: Wait | None = None
    message: str = ""
    host: str = ""
    interrupting: bool = True
    service: str = ""
    repeatable: bool = False
    calls: str = ""
    readers: tuple[Who, ...] = ()

    @property
    def shown(self) -> str:
        """Return its name, or its id where it has none."""
        return self.name or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One version of a flow, ready to run; what it calls lies inside it."""

    key: str
    name: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Sequence]
    variables: Mapping[str, FieldKind] = field(default_factory=dict)
    boundaries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)

    def inside(self, scope: str) -> Iterator[Node]:
        """Yield the nodes that lie directly in a scope; the outermost is named by nothing."""
        return (node for node in self.nodes.values() if node.within == scope)

    def after(self, node: str) -> tuple[str, ...]:
        """Return where a token may come to next from a node, its boundary events counted as ways out."""
        flows = [*self.nodes[node].outgoing]
        for boundary in self.boundaries.get(node, ()):
            flows += self.nodes[boundary].outgoing
        return tuple(flows)


def complete(model: Model) -> Model:
    """Return the model with what is looked up at every step: boundary events by host, starts by scope."""
    boundaries: dict[str, list[str]] = {}
    starts: dict[str, str] = {}
    for node in model.nodes.values():
        if node.kind in BOUNDARIES:
            boundaries.setdefault(node.host, []).append(node.id)
        elif node.kind is NodeKind.START:
            starts.setdefault(node.within, node.id)
    return replace(model, boundaries={host: tuple(found) for host, found in boundaries.items()}, starts=starts)
