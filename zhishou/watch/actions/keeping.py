"""Results are kept: each once, judged, folded into how its probe stands; what changes becomes a signal.

The database is the only memory: whoever brings a result, and however late, it is folded by its moment.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from zhishou.systems.rules.observing import Outcome
from zhishou.watch.actions.alerting import Changed, follow_signals
from zhishou.watch.actions.writing import write_samples, write_states
from zhishou.watch.models import ProbeState, Signal
from zhishou.watch.queries.plans import Plan
from zhishou.watch.rules.folding import State, Turn, fold
from zhishou.watch.rules.judging import judge
from zhishou.watch.rules.points import OUTCOME_CODES, VERDICT_CODES
from zhishou.watch.rules.taken import Taken
from zhishou.watch.rules.words import Verdict

AHEAD: Final = timedelta(seconds=5)
"""A state that is further ahead of now than this was written by a clock that has gone back since."""
COLUMNS: Final = ("probe_id", "standing", "since", "tail", "relapses", "healed_at", "doubted_at", "last_at")


@dataclass(slots=True)
class Held:
    """One probe's state while results are folded into it."""

    state: State
    last_at: datetime | None
    newest: Taken | None = None
    verdict: Verdict = Verdict.UNKNOWN
    turns: list[tuple[Turn, Taken]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many results were taken, and the probes whose last result says otherwise than they stand."""

    count: int
    in_doubt: frozenset[int]


def keep(*, taken: Sequence[Taken], plans: Mapping[int, Plan], at: datetime) -> Kept:
    """Keep results, in one transaction; those of probes that nobody asks for any more are dropped."""
    known = [one for one in taken if one.probe_id in plans]
    if not known:
        return Kept(count=0, in_doubt=frozenset())
    with transaction.atomic():
        held = _held({one.probe_id for one in known})
        rows = [_fold(held[one.probe_id], one, plans[one.probe_id], at=at) for one in _in_order(known, held)]
        _write(held, rows, plans)
        changed = [
            Changed(
                plan=plans[key],
                signal=Signal(
                    probe_id=key,
                    before=turn.before,
                    after=turn.after,
                    at=turn.at,
                    told_at=at,
                    value=one.value,
                    words=one.words,
                    facts=dict(one.facts),
                    began_at=turn.began_at,
                ),
            )
            for key, mine in held.items()
            for turn, one in mine.turns
        ]
        if changed:
            follow_signals(changed, at=at)
    return Kept(count=len(rows), in_doubt=frozenset(key for key, mine in held.items() if mine.state.in_doubt))


def _in_order(taken: Sequence[Taken], held: Mapping[int, Held]) -> list[Taken]:
    return sorted((one for one in taken if one.probe_id in held), key=lambda one: one.at)


def _held(keys: set[int]) -> dict[int, Held]:
    rows = ProbeState.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list(*COLUMNS)
    return {
        key: Held(
            state=State(
                standing=Verdict(standing),
                since=since,
                tail=tail,
                relapses=relapses,
                healed_at=healed_at,
                doubted_at=doubted_at,
            ),
            last_at=last_at,
        )
        for key, standing, since, tail, relapses, healed_at, doubted_at, last_at in rows
    }


def _fold(held: Held, taken: Taken, plan: Plan, *, at: datetime) -> tuple[Any, ...]:
    """Fold one result in, unless a later one was; return its row, which is kept in either case."""
    verdict = judge(taken.outcome, taken.value, plan.limits)
    went_back = held.last_at is not None and held.last_at > at + AHEAD
    if held.last_at is None or taken.at > held.last_at or went_back:
        held.state, turn = fold(held.state, verdict, plan.terms, at=taken.at)
        held.last_at, held.newest, held.verdict = taken.at, taken, verdict
        if turn is not None:
            held.turns.append((turn, taken))
    return (
        taken.probe_id,
        taken.at_ms,
        taken.value,
        OUTCOME_CODES[taken.outcome],
        VERDICT_CODES[verdict],
        max(taken.took_ms, 0),
    )


def _write(held: Mapping[int, Held], rows: Sequence[tuple[Any, ...]], plans: Mapping[int, Plan]) -> None:
    moment = connection.ops.adapt_datetimefield_value
    updates = []
    for key, mine in held.items():
        newest, state = mine.newest, mine.state
        if newest is None:
            continue
        updates.append(
            (
                moment(newest.at + plans[key].every),
                state.standing.value,
                moment(state.since),
                state.tail,
                state.relapses,
                moment(state.healed_at),
                moment(state.doubted_at),
                moment(newest.at),
                newest.value,
                newest.outcome.value,
                mine.verdict.value,
                newest.words,
                json.dumps(dict(newest.facts), ensure_ascii=False) if newest.facts else "{}",
                max(newest.took_ms, 0),
                moment(newest.at + plans[key].patience),
                key,
            )
        )
    write_samples(rows)
    write_states(updates)


def failed(words: str, *, probe_id: int, at: datetime) -> Taken:
    """Return a result that we ourselves could not bring about: unknown, and why."""
    return Taken(probe_id=probe_id, at=at, outcome=Outcome.UNKNOWN, words=words)
