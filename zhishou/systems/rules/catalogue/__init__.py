"""Every check that can be declared, by its id."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from zhishou.systems.rules.catalogue import beside, host, network, postgresql, stores
from zhishou.systems.rules.catalogue.check import Check, Option

__all__ = ["CHECKS", "Check", "Option", "check"]

CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        one.id: one
        for one in (
            *network.CHECKS,
            *beside.CHECKS,
            *host.CHECKS,
            *postgresql.CHECKS,
            *stores.CHECKS,
        )
    }
)


def check(code: str) -> Check | None:
    """Return one check; None where there is none of this id."""
    return CHECKS.get(code)
