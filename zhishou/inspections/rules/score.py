"""The score of a round: 100 less what was found, never better than the worst of it or than what was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhishou.contracts.rules.words import Words
from zhishou.inspections.rules.words import ItemOutcome, Severity

WEIGHTS: Final[Mapping[Severity, int]] = {
    Severity.CRITICAL: 30,
    Severity.HIGH: 10,
    Severity.MEDIUM: 4,
    Severity.LOW: 1,
    Severity.HINT: 0,
    Severity.UNKNOWN: 0,
}
CRITICAL_CAP: Final = 59
UNKNOWN_CAP: Final = 89
"""Of what was not seen nobody says that it is excellent."""
GRADES: Final[tuple[tuple[int, Words], ...]] = (
    (90, ("优", "excellent")),
    (75, ("良", "good")),
    (60, ("中", "fair")),
    (0, ("差", "poor")),
)
NO_GRADE: Final[Words] = ("无法评定", "cannot be judged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score with everything that made it."""

    value: int | None  # None: nothing could be seen
    lost: int
    cap: int
    by_critical: bool
    by_unknown: bool
    counts: Mapping[ItemOutcome, int]
    findings: Mapping[Severity, int]

    @property
    def grade(self) -> Words:
        """Say it in a word."""
        if self.value is None:
            return NO_GRADE
        return next(words for least, words in GRADES if self.value >= least)


def score_of(items: Sequence[tuple[ItemOutcome, Severity | None]]) -> Score:
    """Return the score of these items."""
    counts = {one: sum(outcome is one for outcome, _ in items) for one in ItemOutcome}
    found = [severity for outcome, severity in items if outcome is ItemOutcome.ABNORMAL and severity]
    findings = {one: sum(severity is one for severity in found) for one in Severity}
    findings[Severity.UNKNOWN] = counts[ItemOutcome.UNKNOWN]
    lost = sum(WEIGHTS[severity] for severity in found)
    seen = len(items) - counts[ItemOutcome.NOT_APPLICABLE]
    unknown = counts[ItemOutcome.UNKNOWN]
    cap = CRITICAL_CAP if findings[Severity.CRITICAL] else 100
    if unknown:
        # Beyond the tenth that the cap stands for, every further hundredth unseen costs a point.
        cap = min(cap, UNKNOWN_CAP, 100 - -(-100 * unknown // seen))
    nothing_seen = seen == unknown
    return Score(
        value=None if nothing_seen else max(0, min(100 - lost, cap)),
        lost=lost,
        cap=cap,
        by_critical=bool(findings[Severity.CRITICAL]) and 100 - lost > CRITICAL_CAP,
        by_unknown=bool(unknown) and 100 - lost > cap,
        counts=counts,
        findings=findings,
    )
