"""What administrators do to an instance: jump, roll back, suspend, resume, end; each says why; pure."""

from collections.abc import Mapping
from dataclasses import replace

from xieban.flows.rules.acts import copy_seats, refuse
from xieban.flows.rules.allowed import why_not_cancel, why_not_manage, why_not_now
from xieban.flows.rules.draft import CannotDo, Draft, Why
from xieban.flows.rules.entering import begin, open_turn
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.jumping import jump_places, owed
from xieban.flows.rules.lineage import again
from xieban.flows.rules.moving import run
from xieban.flows.rules.snapshots import snapshot
from xieban.flows.rules.state import Actor, Timer, Token
from xieban.flows.rules.words import (
    Ending,
    FactKind,
    NodeKind,
    SeatState,
    Status,
    TimerState,
    TokenState,
)


def jump(draft: Draft, *, token: int, to: str, actor: Actor) -> None:
    """Move a stay to another human node; what it was before is kept in the log."""
    refuse(why_not_manage(draft.before, actor) or why_not_now(draft.before))
    stay, node = draft.tokens.get(token), draft.model.nodes.get(to)
    if stay is None or stay.state is not TokenState.RESTING or node is None:
        raise CannotDo(Why.NOT_A_PLACE)
    if node.kind is NodeKind.USER and owed(draft.model, draft.before, node):
        raise CannotDo(Why.PAST_A_SIGNATURE)
    if node not in jump_places(draft.model, draft.before, stay):
        raise CannotDo(Why.NOT_A_PLACE)
    draft.note(
        FactKind.JUMPED,
        token=stay,
        person=actor.person,
        details={"to": to, "before": snapshot(draft.before)},
    )
    left = stay
    while draft.model.nodes[left.node].within != node.within:
        left = draft.tokens[left.within]  # out of the sub-process, which ends by that
    draft.end(left, Ending.JUMPED)
    begin(
        draft,
        Token(
            number=draft.number(),
            node=to,
            state=TokenState.RESTING,
            since=draft.at,
            born=draft.step,
            within=left.within,
            parents=(left.number,),
            cause=stay.number,
        ),
    )
    run(draft)


def roll_back(draft: Draft, *, step: int, variables: Mapping[str, Value], actor: Actor) -> None:
    """Let the instance stand again as it stood after an earlier step; `variables` are those of that moment."""
    refuse(why_not_manage(draft.before, actor) or why_not_now(draft.before))
    if not 1 <= step < draft.step - 1:
        raise CannotDo(Why.NO_SUCH_STEP)
    draft.note(FactKind.ROLLED_BACK, person=actor.person, details={"step": step, "before": snapshot(draft.before)})
    draft.variables = dict(variables)
    stood = [token for token in draft.before.tokens.values() if token.born <= step and not 0 < token.died <= step]
    for token in list(draft.tokens.values()):
        if token.state is not TokenState.ENDED:
            draft.end(token, Ending.ROLLED_BACK)
        late = token.born > step
        undone = draft.step if late else (0 if token.undone > step else token.undone)
        draft.put(replace(draft.tokens[token.number], undone=undone))
    numbers: dict[int, int] = {}
    for token in sorted(stood, key=lambda one: one.number):
        _stand_again(draft, token, numbers, step=step)
    run(draft)


def _stand_again(draft: Draft, token: Token, numbers: dict[int, int], *, step: int) -> None:
    """Put a copy of a stay down where it was, its seats as they were."""
    joins = draft.node(token).kind in {NodeKind.PARALLEL, NodeKind.INCLUSIVE}
    fresh = again(draft, token, state=TokenState.AT_JOIN if joins else TokenState.RESTING, cause=token.cause)
    fresh = replace(
        fresh,
        within=numbers.get(token.within, token.within),
        parents=tuple(numbers.get(parent, parent) for parent in token.parents),
        back_to=numbers.get(token.back_to, token.back_to),
    )
    numbers[token.number] = fresh.number
    draft.put(fresh)
    draft.put(replace(draft.tokens[token.number], undone=draft.step))
    draft.note(FactKind.ENTERED, token=fresh, details={"path": [], "stood_at": token.number})
    back = draft.tokens.get(fresh.back_to)
    if back is not None and back.state is TokenState.RESTING:
        draft.park(back)
    _seats_as_they_were(draft, token, fresh, step=step)
    for timer in draft.before.timers.values():
        if timer.token == token.number:
            _timer_again(draft, timer, fresh)
    if draft.node(fresh).kind is NodeKind.SERVICE:
        draft.note(FactKind.SERVICE_CALLED, token=fresh, details={"service": draft.node(fresh).service})


def _seats_as_they_were(draft: Draft, token: Token, fresh: Token, *, step: int) -> None:
    seats = [seat for seat in draft.before.seats_of(token.number) if seat.born <= step]
    numbers = copy_seats(draft, seats, fresh)
    lenders = {seat.origin for seat in seats if seat.lent and not 0 < seat.died <= step}
    for seat in seats:
        if not 0 < seat.died <= step:
            # What was said later is unsaid; whose turn it is follows from the turns.
            state = SeatState.DELEGATED if seat.number in lenders else SeatState.WAITING
            draft.put_seat(
                replace(draft.seats[numbers[seat.number]], state=state, decision=None, until=None, died=0)
            )
    open_turn(draft, fresh.number)


def _timer_again(draft: Draft, timer: Timer, token: Token) -> None:
    if timer.due_at > draft.at and timer.state in {TimerState.RUNNING, TimerState.CANCELLED, TimerState.RESTING}:
        draft.put_timer(
            replace(timer, number=draft.number(), token=token.number, state=TimerState.RUNNING, rested_at=None)
        )


def suspend(draft: Draft, *, actor: Actor) -> None:
    """Stop an instance: nobody can act, and its time stands still."""
    refuse(why_not_manage(draft.before, actor) or why_not_now(draft.before))
    draft.status = Status.SUSPENDED
    draft.suspended_at = draft.at
    draft.rest_timers(list(draft.timers.values()))
    draft.note(FactKind.SUSPENDED, person=actor.person)


def resume(draft: Draft, *, actor: Actor) -> None:
    """Let an instance go on; the paused time leaves its deadlines."""
    refuse(why_not_manage(draft.before, actor))
    if draft.status is not Status.SUSPENDED:
        raise CannotDo(Why.NOT_SUSPENDED)
    draft.status = Status.RUNNING
    draft.suspended_at = None
    parked = {token.number for token in draft.open_tokens() if token.state is TokenState.PARKED}
    draft.wake_timers([timer for timer in draft.timers.values() if timer.token not in parked])
    draft.note(FactKind.RESUMED, person=actor.person)


def end(draft: Draft, *, actor: Actor) -> None:
    """End an instance for good, wherever it stands."""
    refuse(why_not_manage(draft.before, actor))
    draft.note(FactKind.ENDED, person=actor.person, details={"before": snapshot(draft.before)})
    _end_all(draft, Status.ENDED)


def cancel(draft: Draft, *, actor: Actor) -> None:
    """Call an instance off, as its starter, while every open node allows it."""
    refuse(why_not_cancel(draft.model, draft.before, actor))
    draft.note(FactKind.CANCELLED, person=actor.person)
    _end_all(draft, Status.CANCELLED)


def _end_all(draft: Draft, status: Status) -> None:
    for token in draft.open_tokens():
        if draft.tokens[token.number].state is not TokenState.ENDED:
            draft.end(token, Ending.CANCELLED)
    draft.status = status
    draft.suspended_at = None
