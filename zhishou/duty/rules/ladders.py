"""Whom a ladder calls next, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from zhishou.contracts.rules import Level
from zhishou.people.rules import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Call whoever is on watch in these tiers, all at once; after `wait` without an answer, go on."""

    tiers: tuple[Tier, ...]
    wait: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A ladder: its steps from the bottom up, gone through `rounds` times.

    Number 0 was not made here: it is that of a version of the contract, or, without one, the built-in one.
    """

    number: int
    steps: tuple[Step, ...]
    rounds: int
    contract_version: int = 0

    @property
    def height(self) -> int:
        """How many steps there are over all rounds."""
        return len(self.steps) * self.rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """One step as it went: its true due moment and who was called; nobody when it was empty."""

    position: int
    tiers: tuple[Tier, ...]
    due_at: datetime
    called: tuple[tuple[Tier, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """What a tick does with a due ladder: the steps taken now, and where it stands afterwards."""

    taken: tuple[StepTaken, ...]
    position: int
    due_at: datetime  # the true moment of the next step
    next_at: datetime  # when it is taken: later than due_at only while catching up
    exhausted: bool = False


def climb(
    policy: Policy,
    *,
    position: int,
    due_at: datetime,
    at: datetime,
    on_watch: Mapping[Tier, int | None],
    least_wait: timedelta,
) -> Climb:
    """Take the due step; an empty one passes on at once, and one call a tick is the most.

    After an outage the steps keep their true due moments but are called one by one, `least_wait` apart, so
    that whoever is called first has a chance to answer before the whole house is awake.
    """
    taken: list[StepTaken] = []
    while position < policy.height:
        step = policy.steps[position % len(policy.steps)]
        called: dict[int, Tier] = {}
        for tier in step.tiers:
            person = on_watch.get(tier)
            if person is not None:
                called.setdefault(person, tier)
        taken.append(
            StepTaken(
                position=position,
                tiers=step.tiers,
                due_at=due_at,
                called=tuple((tier, person) for person, tier in called.items()),
            )
        )
        position += 1
        if called:
            due_at += step.wait
            next_at = max(due_at, at + min(step.wait, least_wait))
            return Climb(taken=tuple(taken), position=position, due_at=due_at, next_at=next_at)
    return Climb(taken=tuple(taken), position=position, due_at=due_at, next_at=due_at, exhausted=True)


def _minutes(*steps: tuple[int, tuple[Tier, ...]]) -> tuple[Step, ...]:
    return tuple(Step(tiers=tiers, wait=timedelta(minutes=minutes)) for minutes, tiers in steps)


# Level 1 must be answered at once and be remote within 10 minutes: two tiers at a time, the expert by then.
_DEFAULTS: Final[Mapping[Level, Policy]] = {
    Level.FATAL: Policy(
        number=0,
        steps=_minutes(
            (3, (Tier.FRONT_DESK, Tier.FIRST_LINE)),
            (3, (Tier.FIRST_LINE, Tier.SECOND_LINE)),
            (4, (Tier.SECOND_LINE, Tier.EXPERT)),
            (5, (Tier.EXPERT, Tier.MANAGER)),
        ),
        rounds=3,
    ),
    Level.SEVERE: Policy(
        number=0,
        steps=_minutes(
            (5, (Tier.FRONT_DESK,)),
            (5, (Tier.FIRST_LINE,)),
            (10, (Tier.SECOND_LINE,)),
            (10, (Tier.EXPERT,)),
            (10, (Tier.MANAGER,)),
        ),
        rounds=2,
    ),
    Level.ORDINARY: Policy(
        number=0,
        steps=_minutes(
            (10, (Tier.FRONT_DESK,)),
            (15, (Tier.FIRST_LINE,)),
            (30, (Tier.SECOND_LINE,)),
            (30, (Tier.EXPERT,)),
            (30, (Tier.MANAGER,)),
        ),
        rounds=1,
    ),
}


def default_policy(level: Level) -> Policy:
    """Return the scheme's ladder for a level: front desk, first line, second line, expert, manager."""
    return _DEFAULTS[level]
