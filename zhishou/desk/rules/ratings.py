"""How satisfied the client's people are: five stars in words, and what counts as low."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from zhishou.contracts.rules.words import Words


class Stars(IntEnum):
    """How satisfied somebody is."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


STAR_NAMES: Final[Mapping[Stars, Words]] = {
    Stars.VERY_GOOD: ("非常满意", "very satisfied"),
    Stars.GOOD: ("满意", "satisfied"),
    Stars.FAIR: ("一般", "neither nor"),
    Stars.BAD: ("不满意", "dissatisfied"),
    Stars.VERY_BAD: ("非常不满意", "very dissatisfied"),
}
LOW: Final = Stars.BAD
"""From here down a service manager hears of it at once."""


def is_low(stars: Stars) -> bool:
    """Say whether a rating is one that somebody must look into."""
    return stars <= LOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """Ratings counted: how many of each, and together; the mean in hundredths, so that nobody rounds twice."""

    counts: Mapping[Stars, int]
    rated: int
    low: int
    mean_hundredths: int | None


def satisfaction(given: Iterable[tuple[int, int]]) -> Satisfaction:
    """Return what pairs of stars and how often they were given amount to."""
    counts = dict.fromkeys(sorted(Stars, reverse=True), 0)
    for stars, times in given:
        counts[Stars(stars)] += times
    rated = sum(counts.values())
    total = sum(stars * times for stars, times in counts.items())
    return Satisfaction(
        counts=counts,
        rated=rated,
        low=sum(times for stars, times in counts.items() if is_low(stars)),
        mean_hundredths=(200 * total + rated) // (2 * rated) if rated else None,
    )
