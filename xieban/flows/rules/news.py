"""What comes from outside: timers, messages, services that are done; and what holds nothing up; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xieban.flows.rules.acts import refuse, seat_of
from xieban.flows.rules.allowed import why_not_declared, why_not_now, why_not_press
from xieban.flows.rules.draft import CannotDo, Draft, Why
from xieban.flows.rules.entering import hand_out
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.filling import fits
from xieban.flows.rules.model import Node
from xieban.flows.rules.moving import follow, leave, run
from xieban.flows.rules.state import Actor, Token
from xieban.flows.rules.words import (
    Ending,
    FactKind,
    NodeKind,
    TimerKind,
    TimerState,
    TokenState,
    Verb,
)

MOST_TRIES = 3


def fire(draft: Draft, *, timer: int) -> None:
    """Let a timer run out that is due; one that was stopped meanwhile does nothing."""
    one = draft.timers.get(timer)
    if one is None or one.state is not TimerState.RUNNING or one.due_at > draft.at:
        raise CannotDo(Why.NOBODY_WAITS)
    refuse(why_not_now(draft.before))
    draft.put_timer(replace(one, state=TimerState.FIRED))
    token = draft.tokens[one.token]
    if one.kind is TimerKind.MARK:
        draft.note(
            FactKind.DEADLINE_MARK,
            token=token,
            details={"percent": one.percent, "due_at": one.due_at.isoformat()},
        )
        return
    draft.note(FactKind.TIMER_FIRED, token=token, details={"element": one.element})
    if one.kind is TimerKind.CATCH:
        leave(draft, token)
    else:
        _through(draft, draft.model.nodes[one.element], token)
    run(draft)


def _through(draft: Draft, boundary: Node, host: Token) -> None:
    """Go out by a boundary event; its host ends if the event interrupts."""
    if boundary.interrupting:
        draft.end(host, Ending.INTERRUPTED)
    follow(draft, boundary, parents=(host.number,), within=host.within, path=(boundary.id,))


def catch(draft: Draft, *, message: str, values: Mapping[str, Value]) -> None:
    """Give a message to whatever waits for it in this instance."""
    refuse(why_not_now(draft.before))
    caught = False
    _keep(draft, values)
    for token in draft.open_tokens():
        if draft.tokens[token.number].state is not TokenState.RESTING:
            continue
        node = draft.node(token)
        if node.kind is NodeKind.CATCH and node.message == message:
            caught = True
            draft.note(FactKind.MESSAGE_CAUGHT, token=token, details={"message": message})
            leave(draft, token)
        for name in draft.model.boundaries.get(node.id, ()):
            boundary = draft.model.nodes[name]
            if boundary.kind is NodeKind.BOUNDARY_MESSAGE and boundary.message == message:
                caught = True
                draft.note(FactKind.MESSAGE_CAUGHT, token=token, details={"message": message})
                _through(draft, boundary, token)
                break
    if not caught:
        raise CannotDo(Why.NOBODY_WAITS)
    run(draft)


def service_done(draft: Draft, *, token: int, values: Mapping[str, Value]) -> None:
    """Go on from a service task whose work is done, with what it found."""
    stay = _service(draft, token)
    refuse(why_not_now(draft.before))
    _keep(draft, values)
    leave(draft, stay)
    run(draft)


def service_failed(draft: Draft, *, token: int, trouble: str) -> None:
    """Write down that a service task failed; it is called again, at most three times."""
    stay = _service(draft, token)
    tried = draft.put(replace(stay, attempts=stay.attempts + 1, trouble=trouble[:500]))
    draft.note(FactKind.SERVICE_FAILED, token=tried, details={"trouble": tried.trouble, "attempts": tried.attempts})
    if tried.attempts < MOST_TRIES:
        call_again(draft, token=token)


def call_again(draft: Draft, *, token: int) -> None:
    """Call the service of a stay once more."""
    stay = _service(draft, token)
    draft.note(FactKind.SERVICE_CALLED, token=stay, details={"service": draft.node(stay).service})


def try_anew(draft: Draft, *, token: int) -> None:
    """Call the service of a stay as if it had never been tried."""
    refuse(why_not_now(draft.before))
    draft.put(replace(_service(draft, token), attempts=0, trouble=""))
    call_again(draft, token=token)


def _service(draft: Draft, token: int) -> Token:
    stay = draft.tokens.get(token)
    if stay is None or stay.state is not TokenState.RESTING or draft.node(stay).kind is not NodeKind.SERVICE:
        raise CannotDo(Why.ALREADY_DONE)
    return stay


def _keep(draft: Draft, values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        kind = draft.model.variables.get(name)
        if kind is None or not (value is None or fits(kind, value)):
            raise CannotDo(Why.WRONG_VALUE, name=name)
    draft.variables |= values


def press(draft: Draft, *, actor: Actor) -> None:
    """Ask those who have the work for speed; once in four hours."""
    refuse(why_not_press(draft.model, draft.before, actor, at=draft.at))
    draft.pressed_at = draft.at
    draft.note(FactKind.PRESSED, person=actor.person)


def circulate(draft: Draft, *, seat: int, actor: Actor, people: Sequence[int]) -> None:
    """Give people a copy to read; nothing waits for them."""
    one = seat_of(draft, seat)
    refuse(why_not_declared(draft.model, draft.before, one, actor, Verb.CIRCULATE))
    hand_out(draft, people, token=one.token, node=draft.tokens[one.token].node)


def read(draft: Draft, *, reading: int, actor: Actor) -> None:
    """Note that somebody has read his copy; possible for ever, also when the flow is over."""
    one = draft.readings.get(reading)
    if one is None or one.person != actor.person:
        raise CannotDo(Why.NOT_YOURS)
    if one.read_at is None:
        draft.readings[reading] = replace(one, read_at=draft.at)
        draft.note(FactKind.WAS_READ, person=actor.person)
