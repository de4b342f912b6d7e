"""Counters, told apart from the look before: what grew, and its share."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_noop as _

from zhishou.systems.rules.observing import Ask, Observation, Outcome, Value, facts, measured, unknown


def _held(ask: Ask, name: str) -> float | None:
    value = ask.before.facts.get(name) if ask.before else None
    return float(value) if isinstance(value, int | float) else None


def grown(
    row: Mapping[str, Any], ask: Ask, at: datetime, *, counter: str, over_s: float, scaled: bool = False
) -> Observation:
    """Return how much a counter grew in a window of this length; the window begins anew when it is over.

    `scaled` tells the rate in such a window instead of what was counted so far.
    """
    count = float(row[counter] or 0)
    base, since = _held(ask, "base"), ask.before.facts.get("since") if ask.before else None
    begun = datetime.fromisoformat(since) if isinstance(since, str) else None
    if base is None or begun is None or count < base:
        return Observation(
            outcome=Outcome.UNKNOWN,
            words=_("A rate needs two looks; this was the first."),
            facts=facts(counter=count, base=count, since=at.isoformat()),
        )
    length = max((at - begun).total_seconds(), 1.0)
    more = count - base
    value = more * over_s / length if scaled else more
    if length >= over_s:  # the next window begins here
        base, begun = count, at
    return measured(
        value,
        words=_("It grew by %(grown)s since %(since)s."),
        grown=more,
        counter=count,
        base=base,
        since=begun.isoformat(),
    )


def share_grown(row: Mapping[str, Any], ask: Ask, *, part: str, rest: str, least: float) -> Observation:
    """Return the share of one counter of both, of what came since the look before where that is enough."""
    one, other = float(row[part] or 0), float(row[rest] or 0)
    before = (_held(ask, part), _held(ask, rest))
    named: dict[str, Value] = {part: one, rest: other}
    if before[0] is not None and before[1] is not None:
        lately = (one - before[0], other - before[1])
        if min(lately) >= 0 and sum(lately) >= least:
            return measured(100 * lately[0] / sum(lately), named, unit="%")
    if one + other < least:
        return unknown(_("There is too little to measure a share of."), **named)
    return measured(100 * one / (one + other), named, unit="%")


def rate(count: float, ask: Ask, at: datetime, *, over_s: float = 1.0, unit: str = "/s") -> Observation:
    """Return how much a counter grows in a second, or in another span of time."""
    before = _held(ask, "counter")
    if before is None or ask.before is None or at - ask.before.at < timedelta(seconds=1):
        return unknown(_("A rate needs two looks; this was the first."), counter=count)
    more = count - before if count >= before else count  # it began anew in between
    value = more * over_s / (at - ask.before.at).total_seconds()
    return measured(value, unit=unit, counter=count, grown=more)
