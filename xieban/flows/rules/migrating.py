"""Taking a running instance from one version of its flow to another: first what would stand in the way; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from xieban.flows.rules.acts import refuse
from xieban.flows.rules.allowed import why_not_manage, why_not_now
from xieban.flows.rules.draft import CannotDo, Draft, Why
from xieban.flows.rules.model import Model, Node
from xieban.flows.rules.moving import run
from xieban.flows.rules.snapshots import snapshot
from xieban.flows.rules.state import Actor, State, Token
from xieban.flows.rules.words import Ending, FactKind, SeatState, TimerKind, TokenState, Words


class Obstacle(StrEnum):
    """Why a stay cannot be taken to another version."""

    NO_NODE = "no_node"
    OTHER_KIND = "other_kind"
    OTHER_SCOPE = "other_scope"
    VOTES_RUNNING = "votes_running"
    SENT_BACK = "sent_back"
    NO_WAY_IN = "no_way_in"
    NO_TIMER = "no_timer"


OBSTACLE_WORDS: Mapping[Obstacle, Words] = {
    Obstacle.NO_NODE: ("新版本没有对应的节点", "the new version has no such node"),
    Obstacle.OTHER_KIND: ("新版本的节点类型不同", "the node is of another kind there"),
    Obstacle.OTHER_SCOPE: ("新版本的节点在另一个子流程里", "the node lies in another sub-process there"),
    Obstacle.VOTES_RUNNING: ("会签正在进行", "people are signing here together"),
    Obstacle.SENT_BACK: ("已退回修改，等待直送", "this waits for what was sent back from it"),
    Obstacle.NO_WAY_IN: ("汇合处的来路不存在", "the way by which this came to its join is not there"),
    Obstacle.NO_TIMER: ("定时事件不存在", "the timer event is not there"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """One stay that cannot be taken along, and why."""

    token: int
    node: str
    obstacle: Obstacle


def hindrances(old: Model, new: Model, state: State, nodes: Mapping[str, str]) -> tuple[Hindrance, ...]:
    """Return what stands in the way; `nodes` says which node of the old is which of the new, if not the same."""
    found = []
    for token in state.open_tokens():
        obstacle = _obstacle(old, new, state, token, nodes)
        if obstacle is not None:
            found.append(Hindrance(token=token.number, node=token.node, obstacle=obstacle))
    return tuple(found)


def _obstacle(old: Model, new: Model, state: State, token: Token, nodes: Mapping[str, str]) -> Obstacle | None:
    before, after = old.nodes[token.node], new.nodes.get(nodes.get(token.node, token.node))
    if after is None:
        return Obstacle.NO_NODE
    hosted = new.boundaries.get(after.id, ())
    timers = [timer for timer in state.timers.values() if timer.token == token.number]
    voted = any(seat.state is SeatState.DONE for seat in state.seats_of(token.number))
    tests = {
        Obstacle.OTHER_KIND: after.kind is not before.kind or _loops(after) != _loops(before),
        Obstacle.OTHER_SCOPE: after.within != nodes.get(before.within, before.within),
        Obstacle.SENT_BACK: token.state is TokenState.PARKED or bool(token.back_to),
        Obstacle.VOTES_RUNNING: _loops(before) and voted,
        Obstacle.NO_WAY_IN: token.state is TokenState.AT_JOIN and token.via not in after.incoming,
        Obstacle.NO_TIMER: any(
            timer.kind is TimerKind.BOUNDARY and timer.element not in hosted for timer in timers
        ),
    }
    return next((obstacle for obstacle, found in tests.items() if found), None)


def _loops(node: Node) -> bool:
    return node.handling is not None and node.handling.loop is not None


def migrate(draft: Draft, *, old: Model, nodes: Mapping[str, str], actor: Actor) -> None:
    """Take every open stay to the draft's model; each begins anew there with its seats and timers."""
    refuse(why_not_manage(draft.before, actor) or why_not_now(draft.before))
    if hindrances(old, draft.model, draft.before, nodes):
        raise CannotDo(Why.CANNOT_MIGRATE)
    draft.note(
        FactKind.MIGRATED, person=actor.person, details={"nodes": dict(nodes), "before": snapshot(draft.before)}
    )
    numbers: dict[int, int] = {}
    for token in sorted(draft.before.open_tokens(), key=lambda one: one.number):
        _take_along(draft, token, nodes.get(token.node, token.node), numbers)
    run(draft)


def _take_along(draft: Draft, token: Token, node: str, numbers: dict[int, int]) -> None:
    numbers[token.number] = draft.number()
    fresh = draft.put(
        replace(
            token,
            number=numbers[token.number],
            node=node,
            within=numbers.get(token.within, token.within),
            parents=(token.number,),
            cause=token.number,
            born=draft.step,
        )
    )
    draft.put(replace(token, state=TokenState.ENDED, ending=Ending.MIGRATED, until=draft.at, died=draft.step))
    for seat in draft.before.seats_of(token.number):
        draft.put_seat(replace(seat, token=fresh.number))
    for timer in draft.before.timers.values():
        if timer.token == token.number:
            element = timer.element if timer.kind is TimerKind.BOUNDARY else node
            draft.put_timer(replace(timer, token=fresh.number, element=element))
