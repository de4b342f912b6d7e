"""The order of the areas, read from the one place that states it."""

import tomllib
from typing import Any, Final

from tests.architecture.tree import ROOT


def contracts() -> dict[str, dict[str, Any]]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["id"]: one for one in config["tool"]["importlinter"]["contracts"]}


SUFFIX: Final = {"zhishou": "", "xieban": "-xieban"}
"""How the contracts of a product are told apart."""


def contract(kind: str, *, product: str) -> dict[str, Any]:
    return contracts()[kind + SUFFIX[product]]


def street(product: str) -> list[frozenset[str]]:
    """Return the areas of a product, top first; areas on one step do not see each other."""
    steps = contract("street", product=product)["layers"]
    return [frozenset(area.strip() for area in step.split("|")) for step in steps]


def step_of(area: str, *, product: str) -> int:
    return next(number for number, step in enumerate(street(product)) if area in step)
