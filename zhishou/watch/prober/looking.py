"""One look: asked, tried again at once where it failed, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhishou.systems.actions.looking import observe
from zhishou.systems.queries import Look, allow_list
from zhishou.systems.rules.observing import Before, Observation, Outcome
from zhishou.watch.queries.plans import Plan
from zhishou.watch.rules.taken import Taken, taken_of


@dataclass(slots=True, kw_only=True)
class Turn:
    """One probe as a prober goes round with it."""

    plan: Plan
    due: float
    before: Before | None = None
    is_running: bool = False
    again_soon: bool = False


async def look(turn: Turn, *, at: datetime) -> Taken:
    """Look once; a failure is tried again as often as the profile says, the last one counts."""
    seen = await _once(turn.plan.look, before=turn.before, at=at)
    for _attempt in range(turn.plan.look.spec.retries):
        if seen.outcome is not Outcome.FAILED:
            break  # what is unknown lacks something that another try does not bring
        seen = await _once(turn.plan.look, before=turn.before, at=at)
    # The first look at a counter measures nothing yet, but is what the next one is compared with.
    if seen.outcome is Outcome.MEASURED or (seen.outcome is Outcome.UNKNOWN and seen.facts):
        turn.before = Before(at=at, facts={one.name: one.value for one in seen.facts})
    return taken_of(seen, probe_id=turn.plan.probe_id, at=at + timedelta(seconds=seen.took_s))


async def _once(asked: Look, *, before: Before | None, at: datetime) -> Observation:
    return await observe(kind=asked.kind, ask=asked.ask(allowed=allow_list(), before=before), at=at)
