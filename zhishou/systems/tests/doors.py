"""Who gets in: whoever looks after the system sees it; agents come by their keys, see the agent's tests."""

from conftest import Cast

DOORS: dict[str, frozenset[str]] = {}
NO_DOORS = frozenset({"systems:samples"})


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    return {}
