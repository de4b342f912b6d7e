"""What one observation means: the worst threshold is judged first, and what was not measured is never normal."""

import math
from dataclasses import dataclass

from zhishou.systems.rules.observing import Outcome
from zhishou.systems.rules.thresholds import Threshold
from zhishou.watch.rules.words import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The thresholds of a probe; without any, whatever could be measured is normal."""

    warn: Threshold | None = None
    critical: Threshold | None = None


def judge(outcome: Outcome, value: float | None, limits: Limits) -> Verdict:
    """Say what one observation means."""
    if outcome is Outcome.FAILED:
        return Verdict.CRITICAL
    if outcome is Outcome.UNKNOWN:
        return Verdict.UNKNOWN
    if value is None and limits == Limits():
        return Verdict.NORMAL  # it answers, and nothing more is asked
    if value is None or not math.isfinite(value):
        return Verdict.UNKNOWN
    return _by_limits(value, limits)


def _by_limits(value: float, limits: Limits) -> Verdict:
    if limits.critical is not None and limits.critical.is_broken_by(value):
        return Verdict.CRITICAL
    if limits.warn is not None and limits.warn.is_broken_by(value):
        return Verdict.WARNING
    return Verdict.NORMAL
