"""Which stay came from which, and taking stays back: walks over the tree of tokens; pure.

A stay that is done again (returned to, withdrawn) takes the parents of the one it replaces, so the tree
always tells how the flow really ran, and what was undone stays in it with its mark.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from xieban.flows.rules.draft import Draft
from xieban.flows.rules.model import Model, WhoKind
from xieban.flows.rules.state import Seat, State, Token
from xieban.flows.rules.words import Ending, NodeKind, ReturnTo, SeatState, TokenState


def ancestors(tokens: Mapping[int, Token], number: int) -> Iterator[Token]:
    """Yield the stays from which a stay came, the nearest first."""
    seen, layer = {number}, [number]
    while layer:
        layer = sorted(
            {parent for one in layer for parent in tokens[one].parents if parent in tokens} - seen, reverse=True
        )
        seen.update(layer)
        yield from (tokens[one] for one in layer)


def descendants(tokens: Mapping[int, Token], number: int) -> set[int]:
    """Return the stays that came from a stay, directly or not, and what was sent back from them."""
    found = {number}
    for token in sorted(tokens.values(), key=lambda token: token.number):
        if found & {*token.parents, token.within} or token.cause in found - {number}:
            found.add(token.number)
    return found - {number}


def actors(seats: Iterable[Seat]) -> tuple[int, ...]:
    """Return those in whose name something was done at a stay."""
    done = [seat for seat in seats if seat.state is SeatState.DONE and not seat.lent]
    return tuple(dict.fromkeys(seat.acted_for or seat.person for seat in done if seat.person is not None))


def ways_back(model: Model, state: State, token: Token) -> dict[int, Token]:
    """Return the stays to which the node lets one return, by their number."""
    handling = model.nodes[token.node].handling
    if handling is None:
        return {}
    scopes = _scopes(state.tokens, token)
    before: dict[str, Token] = {}
    for one in ancestors(state.tokens, token.number):
        human = model.nodes[one.node].kind is NodeKind.USER if one.node in model.nodes else False
        if human and one.node != token.node and one.within in scopes:
            before.setdefault(one.node, one)
    found: dict[int, Token] = {}
    if ReturnTo.ANY in handling.returns:
        found |= {one.number: one for one in before.values()}
    if ReturnTo.PREVIOUS in handling.returns:
        found |= {one.number: one for one in _nearest(state.tokens, token, {t.number for t in before.values()})}
    if ReturnTo.STARTER in handling.returns:
        found |= {one.number: one for one in before.values() if _is_starters(model, one)}
    return dict(sorted(found.items()))


def _is_starters(model: Model, token: Token) -> bool:
    handling = model.nodes[token.node].handling
    return handling is not None and any(who.kind is WhoKind.STARTER for who in handling.who)


def _nearest(tokens: Mapping[int, Token], token: Token, human: set[int]) -> Iterator[Token]:
    """Yield the human stays right before one: several where it stands behind a join."""
    seen, waiting = set[int](), list(token.parents)
    while waiting:
        number = waiting.pop()
        if number in seen or number not in tokens:
            continue
        seen.add(number)
        if number in human:
            yield tokens[number]
        else:
            waiting += tokens[number].parents


def _scopes(tokens: Mapping[int, Token], token: Token) -> set[int]:
    found, within = {0}, token.within
    while within:
        found.add(within)
        within = tokens[within].within
    return found


def undo(draft: Draft, token: Token, ending: Ending) -> None:
    """Take back everything that came from a stay, and let wait again what had been joined with it."""
    gone = descendants(draft.tokens, token.number)
    waited = {
        parent
        for number in gone
        if not draft.tokens[number].undone
        for parent in draft.tokens[number].parents
        if parent not in gone and parent != token.number and draft.tokens[parent].ending is Ending.JOINED
    }
    for number in sorted(gone):
        if draft.tokens[number].state is not TokenState.ENDED:
            draft.end(draft.tokens[number], ending)
        draft.put(replace(draft.tokens[number], undone=draft.tokens[number].undone or draft.step))
    draft.put(replace(draft.tokens[token.number], undone=draft.step))
    for number in sorted(waited):
        draft.put(again(draft, draft.tokens[number], state=TokenState.AT_JOIN))
        draft.put(replace(draft.tokens[number], undone=draft.step))


def again(draft: Draft, token: Token, *, state: TokenState = TokenState.RESTING, cause: int = 0) -> Token:
    """Return a new stay in the place of one that is over."""
    return Token(
        number=draft.number(),
        node=token.node,
        state=state,
        since=draft.at,
        born=draft.step,
        within=token.within,
        via=token.via,
        parents=token.parents,
        path=token.path,
        cause=cause,
        back_to=token.back_to,
    )
