"""What a product promises to whoever uses it, as the running product has it and as the reference says it."""

import ast
import importlib
import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.core.management import get_commands, load_command_class

from jishi.outbox.events import Event
from tests.architecture.tree import ROOT, parsed


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def headings(page: str, *, beginning: str = "") -> set[str]:
    """Return the headings of a page; one that stands for both products names both: `zhishou tick · xieban tick`."""
    found = re.findall(r"^##+ `?([^`\n]+?)`?$", page, re.MULTILINE)
    names = {name.strip() for heading in found for name in heading.split(" · ")}
    return {name for name in names if name.startswith(beginning)}


def settings_read(source: ast.AST, prefix: str) -> set[str]:
    """Return the names that a settings module asks the environment for."""
    return {
        prefix + str(node.args[0].value)
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "env"
        if node.args and isinstance(node.args[0], ast.Constant)
    }


def undocumented_settings(product: str) -> set[str]:
    """Return the settings that either the code or the page knows alone."""
    prefix = f"{product.upper()}_"
    read = settings_read(parsed(ROOT / product / "config/settings.py"), prefix)
    return read ^ headings(text("docs/reference/settings.md"), beginning=prefix)


def commands(product: str) -> Iterator[tuple[str, list[str]]]:
    """Yield every command of the running product, with its verbs."""
    for name, app in get_commands().items():
        module = app if isinstance(app, str) else app.name
        if module.split(".")[0] in {product, "jishi"}:
            yield f"{product} {name}", _verbs_of(load_command_class(module, name).create_parser(product, name))


def _verbs_of(parser: ArgumentParser) -> list[str]:
    return [verb for action in parser._actions if isinstance(action, _SubParsersAction) for verb in action.choices]


def undocumented_commands(product: str) -> list[str]:
    """Return the commands that either the code or the page knows alone, and verbs that the page does not show."""
    page, there = text("docs/reference/commands.md"), dict(commands(product))
    # What both products have is shown under the name of the first.
    shown = [f"`{name} {verb}" for name, verbs in there.items() for verb in verbs]
    missing = [one for one in shown if one not in page and one.replace(f"`{product}", "`zhishou") not in page]
    return sorted(set(there) ^ headings(page, beginning=f"{product} ")) + missing


def events(product: str) -> list[type[Event]]:
    """Return every event that an area's `events.py` declares, bases of others left out."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith(f"{product}.") and (Path(config.path) / "events.py").exists():
            kinds = vars(importlib.import_module(f"{config.name}.events")).values()
            found += [
                kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
            ]
    return [kind for kind in dict.fromkeys(found) if not any(kind in one.__mro__[1:] for one in found)]
