"""Which departments must countersign a memo by its matter; pure."""

from collections.abc import Collection, Iterable

from xieban.documents.rules.words import Matter


def with_mandatory(chosen: Iterable[int], *, mandatory: Iterable[int]) -> tuple[int, ...]:
    """Return the departments that countersign: those by rule first, none twice."""
    return tuple(dict.fromkeys([*mandatory, *chosen]))


def needs_somebody(matter: Matter, *, known: Collection[Matter]) -> bool:
    """Say whether a matter needs a countersign for which nobody was named yet."""
    return matter is not Matter.GENERAL and matter not in known
