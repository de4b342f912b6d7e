"""Who stands in for whom: periods, flows, and circles that nobody may close."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One person (by key) stands in for another from a moment until another, exclusive; no flows means all."""

    principal: int
    deputy: int
    since: datetime
    until: datetime
    flows: frozenset[str] = frozenset()

    def holds(self, *, flow: str, at: datetime) -> bool:
        """Say whether it counts now, for this flow."""
        return self.since <= at < self.until and (not self.flows or flow in self.flows)


def overlap(one: Stand, other: Stand) -> Stand | None:
    """Return what two delegations have in common, as `one`'s principal and `other`'s deputy; None where nothing."""
    since, until = max(one.since, other.since), min(one.until, other.until)
    if since >= until:
        return None
    flows = one.flows & other.flows if one.flows and other.flows else one.flows | other.flows
    if one.flows and other.flows and not flows:
        return None
    return Stand(principal=one.principal, deputy=other.deputy, since=since, until=until, flows=flows)


def circle(new: Stand, others: Iterable[Stand]) -> Sequence[int]:
    """Return the persons of the circle that a new delegation would close, at any depth; nothing where none.

    A circle counts only where all its delegations meet: some moment and some flow at which each of them holds.
    """
    by_principal: dict[int, list[Stand]] = {}
    for one in others:
        by_principal.setdefault(one.principal, []).append(one)
    paths: list[tuple[Stand, tuple[int, ...]]] = [(new, (new.principal, new.deputy))]
    while paths:
        reached, people = paths.pop()
        for step in by_principal.get(reached.deputy, ()):
            common = overlap(reached, step)
            if common is None:
                continue
            if step.deputy == new.principal:
                return people
            if step.deputy not in people:
                paths.append((common, (*people, step.deputy)))
    return ()


def resolve(person: int, stands: Iterable[Stand], *, flow: str, at: datetime) -> Sequence[int]:
    """Return who acts for a person, in order: the person, the deputy, the deputy's deputy; the last one acts.

    Old rows may hold a circle that was no circle when it was made: whoever comes again ends the chain.
    """
    next_of = {one.principal: one.deputy for one in stands if one.holds(flow=flow, at=at)}
    chain = [person]
    while chain[-1] in next_of and next_of[chain[-1]] not in chain:
        chain.append(next_of[chain[-1]])
    return tuple(chain)


def behind(deputy: int, stands: Iterable[Stand]) -> list[Stand]:
    """Return for whom a person may act, at any depth, each with what the whole chain has in common."""
    by_deputy: dict[int, list[Stand]] = {}
    for one in stands:
        by_deputy.setdefault(one.deputy, []).append(one)
    found, paths = [], [(one, {deputy}) for one in by_deputy.get(deputy, ())]
    while paths:
        reached, people = paths.pop()
        if reached.principal in people:
            continue
        found.append(reached)
        for step in by_deputy.get(reached.principal, ()):
            common = overlap(step, reached)
            if common is not None:
                paths.append((common, people | {reached.principal}))
    return found
