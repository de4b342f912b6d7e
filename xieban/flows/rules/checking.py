"""Whether a flow that could be read can also run: its shape, its words, its ways to an end; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from xieban.flows.rules.faults import Fault, FaultKind, WrongFlow
from xieban.flows.rules.model import FieldKind, Model, Node, Who, WhoKind
from xieban.flows.rules.reading import read_as_far_as_possible
from xieban.flows.rules.shape import shape_faults
from xieban.flows.rules.words import NodeKind

MEASURES: Final = frozenset({"outcome", "total", "done", "open", "agree", "remarks", "disagree", "agree_share"})
"""What can be asked of a node's votes; `NODE.outcome` in a condition, plain in a completion condition."""
OUTSIDE: Final = frozenset(
    {FaultKind.UNKNOWN_ROLE, FaultKind.UNKNOWN_POST, FaultKind.UNKNOWN_SERVICE, FaultKind.UNKNOWN_CALL}
)
OF_KIND: Final[Mapping[WhoKind, FieldKind]] = {
    WhoKind.PEOPLE: FieldKind.PEOPLE,
    WhoKind.HEADS_OF: FieldKind.DEPARTMENTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What flows may name outside themselves; None where anything is taken."""

    roles: frozenset[str] | None = None
    posts: frozenset[str] | None = None
    services: frozenset[str] | None = None
    calls: Mapping[str, Model] = field(default_factory=dict)


def check_flow(model: Model, world: World) -> None:
    """Return in silence, or raise with everything for which the flow could not run."""
    faults = {*shape_faults(model), *_names(model, world), *_words(model)}
    if faults:
        raise WrongFlow(tuple(sorted(faults)))


def read_and_check(text: bytes, world: World) -> Model:
    """Return the model of a file that can run, or raise with all that is wrong with it at once."""
    model, unread = read_as_far_as_possible(text)
    if model is not None and not unread:
        check_flow(model, world)
        return model
    # The shape of a flow of which a part could not be read says nothing; what it names outside itself does.
    named = {one for one in _names(model, world) if one.kind in OUTSIDE} if model is not None else set()
    raise WrongFlow(tuple(sorted({*unread, *named})))


def fault(node: Node, kind: FaultKind, detail: str = "") -> Fault:
    """Return a fault of one node."""
    return Fault(line=node.line, element=node.kind.value, id=node.id, kind=kind, detail=detail)


def _names(model: Model, world: World) -> Iterator[Fault]:
    for node in model.nodes.values():
        for who in (node.handling.who if node.handling else ()) + node.readers:
            yield from _who(node, who, model, world)
        if node.service and world.services is not None and node.service not in world.services:
            yield fault(node, FaultKind.UNKNOWN_SERVICE, node.service)
        if node.calls:
            yield from _call(node, model, world)


def _who(node: Node, who: Who, model: Model, world: World) -> Iterator[Fault]:
    if who.kind is WhoKind.ROLE and world.roles is not None and who.name not in world.roles:
        yield fault(node, FaultKind.UNKNOWN_ROLE, who.name)
    if who.kind is WhoKind.POST and world.posts is not None and who.name not in world.posts:
        yield fault(node, FaultKind.UNKNOWN_POST, who.name)
    if who.kind in OF_KIND and model.variables.get(who.name) is not OF_KIND[who.kind]:
        yield fault(node, FaultKind.UNKNOWN_VARIABLE, str(who))
    if who.kind is WhoKind.ACTOR_OF:
        other = model.nodes.get(who.name)
        if other is None or other.kind is not NodeKind.USER:
            yield fault(node, FaultKind.UNKNOWN_NODE, str(who))


def _call(node: Node, model: Model, world: World) -> Iterator[Fault]:
    if node.calls == model.key or _calls(node.calls, model.key, world, seen=frozenset()):
        yield fault(node, FaultKind.CALL_LOOP, node.calls)
    elif node.calls not in world.calls:
        yield fault(node, FaultKind.UNKNOWN_CALL, node.calls)
    else:
        other = world.calls[node.calls]
        for name, kind in other.variables.items():
            if model.variables.get(name, kind) is not kind:
                yield fault(node, FaultKind.TWICE, f"{node.calls}: {name}")


def _calls(key: str, sought: str, world: World, *, seen: frozenset[str]) -> bool:
    if key in seen or key not in world.calls:
        return False
    inner = {node.calls for node in world.calls[key].nodes.values() if node.calls}
    return sought in inner or any(_calls(one, sought, world, seen=seen | {key}) for one in inner)


def _words(model: Model) -> Iterator[Fault]:
    called = any(node.calls for node in model.nodes.values())
    for flow in model.flows.values():
        for name in flow.condition.names if flow.condition else ():
            # A flow that calls others may ask for what is filled in there.
            if not _known(name, model) and not called:
                yield Fault(
                    line=flow.line,
                    element="sequenceFlow",
                    id=flow.id,
                    kind=FaultKind.UNKNOWN_VARIABLE,
                    detail=name,
                )
    for node in model.nodes.values():
        yield from _variables(node, model)


def _known(name: str, model: Model) -> bool:
    head, _, tail = name.partition(".")
    if not tail:
        return head in model.variables
    node = model.nodes.get(head)
    return node is not None and node.handling is not None and tail in MEASURES


def _variables(node: Node, model: Model) -> Iterator[Fault]:
    handling = node.handling
    dates = [handling.deadline_from if handling else "", node.wait.variable if node.wait else ""]
    for name in dates:
        if name and model.variables.get(name) is not FieldKind.DATE:
            yield fault(node, FaultKind.UNKNOWN_VARIABLE, name)
    if handling and handling.loop and handling.loop.completion:
        for name in sorted(handling.loop.completion.names - MEASURES):
            yield fault(node, FaultKind.UNKNOWN_VARIABLE, name)
