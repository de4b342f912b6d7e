"""What is public is documented: settings, commands, events, decisions, changes."""

import ast
import importlib
import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class

from jishi.outbox.door import wired
from jishi.outbox.events import Event
from tests.architecture.tree import ROOT, files, name_of, parsed


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def headings(page: str) -> set[str]:
    return set(re.findall(r"^##+ `?([^`\n]+?)`?$", page, re.MULTILINE))


def settings_read(source: ast.AST, prefix: str) -> set[str]:
    """Return the names that a settings module asks the environment for."""
    return {
        prefix + str(node.args[0].value)
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "env"
        if node.args and isinstance(node.args[0], ast.Constant)
    }


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield every command of ours, with its verbs."""
    for name, app in get_commands().items():
        module = app if isinstance(app, str) else app.name
        if module.split(".")[0] in {"zhishou", "jishi"}:
            yield f"zhishou {name}", verbs_of(load_command_class(module, name).create_parser("zhishou", name))


def verbs_of(parser: ArgumentParser) -> list[str]:
    return [verb for action in parser._actions if isinstance(action, _SubParsersAction) for verb in action.choices]


def events() -> list[type[Event]]:
    """Return every event that an area's `events.py` declares, bases of others left out."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("zhishou.") and (Path(config.path) / "events.py").exists():
            kinds = vars(importlib.import_module(f"{config.name}.events")).values()
            found += [
                kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
            ]
    return [kind for kind in dict.fromkeys(found) if not any(kind in one.__mro__[1:] for one in found)]


def test_every_setting_is_documented_and_no_other() -> None:
    read = settings_read(parsed(ROOT / "zhishou/config/settings.py"), "ZHISHOU_") | {"DATABASE_URL"}

    assert headings(text("docs/reference/settings.md")) == read


def test_every_command_is_documented_and_no_other() -> None:
    page = text("docs/reference/commands.md")

    assert headings(page) == {name for name, _ in commands()}
    assert [f"{name} {verb}" for name, verbs in commands() for verb in verbs if f"`{name} {verb}" not in page] == []


def test_every_event_is_heard_or_marked_nobody() -> None:
    assert [kind for kind in events() if kind not in wired()] == []


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
