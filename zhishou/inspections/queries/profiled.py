"""A sheet as a system's profile suggests it: an object for each component, and what the profile asks of people."""

import json
from collections.abc import Iterable

from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import components_of, newest_version, profile_of
from zhishou.systems.rules.profile import UserItem


def suggested_sheet(system: ManagedSystem) -> str:
    """Return the text of a sheet for a system: a beginning, to be read and put right by whoever keeps it."""
    version = newest_version(system)
    asked = list(profile_of(version).user_items) if version is not None else []
    lines = [
        f"name = {_text(f'{system.name}巡检表')}",
        f"scope = {_text(f'检查{system.name}各组件和使用情况。')}",
        "",
    ]
    for component in components_of(system):
        lines += _object(component.name, components=[component.code])
    for name, of in (("现场检查", "engineer"), ("用户使用情况", "user")):
        items = [one for one in asked if one.asked_of == of]
        if items:
            lines += [*_object(name), *_items(items)]
    return "\n".join(lines).rstrip() + "\n"


def _object(name: str, *, components: Iterable[str] = ()) -> list[str]:
    codes = ", ".join(_text(code) for code in components)
    return ["[[objects]]", f"name = {_text(name)}", *([f"components = [{codes}]"] if codes else []), ""]


def _items(items: Iterable[UserItem]) -> list[str]:
    lines = []
    for one in items:
        lines += [
            "  [[objects.items]]",
            f"  code = {_text(one.code)}",
            f"  name = {_text(one.name)}",
            f"  origin = {_text(one.asked_of)}",
        ]
        if one.asked_of == "engineer":
            lines.append(f"  answer = {_text(one.answer)}")
        if one.unit:
            lines.append(f"  unit = {_text(one.unit)}")
        sides = [("under", one.normal_from), ("over", one.normal_to)]
        limits = ", ".join(f"{name} = {value:g}" for name, value in sides if value is not None)
        if limits and one.asked_of == "engineer" and one.answer == "reading":
            lines.append(f"  warn = {{ {limits} }}")
        if one.asked_of == "user" and one.answer == "note":
            lines.append("  required = false")
        lines.append("")
    return lines


def _text(text: str) -> str:
    """Return a text as TOML writes it, which is as JSON does."""
    return json.dumps(text, ensure_ascii=False)
