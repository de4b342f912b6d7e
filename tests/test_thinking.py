"""What is allowed in a generated text is what Hypothesis says."""

import pytest
from hypothesis.internal.conjecture.choice import choice_permitted
from hypothesis.internal.conjecture.providers import GLOBAL_CONSTANTS
from hypothesis.internal.intervalsets import IntervalSet

from tests.thinking import is_permitted

HOSTILE = ["", "a]", "^", "-", "\\", "\x00", "\n", "\ud800", "\U0010ffff", "行", "[a-z]"]


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param([], id="none"),
        pytest.param([(0x20, 0x7E)], id="printed"),
        pytest.param([(0, 0xD7FF), (0xE000, 0x10FFFF)], id="all but halves"),
        pytest.param([(0x2D, 0x2D), (0x5B, 0x5E)], id="those of patterns"),
    ],
)
@pytest.mark.parametrize("sizes", [(0, 10**9), (1, 3)])
def test_the_pattern_allows_what_hypothesis_allows(letters: list[tuple[int, int]], sizes: tuple[int, int]) -> None:
    constraints = {"intervals": IntervalSet(letters), "min_size": sizes[0], "max_size": sizes[1]}

    for text in [*HOSTILE, *GLOBAL_CONSTANTS.set_for_type("string")]:
        assert is_permitted(text, constraints) == choice_permitted(text, constraints), ascii(text)  # type: ignore[arg-type]
