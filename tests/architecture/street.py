"""The order of the areas, read from the one place that states it."""

import tomllib
from typing import Any

from tests.architecture.tree import ROOT


def contracts() -> dict[str, dict[str, Any]]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["id"]: one for one in config["tool"]["importlinter"]["contracts"]}


def street() -> list[frozenset[str]]:
    """Return the areas of Zhishou, top first; areas on one step do not see each other."""
    return [frozenset(area.strip() for area in step.split("|")) for step in contracts()["street"]["layers"]]


def step_of(area: str) -> int:
    return next(number for number, step in enumerate(street()) if area in step)
