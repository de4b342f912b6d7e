"""Patterns that a profile brings: searched in time that grows with the text alone, whoever wrote them.

A catastrophic pattern over a hostile page would hold up every look of the prober; RE2 has none, at the price of
look-around and backreferences (docs/why/0050).
"""

from typing import Any, Final

import re2  # type: ignore[import-untyped]

_QUIET: Final = re2.Options()
_QUIET.log_errors = False


class PatternRefused(ValueError):
    """A pattern cannot be used; the message says why, in the engine's words."""


def pattern_of(text: str) -> Any:
    """Return the pattern, with the methods of the standard library's; raises `PatternRefused`."""
    try:
        return re2.compile(text, _QUIET)
    except re2.error as error:
        why = error.args[0] if error.args else error
        raise PatternRefused(why.decode(errors="replace") if isinstance(why, bytes) else str(why)) from error


def is_pattern_with_group(text: str) -> bool:
    """Say whether something can be kept by this pattern."""
    try:
        return int(pattern_of(text).groups) >= 1
    except PatternRefused:
        return False
