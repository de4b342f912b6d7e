"""Whether the built styles hold all of Tabler's that a page would have: the build leaves out what nothing names.

What the page says is compared with Tabler's own file, by nothing of what the build thinks (docs/why/0053).
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Final, TypeAlias

from tests.needs import BUILT as MANIFEST
from tests.needs import HOUSE

TABLER: Final = HOUSE / "frontend" / "node_modules" / "@tabler" / "core" / "dist" / "css" / "tabler.min.css"
BUILT: Final = MANIFEST.parent
# A medium, a movement or one of its steps.
MOVEMENT: Final = re.compile(r"[@%]|^(from|to)$")
ASIDE: Final = re.compile(r":[\w-]+\([^()]*\)")  # `:not(.btn)`: no word that the page must have
RULE: Final = re.compile(r"([^{};]+)\{([^{}]*)\}")
FAMILY: Final = re.compile(r"(?:^|;)([a-z]+)")
SIDES: Final = {"inset", "top", "right", "bottom", "left"}  # the build writes one as the others
SET: Final = re.compile(r"(--tblr-[\w-]+):")
READ: Final = re.compile(r"var\((--tblr-[\w-]+)")
WORD: Final = re.compile(r"[.#:]?[\w-]+")
TAG: Final = re.compile(r"""<([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>""")
ATTRIBUTE: Final = re.compile(r"""([\w:.@-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")

Selector: TypeAlias = frozenset[str]
"""What an element and those around it must have: `.class`, `#id`, tags, attributes and their values, `:state`."""
Style: TypeAlias = tuple[Selector, str]
"""What is selected, and which family of properties is set for it: `border`, `padding`."""


def selectors_of(prelude: str) -> set[Selector]:
    """Return what a rule selects, each by the words that must all be there."""
    if MOVEMENT.search(prelude):
        return set()
    plain = prelude.replace("::", ":")
    while ASIDE.search(plain):
        plain = ASIDE.sub("", plain)
    return {frozenset(WORD.findall(one)) for one in plain.split(",")}


def styles_of(css: str) -> frozenset[Style]:
    """Return what a stylesheet styles; our own rules stand beside Tabler's, so what they set for it counts too."""
    found = set()
    for prelude, body in RULE.findall(css):
        families = set(FAMILY.findall(body)) - SIDES
        found |= {(selector, family) for selector in selectors_of(prelude) for family in families}
    return frozenset(found)


@cache
def _tabler() -> str:
    return TABLER.read_text(encoding="utf-8")


@cache
def _built() -> str:
    (sheet,) = BUILT.glob("pages-*.css")
    return sheet.read_text(encoding="utf-8")


@cache
def left_out() -> Mapping[Selector, frozenset[str]]:
    """Return what Tabler styles and our styles do not."""
    found: dict[Selector, frozenset[str]] = {}
    for selector, family in styles_of(_tabler()) - styles_of(_built()):
        found[selector] = found.get(selector, frozenset()) | {family}
    return found


@cache
def _telling() -> frozenset[str]:
    """Return the words by which pages differ; any element may come into any state."""
    return frozenset(chain.from_iterable(left_out()))


def words_of(page: str) -> set[str]:
    """Return what a page has that a stylesheet can select; a value of several words is none."""
    found = set()
    for tag, inside in TAG.findall(page):
        found.add(tag)
        for name, *values in ATTRIBUTE.findall(inside):
            found.add(name)
            words = "".join(values).split()
            if name == "class":
                found.update(f".{word}" for word in words)
            elif len(words) == 1:
                found.add(f"#{words[0]}" if name == "id" else words[0])
    return found


def undressed(page: str) -> list[str]:
    """Name what Tabler would style on this page and the built styles do not; nothing where either is missing."""
    if not TABLER.exists() or not MANIFEST.exists():
        return []
    words = {word for word in _telling() if word.startswith(":")} | (words_of(page) & _telling())
    return sorted(
        f"{' '.join(sorted(one))}: {', '.join(sorted(of))}" for one, of in left_out().items() if one <= words
    )


def lost_variables() -> list[str]:
    """Name the variables that the built styles read, and that a rule which they have set before it was built."""
    there = {selector for prelude, _body in RULE.findall(_built()) for selector in selectors_of(prelude)}
    lost = set()
    for prelude, body in RULE.findall(_tabler()):
        if selectors_of(prelude) & there:
            lost |= set(SET.findall(body))
    return sorted((lost - set(SET.findall(_built()))) & set(READ.findall(_built())))
