"""How figures are written for people: sizes in what they are thought of, the rest as briefly as is still right."""

from typing import Final

from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import UNIT_NAMES, Unit, say

SIZES: Final = ((1024**4, "TB"), (1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))


def written(value: float) -> str:
    """Write a figure; outside of what can be read at a glance, powers of ten read better."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:  # noqa: PLR2004 - as above
        return f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"  # noqa: PLR2004 - as above
    return f"{value:.3g}"


def measured(value: float, unit: Unit, *, language: str) -> str:
    """Write a figure with its unit: 20 GB, 0.35 s."""
    if unit is not Unit.BYTES:
        return f"{written(value)} {say(UNIT_NAMES[unit], language)}".strip()
    fitting = (f"{value / size:.3g} {name}" for size, name in SIZES if abs(value) >= size)
    return next(fitting, f"{value:g} B")


def limited(limit: Threshold, unit: Unit, *, language: str) -> str:
    """Write a threshold with its unit: > 20 GB."""
    return f"{'>' if limit.over is not None else '<'} {measured(limit.value, unit, language=language)}"
