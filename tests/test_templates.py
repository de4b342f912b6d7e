"""Templates keep to the house: nothing inline, and only icons that are in the sprite."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

TEMPLATES = sorted(
    path for product in ("jishi", "zhishou", "xieban") for path in (ROOT / product).glob("*/templates/**/*.html")
)
INLINE = re.compile(
    r"""\sstyle\s*=|\son(?:[a-z]*click|change|submit|load|input|key\w+|mouse\w+|focus|blur|error)\s*=|\shx-on\b|hx-vals\s*=\s*["']js:|javascript:|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")"""
)
ICON = re.compile(r"""{%\s*icon\s+"([^"]+)"|{%\s*mark\s+\S+\s+"([^"]+)"|\bicon="([^"]+)\"""")
ICON_IN_CODE = re.compile(r"""\bicon=\(?"([a-z0-9-]+)\"""")
CHINESE_PUNCTUATION = re.compile("[，。；：、（）]")
# The keys of the editor bear the numerals that an official document has in whatever language its page speaks.
NUMERAL_OF_A_HEADING = re.compile("""data-level="[0-9]">(?:一、|（一）|（1）)<""")
LISTED = set((ROOT / "frontend" / "icons.txt").read_text(encoding="utf-8").split())
# It must stand without any built file, so its style is in it, under the page's nonce.
WITHOUT_FILES = {"error_bare.html"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert INLINE.findall(text) == []
    assert ("<style" in text) == (path.name in WITHOUT_FILES)


def test_no_page_is_punctuated_in_chinese_where_it_speaks_english() -> None:
    """What stands in a template outside its translated words stands on the pages of both languages."""
    wrong = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CHINESE_PUNCTUATION.search(NUMERAL_OF_A_HEADING.sub("", line))
    }

    assert wrong == set()


def test_what_is_copied_from_elsewhere_names_where() -> None:
    """`data-copy="#once"` would copy the words “#once”."""
    wrong = [
        path.name for path in TEMPLATES if re.search(r"""data-copy(="#|[\s>])""", path.read_text(encoding="utf-8"))
    ]

    assert wrong == []


def test_every_icon_is_in_the_sprite() -> None:
    asked = {
        (name, path.relative_to(ROOT).as_posix())
        for path in TEMPLATES
        for found in ICON.findall(path.read_text(encoding="utf-8"))
        for name in found
        if name
    }
    asked |= {
        (name, path.relative_to(ROOT).as_posix())
        for product in ("jishi", "zhishou")
        for path in (ROOT / product).rglob("*.py")
        if "tests" not in path.parts
        for name in ICON_IN_CODE.findall(path.read_text(encoding="utf-8"))
    }

    assert sorted((name, where) for name, where in asked if name not in LISTED) == []


def test_the_list_of_icons_is_sorted_and_has_each_once() -> None:
    names = (ROOT / "frontend" / "icons.txt").read_text(encoding="utf-8").split()

    assert names == sorted(set(names))


@pytest.mark.parametrize(
    "fault",
    ['<p style="x">', "<b onclick='x'>", '<a href="javascript:x">', "<script>x</script>", '<p hx-on:click="x">'],
)
def test_a_planted_fault_is_found(fault: str) -> None:
    assert INLINE.findall(fault)
