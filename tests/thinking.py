"""Hypothesis thinks of the same examples at less cost.

For every kind of text a generated call may hold, it asks of each text it knows whether each letter is allowed, by a
generator inside a generator: a sixth of what the generated calls of the API cost. A pattern of the same letters
answers alike.
"""

import re
from typing import Any

from hypothesis.internal.conjecture import providers
from hypothesis.internal.conjecture.choice import choice_permitted


def is_permitted(choice: Any, constraints: Any) -> bool:
    """Say what Hypothesis itself would: whether a value keeps to what was asked for."""
    if not isinstance(choice, str):
        return choice_permitted(choice, constraints)
    if not constraints["min_size"] <= len(choice) <= constraints["max_size"]:
        return False
    letters = constraints["intervals"]
    if not hasattr(letters, "pattern_of_the_house"):
        ranges = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in letters.intervals)
        letters.pattern_of_the_house = re.compile(f"[{ranges}]*" if ranges else "")
    return letters.pattern_of_the_house.fullmatch(choice) is not None


def think_cheaply() -> None:
    vars(providers)["choice_permitted"] = is_permitted
