"""What is made of a signal: the first rule of the profile that speaks of it, else what the watch does by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from zhishou.contracts.rules import Level, ServiceCode
from zhishou.systems.rules.profile import AlertRule
from zhishou.watch.rules.words import Verdict

SERVICES: Final = frozenset(one.value for one in ServiceCode)
UNSAID: Final = {Verdict.CRITICAL: Level.SEVERE, Verdict.WARNING: Level.ORDINARY, Verdict.UNKNOWN: None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How grave the ticket is (`None`: no ticket), after how long, and of which service."""

    level: Level | None
    lasts: timedelta = timedelta()
    service: ServiceCode = ServiceCode.SYSTEM_ENVIRONMENT
    title: str = ""


def answer(
    rules: Iterable[AlertRule], *, standing: Verdict, component: str, level_on_critical: int | None = None
) -> Answer:
    """Return what a signal of a component leads to; what the probe itself says of its level goes first.

    Where the profile speaks of such signals, but not for this component, there is no ticket.
    """
    own = Level(level_on_critical) if level_on_critical and standing is Verdict.CRITICAL else None
    spoken = [rule for rule in rules if rule.when == standing.value]
    for rule in spoken:
        if not rule.components or component in rule.components:
            return Answer(
                level=own or (Level(rule.level) if rule.level else None),
                lasts=timedelta(seconds=rule.lasts if rule.lasts > 1 else 0),
                service=ServiceCode(rule.service) if rule.service in SERVICES else ServiceCode.SYSTEM_ENVIRONMENT,
                title=rule.title,
            )
    return Answer(level=own or (None if spoken else UNSAID.get(standing)))
