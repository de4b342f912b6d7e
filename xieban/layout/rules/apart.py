"""Measures a PDF in a process of its own: `python -m xieban.layout.rules.apart`, the PDF in, the facts out as JSON.

A PDF from outside may be made to hurt whoever reads it. Here it can use up twenty seconds and a gigabyte, no more.
"""

import json
import resource
import sys
from dataclasses import astuple
from typing import Any, Final

from xieban.layout.rules.facts import Glyph, Leaf, Picture, Rule
from xieban.layout.rules.measuring import NotAPdf, leaves_of

SECONDS: Final = 20
_BYTES: Final = 1_500_000_000
NOT_A_PDF: Final = 3  # exit code


def packed(leaves: tuple[Leaf, ...]) -> str:
    """Return leaves as JSON: values in the order of the fields."""
    return json.dumps([astuple(leaf) for leaf in leaves], ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> tuple[Leaf, ...]:
    """Return the leaves of that JSON."""
    return tuple(
        Leaf(
            width=width,
            height=height,
            glyphs=tuple(Glyph(**_named(Glyph, values)) for values in glyphs),
            rules=tuple(Rule(**_named(Rule, values)) for values in rules),
            pictures=tuple(Picture(**_named(Picture, values)) for values in pictures),
        )
        for width, height, glyphs, rules, pictures in json.loads(text)
    )


def _named(kind: type[Glyph | Rule | Picture], values: list[object]) -> dict[str, Any]:
    named: dict[str, Any] = dict(zip(kind.__slots__, values, strict=True))
    if "colour" in named:
        named["colour"] = tuple(named["colour"])
    return named


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        leaves = leaves_of(sys.stdin.buffer.read())
    except NotAPdf:
        return NOT_A_PDF
    sys.stdout.write(packed(leaves))
    return 0


if __name__ == "__main__":
    sys.exit(main())
