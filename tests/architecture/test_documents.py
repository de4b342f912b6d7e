"""What is public is documented: settings, commands, events, decisions, changes."""

import ast
import re

import pytest

from jishi.outbox.door import wired
from tests.architecture.public import (
    events,
    headings,
    settings_read,
    text,
    undocumented_commands,
    undocumented_settings,
)
from tests.architecture.tree import PRODUCTS, ROOT, files, name_of


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_setting_is_documented_and_no_other(product: str) -> None:
    assert undocumented_settings(product) == set()


def test_every_command_is_documented_and_no_other() -> None:
    assert undocumented_commands("zhishou") == []


def test_every_event_is_heard_or_marked_nobody() -> None:
    assert [kind for kind in events("zhishou") if kind not in wired()] == []


def test_the_changelog_is_open() -> None:
    assert "Unreleased" in headings(text("CHANGELOG.md"))


def test_decisions_are_numbered_once_and_say_what_is_lost() -> None:
    records = sorted(path for path in files() if path.parent == ROOT / "docs/why" and path.suffix == ".md")
    numbers = [path.name[:4] for path in records]

    assert len(numbers) == len(set(numbers)), numbers
    for path in records:
        words = path.read_text(encoding="utf-8")
        assert re.match(rf"# {path.name[:4]}\. \S", words), name_of(path)
        for part in ("## Context", "## Choice", "## Rejected", "## What we lose"):
            assert part in words, f"{name_of(path)} lacks “{part}”"


@pytest.mark.parametrize(
    ("source", "found"),
    [('A = env.flag("ODD", default=False)', {"ZHISHOU_ODD"}), ('B = other.flag("ODD")', set())],
)
def test_a_planted_setting_is_found(source: str, found: set[str]) -> None:
    assert settings_read(ast.parse(source), "ZHISHOU_") == found
