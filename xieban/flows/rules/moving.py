"""How tokens move, until every one of them rests: the semantics of BPMN 2.0.2, chapter 13; pure."""

from typing import Final

from xieban.flows.rules.draft import Arrival, CannotDo, Draft, Why
from xieban.flows.rules.entering import arrived, enter, hand_out
from xieban.flows.rules.expressions import Value, holds
from xieban.flows.rules.joining import activated, waiting_groups
from xieban.flows.rules.model import Node
from xieban.flows.rules.state import Token
from xieban.flows.rules.words import (
    RESTS,
    SCOPES,
    Ending,
    FactKind,
    NodeKind,
    Status,
    TokenState,
)

MOST_MOVES: Final = 2000
"""Of one step; the checker finds circles without a wait, so this is a belt beside its braces."""


def start(draft: Draft) -> None:
    """Put the first token on its way."""
    draft.note(FactKind.STARTED, person=draft.before.starter)
    first = draft.model.nodes[draft.model.starts[""]]
    follow(draft, first, parents=(), within=0, path=(first.id,))


def run(draft: Draft) -> None:
    """Move until every token rests, then say whether the instance is over."""
    moves = 0
    while True:
        while draft.arrivals:
            moves += 1
            if moves > MOST_MOVES:
                raise CannotDo(Why.CIRCLES)
            _arrive(draft, draft.arrivals.popleft())
        # Only when nothing moves any more is it certain what can still come to a join or out of a scope.
        if not _join_inclusive(draft) and not _leave_a_scope(draft):
            break
    if draft.status is Status.RUNNING and not draft.open_tokens():
        draft.status = Status.FINISHED
        draft.note(FactKind.FINISHED)


def leave(draft: Draft, token: Token) -> None:
    """End a stay and go on from it, or back to where it was sent back from."""
    ended = draft.end(token, Ending.PASSED)
    draft.note(FactKind.LEFT, token=ended)
    back = draft.tokens.get(token.back_to)
    if back is not None and back.state is TokenState.PARKED:
        draft.unpark(back)
        draft.note(FactKind.CAME_BACK, token=back, details={"from": token.node})
        return
    follow(draft, draft.node(token), parents=(token.number,), within=token.within, path=())


def follow(draft: Draft, node: Node, *, parents: tuple[int, ...], within: int, path: tuple[str, ...]) -> None:
    """Put a token on each way out of a node that is taken."""
    for flow in _taken(draft, node):
        draft.arrivals.append(Arrival(flow=flow, parents=parents, within=within, path=(*path, flow)))


def _taken(draft: Draft, node: Node) -> tuple[str, ...]:
    if node.kind not in {NodeKind.EXCLUSIVE, NodeKind.INCLUSIVE} or len(node.outgoing) == 1:
        return node.outgoing
    true = [flow for flow in node.outgoing if flow != node.default and _holds(draft, flow, draft.variables)]
    if not true:
        return (node.default,)
    return tuple(true[:1] if node.kind is NodeKind.EXCLUSIVE else true)


def _holds(draft: Draft, flow: str, values: dict[str, Value]) -> bool:
    condition = draft.model.flows[flow].condition
    return condition is not None and holds(condition, values)


def _arrive(draft: Draft, arrival: Arrival) -> None:
    node = draft.model.nodes[draft.model.flows[arrival.flow].target]
    if node.kind in RESTS:
        token = enter(draft, node, arrival)
        if node.kind in SCOPES:
            first = draft.model.nodes[draft.model.starts[node.id]]
            follow(draft, first, parents=(token.number,), within=token.number, path=(first.id,))
    elif node.kind in {NodeKind.PARALLEL, NodeKind.INCLUSIVE} and len(node.incoming) > 1:
        _wait_at_join(draft, node, arrival)
    elif node.kind is not NodeKind.END:
        if node.kind is NodeKind.THROW:
            _throw(draft, node, arrival)
        follow(draft, node, parents=arrival.parents, within=arrival.within, path=(*arrival.path, node.id))


def _throw(draft: Draft, node: Node, arrival: Arrival) -> None:
    if node.message:
        draft.note(FactKind.MESSAGE_THROWN, node=node.id, details={"message": node.message})
    if node.readers:
        people = draft.context.people(node.readers, draft.frozen())
        hand_out(draft, people, token=arrival.parents[-1] if arrival.parents else 0, node=node.id)


def _wait_at_join(draft: Draft, node: Node, arrival: Arrival) -> None:
    draft.put(arrived(draft, node, arrival, state=TokenState.AT_JOIN))
    if node.kind is NodeKind.PARALLEL:
        waiting = waiting_groups(draft.open_tokens(), node=node.id, within=arrival.within)
        if len(waiting) == len(node.incoming):
            _join(draft, node, waiting)


def _join(draft: Draft, node: Node, waiting: dict[str, list[Token]]) -> None:
    """Take one token from each way in that has one, and go on."""
    taken = [tokens[0] for tokens in waiting.values()]
    for token in taken:
        draft.end(token, Ending.JOINED)
    follow(
        draft,
        node,
        parents=tuple(token.number for token in taken),
        within=taken[0].within,
        path=(node.id,),
    )


def _join_inclusive(draft: Draft) -> bool:
    tokens = draft.open_tokens()
    places = {
        (token.node, token.within): None
        for token in tokens
        if token.state is TokenState.AT_JOIN and draft.node(token).kind is NodeKind.INCLUSIVE
    }
    for name, within in places:
        node = draft.model.nodes[name]
        waiting = waiting_groups(tokens, node=name, within=within)
        others = [token.node for token in tokens if token.within == within and token.node != name]
        if activated(draft.model, node, filled=frozenset(waiting), others=others):
            _join(draft, node, waiting)
            return True
    return False


def _leave_a_scope(draft: Draft) -> bool:
    tokens = draft.open_tokens()
    occupied = {token.within for token in tokens}
    for token in tokens:
        resting = token.state is TokenState.RESTING
        if resting and draft.node(token).kind in SCOPES and token.number not in occupied:
            leave(draft, token)
            return True
    return False
