"""How many working-time additions a second: `python bench/calendars.py`."""

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jishi.calendars.door import Window, add_working, china, weekdays, working_between

ROUNDS = 100_000


def main() -> None:
    """Time additions from an hour to a year, over a calendar with two windows a day and China's holidays."""
    windows = [Window.parse("08:30-11:30"), Window.parse("14:30-17:00")]
    chance = random.Random(2023)
    begin = datetime(2023, 1, 1, tzinfo=UTC)
    starts = [begin + timedelta(seconds=chance.randrange(365 * 86400)) for _ in range(ROUNDS)]

    made = perf_counter()
    calendar = china(key="bench", version=1, weekly=weekdays(windows), years=range(2022, 2027))
    add_working(calendar, start=begin, amount=timedelta(hours=1500))
    print(f"calendar: built and laid out in {(perf_counter() - made) * 1000:.0f} ms")
    for name, amount in (("an hour", 1), ("a month", 120), ("a year", 1370)):
        since = perf_counter()
        for start in starts:
            add_working(calendar, start=start, amount=timedelta(hours=amount))
        print(f"calendar: {ROUNDS / (perf_counter() - since):,.0f} additions/s of {name} of working time")
    since = perf_counter()
    for one, two in zip(starts, reversed(starts), strict=True):
        working_between(calendar, start=min(one, two), end=max(one, two))
    print(f"calendar: {ROUNDS / (perf_counter() - since):,.0f} differences/s")


if __name__ == "__main__":
    main()
