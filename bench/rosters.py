"""Roster lookup for 1,000 people over a year: every shift, and who is on watch at random instants."""

import random
import sys
import time as clock
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from zhishou.duty.rules import Layer, Plan, Unit, Version, on_watch, shifts

START = datetime(2023, 1, 1, tzinfo=UTC)
PEOPLE, PER_ROSTER, LOOKUPS = 1000, 5, 20_000


def main() -> None:
    layers = [
        Layer(
            name="daily",
            order=tuple(range(first, first + PER_ROSTER)),
            unit=Unit.DAYS,
            length=1,
            starts_on=date(2022, 12, 26),
            hand_over=time(9),
        )
        for first in range(1, PEOPLE + 1, PER_ROSTER)
    ]
    plans = [
        Plan(
            zone="Asia/Shanghai",
            versions=(Version(number=1, made_at=START, effective_from=START, layers=(layer,)),),
        )
        for layer in layers
    ]

    began = clock.perf_counter()
    found = sum(len(shifts(plan, since=START, until=START + timedelta(days=365))) for plan in plans)
    took = clock.perf_counter() - began
    print(f"rosters: {PEOPLE} people, a year, {found} shifts: {took:.2f} s ({found / took:,.0f} shifts/s)")

    dice = random.Random(1)
    asked = [(dice.choice(plans), START + timedelta(minutes=dice.randrange(525_600))) for _ in range(LOOKUPS)]
    began = clock.perf_counter()
    for plan, at in asked:
        assert on_watch(plan, at=at) is not None
    took = clock.perf_counter() - began
    print(f"rosters: who is on watch at an instant: {LOOKUPS / took:,.0f} lookups/s")


if __name__ == "__main__":
    main()
