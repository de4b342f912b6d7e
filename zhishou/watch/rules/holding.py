"""Whether somebody is told of an alert now: what hides it, what excuses it, and what it waits for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from zhishou.watch.rules.words import Hold

SETTLE: Final = timedelta(seconds=10)
"""How long an alert waits for news of what it needs, so that the cause is told and not its echo."""
GATHER: Final = timedelta(seconds=60)
"""What breaks in the same system within this time joins the alert that was told first."""


FIRST_SEEN: Final = timedelta(minutes=2)
"""How long what is bad from the first look on may take to come up: it, or who looks, has perhaps just started."""


def tell_from(*, opened_at: datetime, lasts: timedelta, was_known: bool) -> datetime:
    """Return from when on an alert is told: once it lasted, and longer where nothing was known before it."""
    return opened_at + (lasts if was_known else max(lasts, FIRST_SEEN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A component that the alert's own needs, as it stands now."""

    code: str
    is_broken: bool
    is_proven: bool
    """Every probe of it was good since the trouble began, or it has none that could say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A silence or a maintenance window that covers the alert now."""

    hold: Hold
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Told now (`Hold.NONE`), or why not; `by` names the component or the row that is the reason."""

    hold: Hold
    by: str = ""


def decide(
    *,
    opened_at: datetime,
    needs: Collection[Need],
    quiet: Collection[Quiet],
    probers_work: bool,
    is_blind: bool,
    at: datetime,
) -> Decision:
    """Say whether an alert that nobody was told of yet is told now."""
    if is_blind and not probers_work:
        return Decision(hold=Hold.BLIND)
    for one in sorted(quiet, key=lambda one: (one.hold is not Hold.WINDOW, one.key)):
        return Decision(hold=one.hold, by=str(one.key))
    broken = sorted(one.code for one in needs if one.is_broken)
    if broken:
        return Decision(hold=Hold.DEPENDENCY, by=broken[0])
    unproven = sorted(one.code for one in needs if not one.is_proven)
    if unproven and at < opened_at + SETTLE:
        return Decision(hold=Hold.SETTLING, by=unproven[0])
    return Decision(hold=Hold.NONE)


def all_needs(code: str, needs: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return everything that a component needs, directly or through others; never itself, whatever the circle."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        for one in needs.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return frozenset(found - {code})


def touched_by(codes: Collection[str], needs: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return the components to which the red of some spreads: those that need them."""
    broken = set(codes)
    return frozenset(code for code in needs if code not in broken and all_needs(code, needs) & broken)
