"""Charts and the topology as SVG of lines, boxes and numbers; words are set over them by whoever sets the page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

WIDTH: Final = 1000
HEIGHT: Final = 260
_INK, _FAINT, _WARN, _CRITICAL, _FILL = "#1f5a8c", "#d9dee5", "#c77700", "#b3261e", "#1f5a8c22"

Series = Sequence[tuple[datetime, float | None]]


def chart(series: Series, *, lines: Sequence[tuple[float, bool]] = ()) -> str:
    """Return a series as a picture; where nothing was seen the line has a gap; `lines` are limits, grave or not."""
    seen = [value for _, value in series if value is not None]
    if not seen:
        return ""
    low, high = bounds(seen, [value for value, _ in lines])
    first, last = series[0][0].timestamp(), series[-1][0].timestamp()

    def x(moment: datetime) -> float:
        return WIDTH * (moment.timestamp() - first) / ((last - first) or 1)

    def y(value: float) -> float:
        return HEIGHT - HEIGHT * (value - low) / ((high - low) or 1)

    parts = [_line(0, HEIGHT * part / 4, WIDTH, HEIGHT * part / 4, _FAINT) for part in range(5)]
    for run in _runs(series):
        points = " ".join(f"{x(moment):.1f},{y(value):.1f}" for moment, value in run)
        if len(run) == 1:
            parts.append(f'<circle cx="{x(run[0][0]):.1f}" cy="{y(run[0][1]):.1f}" r="4" fill="{_INK}"/>')
            continue
        base = f"{x(run[-1][0]):.1f},{HEIGHT} {x(run[0][0]):.1f},{HEIGHT}"
        parts.append(f'<polygon points="{points} {base}" fill="{_FILL}"/>')
        parts.append(f'<polyline points="{points}" fill="none" stroke="{_INK}" stroke-width="3"/>')
    for value, is_grave in lines:
        if low <= value <= high:
            parts.append(_line(0, y(value), WIDTH, y(value), _CRITICAL if is_grave else _WARN, dashed=True))
    return _svg(WIDTH, HEIGHT, parts)


def bounds(seen: Sequence[float], limits: Sequence[float]) -> tuple[float, float]:
    """Return between what a chart runs: all that was seen, and a limit where it is near enough to matter."""
    low, high = min(seen), max(seen)
    room = max(high - low, abs(high) * 0.1, 1e-9)
    near = [value for value in limits if low - 2 * room <= value <= high + 2 * room]
    low, high = min([low, *near]), max([high, *near])
    # A line that shows a tenth of a per cent as a cliff misleads: what hardly moves is drawn as hardly moving.
    steady = max(abs(high) * 0.1 - (high - low), 0) / 2
    low, high = low - steady, high + steady
    room = (high - low) * 0.08 or 1.0
    return (0.0 if 0 <= low <= high / 2 else low - room), high + room


def _runs(series: Series) -> list[list[tuple[datetime, float]]]:
    runs: list[list[tuple[datetime, float]]] = [[]]
    for moment, value in series:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((moment, value))
    return [run for run in runs if run]


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="12 8"' if dashed else ""
    width = 3 if dashed else 1
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
        f' stroke-width="{width}"{dashes}/>'
    )


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" preserveAspectRatio="none">{"".join(parts)}</svg>'
    )


BOX: Final = (170, 62)
GAP: Final = (40, 60)
COLOURS: Final[Mapping[str, str]] = {"normal": "#2f7d4f", "abnormal": "#b3261e", "unknown": "#8a8f98"}


def ranked(needs: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return components row by row: each above what it needs; a circle does not hang it."""
    rank: dict[str, int] = {}

    def depth(code: str, way: tuple[str, ...]) -> int:
        if code in way:
            return 0
        if code not in rank:
            below = [depth(one, (*way, code)) for one in needs.get(code, ()) if one in needs]
            rank[code] = 1 + max(below, default=-1)
        return rank[code]

    for code in needs:
        depth(code, ())
    highest = max(rank.values(), default=-1)
    return [[code for code in needs if rank[code] == level] for level in range(highest, -1, -1)]


def places(rows: Sequence[Sequence[str]]) -> dict[str, tuple[float, int]]:
    """Return each component's column and row, every row in the middle of the widest."""
    widest = max((len(row) for row in rows), default=0)
    return {
        code: ((widest - len(row)) / 2 + number, level)
        for level, row in enumerate(rows)
        for number, code in enumerate(row)
    }


def size_of(where: Mapping[str, tuple[float, int]]) -> tuple[float, float]:
    """Return how large the drawing of these places is."""
    columns = max((column for column, _ in where.values()), default=0) + 1
    rows = max((row for _, row in where.values()), default=0) + 1
    return columns * (BOX[0] + GAP[0]) - GAP[0] + 4, rows * (BOX[1] + GAP[1]) - GAP[1] + 4


def corner(place: tuple[float, int]) -> tuple[float, float]:
    """Return the upper left corner of a component's box."""
    return 2 + place[0] * (BOX[0] + GAP[0]), 2 + place[1] * (BOX[1] + GAP[1])


def topology(needs: Mapping[str, Sequence[str]], states: Mapping[str, str]) -> str:
    """Return the boxes of the components and lines from each to what it needs."""
    where = places(ranked(needs))
    if not where:
        return ""
    parts = []
    for code, below in needs.items():
        for other in below:
            if other in where and other != code:
                (x1, y1), (x2, y2) = corner(where[code]), corner(where[other])
                middle = (y1 + BOX[1] + y2) / 2
                parts.append(
                    f'<path d="M{x1 + BOX[0] / 2:.1f} {y1 + BOX[1]:.1f} C{x1 + BOX[0] / 2:.1f} {middle:.1f}'
                    f' {x2 + BOX[0] / 2:.1f} {middle:.1f} {x2 + BOX[0] / 2:.1f} {y2:.1f}" fill="none"'
                    ' stroke="#9aa4b2" stroke-width="2"/>'
                )
    for code, place in where.items():
        x, y = corner(place)
        colour = COLOURS.get(states.get(code, "unknown"), COLOURS["unknown"])
        dashes = ' stroke-dasharray="7 5"' if states.get(code, "unknown") == "unknown" else ""
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{BOX[0]}" height="{BOX[1]}" rx="8" fill="#ffffff"'
            f' stroke="{colour}" stroke-width="3"{dashes}/>'
        )
        parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="8" height="{BOX[1]}" rx="3" fill="{colour}"/>')
    return _svg(*size_of(where), parts)
