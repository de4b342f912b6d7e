"""What probes measured over the time of a round, as inspections need it; and why something was not seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from zhishou.contracts.rules.words import Words
from zhishou.inspections.rules.words import Severity
from zhishou.systems.rules.figures import SIZES


class Level(StrEnum):
    """How a measured value stands to its two limits."""

    NORMAL = "normal"
    WARNING = "warning"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one probe says of the time of a round."""

    probe: str
    check: str
    name: str
    component: str
    kind: str  # of the component
    observed: float | None
    unit: str
    words: str  # what the probe said beside or instead of a number
    warn: str
    critical: str
    window: str
    level: Level
    severity: Severity  # beyond the second limit
    samples: int
    beyond: int  # how many of them lay beyond a limit
    minimum: float | None
    maximum: float | None
    mean: float | None
    series: tuple[tuple[datetime, float | None], ...] = ()
    warn_at: float | None = None
    critical_at: float | None = None
    advice: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """In what a figure is said: bytes as megabytes and the like, and the unit in words."""

    unit: str
    factor: float = 1.0

    def of(self, value: float | None) -> float | None:
        """Return a figure in this unit."""
        return None if value is None else value / self.factor

    def said(self, value: float) -> str:
        """Return a figure with its unit."""
        return f"{plain(value / self.factor)} {self.unit}".strip()


UNITS: Final[Mapping[str, str]] = {
    "s": "秒",
    "count": "个",
    "days": "天",
    "h": "小时",
    "min": "分钟",
    "/s": "次/秒",
    "/min": "次/分",
    "ratio": "",
    "points": "分",
}


SPANS: Final[Mapping[str, str]] = {"s": "秒", "min": "分钟", "h": "小时", "d": "天", "day": "天", "days": "天"}


def span_of(text: str) -> str:
    """Return a window as people read it: 5 分钟 for 5 min; what is written otherwise stays."""
    number, _, unit = text.partition(" ")
    return f"{number} {SPANS[unit]}" if unit in SPANS else text


def scale_of(unit: str, largest: float | None) -> Scale:
    """Return in what figures of a unit are said."""
    if unit == "bytes":
        fitting = (Scale(unit=name, factor=size) for size, name in SIZES if abs(largest or 0) >= size)
        return next(fitting, Scale(unit="B"))
    return Scale(unit=UNITS.get(unit, unit))


def plain(value: float) -> str:
    """Return a number as a person writes it: no tail of noughts, no more digits than matter."""
    if value == int(value) and abs(value) < 1e15:  # noqa: PLR2004 - beyond it, floats are not whole any more
        return str(int(value))
    text = f"{value:.3g}" if abs(value) < 100 else f"{value:.1f}"  # noqa: PLR2004 - from here on, one digit is enough
    return text.removesuffix(".0")


class Why(StrEnum):
    """Why an item is unknown."""

    NO_PROBE = "no_probe"
    NO_DATA = "no_data"
    NOT_ANSWERED = "not_answered"
    NOT_GATHERED = "not_gathered"
    COULD_NOT_TELL = "could_not_tell"


WHY_NAMES: Final[dict[Why, Words]] = {
    Why.NO_PROBE: ("没有探测项测量此项", "no probe measures this"),
    Why.NO_DATA: ("巡检周期内没有数据", "no data in the time of the round"),
    Why.NOT_ANSWERED: ("现场未填写", "not filled in on site"),
    Why.NOT_GATHERED: ("尚未采集", "not gathered yet"),
    Why.COULD_NOT_TELL: ("探测未能得出结论", "the probe could not tell"),
}
MOST_POINTS: Final = 170
"""An hour each of a week: what a chart of this width can show."""


def thinned(series: tuple[tuple[datetime, float | None], ...]) -> tuple[tuple[datetime, float | None], ...]:
    """Return a series of at most so many points; of each stretch the worst is not lost: its largest is kept."""
    if len(series) <= MOST_POINTS:
        return series
    kept = []
    for number in range(MOST_POINTS):
        stretch = series[number * len(series) // MOST_POINTS : (number + 1) * len(series) // MOST_POINTS]
        seen = [point for point in stretch if point[1] is not None]
        kept.append(max(seen, key=lambda point: point[1] or 0.0) if seen else stretch[0])
    return tuple(kept)
