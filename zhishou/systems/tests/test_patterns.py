"""Patterns of a profile hold nobody up, whatever they meet."""

import subprocess
import sys

import pytest

from zhishou.systems.connectors.reaching import NotReachedError, searched
from zhishou.systems.rules.observing import Outcome
from zhishou.systems.rules.steps import Step

SLOW_MACHINE = 60
SEARCHES = """
import sys
from zhishou.systems.rules.patterns import pattern_of
sys.exit(bool(pattern_of(sys.argv[1]).search("a" * 400_000 + "!")))
"""


@pytest.mark.parametrize("catastrophic", ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*a){12}b"])
def test_a_catastrophic_pattern_over_a_hostile_page_ends(catastrophic: str) -> None:
    """With the standard library's engine this takes longer than anybody lives."""
    subprocess.run([sys.executable, "-c", SEARCHES, catastrophic], check=True, timeout=SLOW_MACHINE)


@pytest.mark.parametrize("wrong", ["(", "no group", "(?=ahead)(x)", r"(x)\1", "(?<!behind)(x)"])
def test_what_cannot_be_searched_is_refused_with_the_profile(wrong: str) -> None:
    assert Step(name="打开登录页", path="/", keep={"csrf": wrong}).wrong_patterns() == ("csrf",)
    assert Step(name="打开登录页", path="/", keep={"csrf": "(x)"}).wrong_patterns() == ()


def test_a_pattern_kept_from_before_that_cannot_be_searched_is_unknown() -> None:
    with pytest.raises(NotReachedError) as refused:
        searched("(?=ahead)x")
    assert refused.value.observation.outcome is Outcome.UNKNOWN
    assert searched("关于(.+)的通知").search("关于汛期值班的通知")[1] == "汛期值班"
