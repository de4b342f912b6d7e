"""Where an administrator may move a stay to; pure."""

from xieban.flows.rules.model import Model, Node
from xieban.flows.rules.state import State, Token
from xieban.flows.rules.words import NEVER_PASSED, Ending, NodeKind


def jump_places(model: Model, state: State, token: Token) -> list[Node]:
    """Return the human nodes to which a stay may be moved: beside it, or in a scope around it."""
    scopes, within = {""}, token.within
    while within:
        scopes.add(state.tokens[within].node)
        within = state.tokens[within].within
    return [
        node
        for node in model.nodes.values()
        if node.kind is NodeKind.USER
        and node.within in scopes
        and node.id != token.node
        and not owed(model, state, node)
    ]


def owed(model: Model, state: State, target: Node) -> list[str]:
    """Return the signatures without which no way of the flow leads to a node, and which nobody has given."""
    given = {token.node for token in state.tokens.values() if token.ending is Ending.PASSED and not token.undone}
    return [
        node.id
        for node in model.nodes.values()
        if node.handling is not None
        and node.handling.nature in NEVER_PASSED
        and node.id not in given
        and node.id != target.id
        and not _reached_without(model, target, node)
    ]


def _reached_without(model: Model, target: Node, avoided: Node) -> bool:
    found, waiting = {model.starts[""]}, [model.starts[""]]
    while waiting:
        name = waiting.pop()
        if name == target.id:
            return True
        following = [model.flows[flow].target for flow in model.after(name)]
        if name in model.starts:
            following.append(model.starts[name])
        for one in following:
            if one not in found and one != avoided.id:
                found.add(one)
                waiting.append(one)
    return False
