"""What a flow calls is laid into it, so that a running instance needs one model and never another version; pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from xieban.flows.rules.model import Model, Node, Sequence, Who, WhoKind, complete
from xieban.flows.rules.words import NodeKind

STEP: Final = "/"
"""Between a call activity and the nodes of what it calls; no id of a file contains it."""


def link(model: Model, called: Mapping[str, Model]) -> Model:
    """Return the model with every call activity turned into a sub-process; `called` are linked themselves."""
    nodes = dict(model.nodes)
    flows = dict(model.flows)
    variables = dict(model.variables)
    for node in model.nodes.values():
        if node.kind is NodeKind.CALL:
            inner = called[node.calls]
            for one in inner.nodes.values():
                nodes[_inside(node.id, one.id)] = _moved(node.id, one)
            for flow in inner.flows.values():
                flows[_inside(node.id, flow.id)] = _moved_flow(node.id, flow)
            variables = {**inner.variables, **variables}
    return complete(replace(model, nodes=nodes, flows=flows, variables=variables))


def local(node: str) -> str:
    """Return the id that a node has in its own file."""
    return node.rpartition(STEP)[2]


def _inside(call: str, name: str) -> str:
    return f"{call}{STEP}{name}" if name else ""


def _moved(call: str, node: Node) -> Node:
    handling = node.handling
    return replace(
        node,
        id=_inside(call, node.id),
        within=_inside(call, node.within) or call,
        incoming=tuple(_inside(call, flow) for flow in node.incoming),
        outgoing=tuple(_inside(call, flow) for flow in node.outgoing),
        default=_inside(call, node.default),
        host=_inside(call, node.host),
        readers=_moved_who(call, node.readers),
        handling=replace(handling, who=_moved_who(call, handling.who)) if handling else None,
    )


def _moved_who(call: str, whose: tuple[Who, ...]) -> tuple[Who, ...]:
    return tuple(
        replace(who, name=_inside(call, who.name)) if who.kind is WhoKind.ACTOR_OF else who for who in whose
    )


def _moved_flow(call: str, flow: Sequence) -> Sequence:
    return replace(
        flow,
        id=_inside(call, flow.id),
        source=_inside(call, flow.source),
        target=_inside(call, flow.target),
    )
