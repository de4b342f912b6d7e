"""The numerals that Word makes for its lists: they are not in the words of the file and must be put there."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from docx.oxml.ns import qn

from xieban.writing.rules.counting import written

_PLACE: Final = re.compile(r"%([1-9])")
_DEEPEST: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one level of a list is numbered."""

    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of one file, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * _DEEPEST))
    begun: set[str] = field(default_factory=set)

    def numeral(self, *, list_id: str, depth: int) -> tuple[str, bool]:
        """Count on and return the numeral, and whether it is only a point."""
        name = self.abstract.get(list_id, "")
        levels = self.levels.get(name, {})
        level = levels.get(depth)
        if level is None or not 0 <= depth < _DEEPEST:
            return "", False
        if level.form == "bullet":
            return "", True
        counts = self.counts[name]
        if list_id not in self.begun:
            self.begun.add(list_id)
            for at, start in self.restarts.get(list_id, {}).items():
                counts[at] = start - 1
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (_DEEPEST - depth - 1)
        return _PLACE.sub(lambda found: self._said(levels, counts, int(found[1]) - 1), level.text), False

    @staticmethod
    def _said(levels: dict[int, Level], counts: list[int], at: int) -> str:
        level = levels.get(at)
        return written(counts[at] or (level.start if level else 1), form=level.form if level else "decimal")


def value(element: Any, name: str, default: str = "") -> str:
    """Return the `w:val` of a child."""
    child = element.find(qn(name)) if element is not None else None
    return default if child is None else str(child.get(qn("w:val"), default))


def _number(text: str, default: int) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else default  # noqa: PLR2004 - no list counts further


def numbering_of(root: Any) -> Numbering:
    """Read the lists out of `word/numbering.xml`; without one there are none."""
    found = Numbering()
    if root is None:
        return found
    for abstract in root.findall(qn("w:abstractNum")):
        name = str(abstract.get(qn("w:abstractNumId")))
        found.levels[name] = {
            _number(level.get(qn("w:ilvl"), ""), 0): Level(
                form=value(level, "w:numFmt", "decimal"),
                text=value(level, "w:lvlText"),
                start=_number(value(level, "w:start", "1"), 1),
            )
            for level in abstract.findall(qn("w:lvl"))
        }
    for one in root.findall(qn("w:num")):
        list_id = str(one.get(qn("w:numId")))
        found.abstract[list_id] = value(one, "w:abstractNumId")
        found.restarts[list_id] = {
            _number(over.get(qn("w:ilvl"), ""), 0): _number(value(over, "w:startOverride"), 1)
            for over in one.findall(qn("w:lvlOverride"))
            if over.find(qn("w:startOverride")) is not None
        }
    return found
