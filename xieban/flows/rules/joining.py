"""When a gateway that joins may go on; pure."""

from collections.abc import Iterable
from functools import lru_cache

from xieban.flows.rules.model import Model, Node
from xieban.flows.rules.state import Token
from xieban.flows.rules.words import BOUNDARIES, TokenState


def waiting_groups(tokens: Iterable[Token], *, node: str, within: int) -> dict[str, list[Token]]:
    """Return the tokens that wait at a join, by the way they came, oldest first."""
    groups: dict[str, list[Token]] = {}
    for token in tokens:
        if token.node == node and token.within == within and token.state is TokenState.AT_JOIN:
            groups.setdefault(token.via, []).append(token)
    return groups


def activated(model: Model, node: Node, *, filled: frozenset[str], others: Iterable[str]) -> bool:
    """Say whether an inclusive gateway goes on, by BPMN 2.0.2, table 13.3.

    It waits for a token elsewhere that can still come in by a way that is empty, unless the same token could
    also come by a way that has one already; paths through the gateway itself do not count.
    """
    empty = frozenset(node.incoming) - filled
    if not empty:
        return True
    to_empty = _before(model, node.id, empty)
    to_filled = _before(model, node.id, filled)
    return all(other not in to_empty or other in to_filled for other in others)


def _before(model: Model, gateway: str, flows: frozenset[str]) -> frozenset[str]:
    """Return the nodes from which one of the flows can be reached without visiting the gateway."""
    return _nodes_before(_Key(model), gateway, flows)


class _Key:
    """A model as a key of the cache: models are frozen, but their mappings cannot be hashed."""

    __slots__ = ("model",)

    def __init__(self, model: Model) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.model is self.model


@lru_cache(maxsize=4096)
def _nodes_before(key: _Key, gateway: str, flows: frozenset[str]) -> frozenset[str]:
    model, found, waiting = key.model, set[str](), list(flows)
    while waiting:
        source = model.nodes[model.flows[waiting.pop()].source]
        steps = [source] + ([model.nodes[source.host]] if source.kind in BOUNDARIES else [])
        for one in steps:
            if one.id != gateway and one.id not in found:
                found.add(one.id)
                waiting += one.incoming
    return frozenset(found)
