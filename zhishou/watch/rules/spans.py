"""Stretches of time: how long something was up, what of it was agreed quiet, and how much nobody knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """How a stretch of time divides; what was agreed as quiet and what nobody knows count neither way."""

    up: timedelta
    down: timedelta
    unknown: timedelta
    agreed: timedelta

    @property
    def per_mille(self) -> float | None:
        """The share of the known time in which it was up, in thousandths; None where nothing is known."""
        known = self.up + self.down
        return self.up / known * 1000 if known else None


def cut(spans: Iterable[Span], *, since: datetime, until: datetime) -> list[Span]:
    """Return the parts of spans between two moments, joined where they touch or overlap."""
    found: list[Span] = []
    inside = [(max(begins, since), min(ends, until)) for begins, ends in spans]
    for begins, ends in sorted(one for one in inside if one[0] < one[1]):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return what is left of joined spans where others are taken away."""
    left = list(spans)
    for begins, ends in others:
        kept: list[Span] = []
        for start, stop in left:
            kept += [(start, min(stop, begins))] if start < begins else []
            kept += [(max(start, ends), stop)] if stop > ends else []
        left = kept
    return left


def length(spans: Iterable[Span]) -> timedelta:
    """Return how long spans are together; they do not overlap."""
    return sum((ends - begins for begins, ends in spans), timedelta())


def availability(
    *, down: Iterable[Span], unknown: Iterable[Span], agreed: Iterable[Span], since: datetime, until: datetime
) -> Availability:
    """Divide the time between two moments: agreed quiet first, then down, then unknown; the rest is up."""
    quiet = cut(agreed, since=since, until=until)
    fell = without(cut(down, since=since, until=until), quiet)
    dark = without(without(cut(unknown, since=since, until=until), quiet), fell)
    whole = max(until - since, timedelta())
    took = (length(fell), length(dark), length(quiet))
    return Availability(up=whole - sum(took, timedelta()), down=took[0], unknown=took[1], agreed=took[2])
