"""The shape of a flow: where ways lead, and whether every one of them comes to an end; pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from xieban.flows.rules.faults import Fault, FaultKind
from xieban.flows.rules.model import Model, Node, Sequence
from xieban.flows.rules.words import BOUNDARIES, GATEWAYS, HOSTS, NEVER_PASSED, RESTS, NodeKind

CHOOSES: Final = frozenset({NodeKind.EXCLUSIVE, NodeKind.INCLUSIVE})
NO_WAY_IN: Final = BOUNDARIES | {NodeKind.START}


def shape_faults(model: Model) -> Iterator[Fault]:
    """Yield everything that is wrong with the shape."""
    broken = list(_references(model))
    yield from broken
    if broken:
        return  # what leads nowhere would make a dozen further faults of one
    scopes = ["", *(node.id for node in model.nodes.values() if node.kind is NodeKind.SUBPROCESS)]
    for scope in scopes:
        yield from _scope(model, scope)
    for node in model.nodes.values():
        yield from _ways(node)
        yield from _choices(model, node)
        if node.kind is NodeKind.BOUNDARY_TIMER and node.interrupting and _never_passed(model, node.host):
            yield _of(node, FaultKind.BY_TIME)
    yield from _endless(model)


def _of(node: Node, kind: FaultKind, detail: str = "") -> Fault:
    return Fault(line=node.line, element=node.kind.value, id=node.id, kind=kind, detail=detail)


def _at(flow: Sequence, kind: FaultKind, detail: str = "") -> Fault:
    return Fault(line=flow.line, element="sequenceFlow", id=flow.id, kind=kind, detail=detail)


def _references(model: Model) -> Iterator[Fault]:
    for flow in model.flows.values():
        ends = [name for name in (flow.source, flow.target) if name not in model.nodes]
        for name in ends:
            yield _at(flow, FaultKind.UNKNOWN_NODE, name)
        if not ends and model.nodes[flow.source].within != model.nodes[flow.target].within:
            yield _at(flow, FaultKind.CROSSES, f"{flow.source} → {flow.target}")
    for node in model.nodes.values():
        if node.kind in BOUNDARIES:
            host = model.nodes.get(node.host)
            if host is None or host.kind not in HOSTS or host.within != node.within:
                yield _of(node, FaultKind.UNKNOWN_NODE, f"attachedToRef {node.host}")
        if node.default and node.default not in node.outgoing:
            yield _of(node, FaultKind.UNKNOWN_NODE, f"default {node.default}")


def _scope(model: Model, scope: str) -> Iterator[Fault]:
    nodes = list(model.inside(scope))
    starts = [node for node in nodes if node.kind is NodeKind.START]
    ends = [node for node in nodes if node.kind is NodeKind.END]
    owner = model.nodes.get(scope)
    line, name = (owner.line, owner.id) if owner else (1, model.key)
    element = owner.kind.value if owner else "process"
    if not starts:
        yield Fault(line=line, element=element, id=name, kind=FaultKind.NO_START)
    if not ends:
        yield Fault(line=line, element=element, id=name, kind=FaultKind.NO_END)
    for start in starts[1:]:
        yield _of(start, FaultKind.TWO_STARTS)
    if not starts or not ends:
        return
    forward = _closure([node.id for node in starts], lambda one: _next(model, one))
    for node in nodes:
        if node.id not in forward and not (node.kind in BOUNDARIES and node.host in forward):
            yield _of(node, FaultKind.DEAD)
        elif not _closure([node.id], lambda one: _next(model, one)) & {end.id for end in ends}:
            yield _of(node, FaultKind.NO_WAY_TO_END)


def _next(model: Model, node: str) -> Iterator[str]:
    return (model.flows[flow].target for flow in model.after(node))


def _closure(seeds: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    found, waiting = set(seeds), list(seeds)
    while waiting:
        for one in following(waiting.pop()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def _ways(node: Node) -> Iterator[Fault]:
    if node.kind in NO_WAY_IN and node.incoming:
        yield _of(node, FaultKind.WAY_IN)
    if node.kind is NodeKind.END:
        if node.outgoing:
            yield _of(node, FaultKind.TOO_MANY_OUT)
    elif not node.outgoing:
        yield _of(node, FaultKind.NO_WAY_OUT)
    elif len(node.outgoing) > 1 and node.kind not in GATEWAYS:
        yield _of(node, FaultKind.TOO_MANY_OUT)


def _choices(model: Model, node: Node) -> Iterator[Fault]:
    chooses = node.kind in CHOOSES and len(node.outgoing) > 1
    if chooses and not node.default:
        yield _of(node, FaultKind.NO_DEFAULT)
    for name in node.outgoing:
        flow = model.flows[name]
        wanted = chooses and name != node.default
        if wanted and flow.condition is None:
            yield _at(flow, FaultKind.NO_CONDITION, node.id)
        if not wanted and flow.condition is not None:
            yield _at(flow, FaultKind.CONDITION_HERE)


def _never_passed(model: Model, host: str) -> bool:
    handling = model.nodes[host].handling
    if handling is not None:
        return handling.nature in NEVER_PASSED
    return any(_never_passed(model, node.id) for node in model.inside(host))


def _endless(model: Model) -> Iterator[Fault]:
    """Yield the nodes of every circle in which nothing waits."""

    def passing(one: str) -> Iterator[str]:
        return (name for name in _next(model, one) if model.nodes[name].kind not in RESTS)

    for node in model.nodes.values():
        if node.kind not in RESTS and node.id in _closure([*passing(node.id)], passing):
            yield _of(node, FaultKind.ENDLESS)
