"""The components and modules of a deployment, each with a look at how it does.

A component is something that runs (database, workers); a module is an area of the product, looked at by reading
what its pages read. A look costs milliseconds: whoever watches asks every few seconds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from time import perf_counter
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Standing(StrEnum):
    """How a part does; unknown is never well."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"


class PartKind(StrEnum):
    """What a part is."""

    COMPONENT = "component"
    MODULE = "module"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look saw: how the part does, why not well, and figures by name."""

    standing: Standing = Standing.OK
    reasons: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One component or module; of one that `is_spared`, /ready says what ails it, and is ready all the same."""

    name: str
    kind: PartKind
    words: "str | StrPromise"
    look: Callable[[datetime], Seen]
    is_spared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A part as it was seen, and how long the look took."""

    part: Part
    seen: Seen
    seconds: float


def parts() -> tuple[Part, ...]:
    """Return what this product consists of."""
    found: tuple[Part, ...] = import_string(settings.HEALTH_PARTS)
    return found


def get_part(name: str) -> Part | None:
    """Return one of them."""
    return next((one for one in parts() if one.name == name), None)


def look(part: Part, *, at: datetime) -> Looked:
    """Look at a part; a database that refuses is what was seen, not an error."""
    begun = perf_counter()
    try:
        with transaction.atomic():  # a statement that fails must not spoil what the caller has open
            seen = part.look(at)
    except DatabaseError as error:
        seen = Seen(standing=Standing.DOWN, reasons=(f"database: {' '.join(str(error).split())}",))
    return Looked(part=part, seen=seen, seconds=perf_counter() - begun)


def worst(standings: list[tuple[bool, Standing, str]]) -> Seen:
    """Return the first trouble of a list of (is there, how bad, why); the worst is listed first."""
    there = [(standing, why) for is_there, standing, why in standings if is_there]
    return Seen(standing=there[0][0] if there else Standing.OK, reasons=tuple(why for _, why in there))
