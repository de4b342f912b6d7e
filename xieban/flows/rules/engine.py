"""One step of an instance, from a state and an act to a new state and what happened; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from xieban.flows.rules import moving
from xieban.flows.rules.draft import CannotDo, Draft, Why
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.filling import fits
from xieban.flows.rules.model import Model
from xieban.flows.rules.state import Context, Fact, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step led to."""

    state: State
    facts: tuple[Fact, ...]


def begin(*, model: Model, starter: int, variables: Mapping[str, Value], context: Context) -> Step:
    """Start an instance, and move until every token rests."""
    for name, value in variables.items():
        kind = model.variables.get(name)
        if kind is None or not (value is None or fits(kind, value)):
            raise CannotDo(Why.WRONG_VALUE, name=name)
    draft = Draft(model=model, state=State(starter=starter, variables=dict(variables)), context=context)
    moving.start(draft)
    moving.run(draft)
    return Step(state=draft.frozen(), facts=tuple(draft.facts))


def step(*, model: Model, state: State, context: Context, act: Callable[[Draft], None]) -> Step:
    """Do one act; what it refuses has not happened at all."""
    draft = Draft(model=model, state=state, context=context)
    act(draft)
    facts = tuple(draft.facts)
    was = changed(state.variables, draft.variables)
    if was and facts:
        # So that a roll-back finds the variables of an earlier moment.
        facts = (replace(facts[0], details={**facts[0].details, "was": was}), *facts[1:])
    return Step(state=draft.frozen(), facts=facts)


def changed(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, Value]:
    """Return the former values of what changed; None where there was nothing."""
    return {name: before.get(name) for name in {**before, **after} if before.get(name) != after.get(name)}
