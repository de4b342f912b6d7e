"""How a probe stands after one result more: what is confirmed counts, what flutters must stay calm for longer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from zhishou.watch.rules.words import BAD, GRAVITY, Verdict

RELAPSE_WITHIN: Final = timedelta(hours=1)
"""Bad again this soon after it healed: it flutters."""
MOST_PATIENCE: Final = 8
LONGEST_TAIL: Final = 80
LETTERS: Final = {Verdict.NORMAL: "n", Verdict.WARNING: "w", Verdict.CRITICAL: "c", Verdict.UNKNOWN: "u"}
OF_LETTER: Final = {letter: verdict for verdict, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How many results in a row it takes: bad ones to be believed, good ones to be healed."""

    confirm: int = 2
    calm: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a probe stands, and what is remembered of its last results."""

    standing: Verdict = Verdict.UNKNOWN
    since: datetime
    tail: str = ""
    relapses: int = 0
    healed_at: datetime | None = None
    doubted_at: datetime | None = None
    """Since when results say something else than the standing."""

    @property
    def in_doubt(self) -> bool:
        """Whether the last result says something else than the standing."""
        return bool(self.tail) and OF_LETTER[self.tail[-1]] is not self.standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change of how a probe stands."""

    before: Verdict
    after: Verdict
    at: datetime
    began_at: datetime
    """The first of the results that brought it."""


def calm_needed(state: State, terms: Terms) -> int:
    """Return how many good results heal; each relapse within the hour doubles it, up to eightfold."""
    return terms.calm * min(1 << state.relapses, MOST_PATIENCE)


def fold(state: State, verdict: Verdict, terms: Terms, *, at: datetime) -> tuple[State, Turn | None]:
    """Add one result; return how it stands now, and the change where there is one."""
    first = not state.tail
    tail = (state.tail + LETTERS[verdict])[-LONGEST_TAIL:]
    stands = _stands(state, tail, terms, first=first)
    doubted_at = None if verdict is state.standing else state.doubted_at or at
    if stands is state.standing:
        return replace(state, tail=tail, doubted_at=doubted_at), None
    turn = Turn(before=state.standing, after=stands, at=at, began_at=doubted_at or at)
    still = None if verdict is stands else at
    after = replace(state, standing=stands, since=at, tail=tail, doubted_at=still)
    if stands is Verdict.NORMAL and state.standing is not Verdict.NORMAL and not first:
        after = replace(after, healed_at=at)
    elif stands in BAD and state.standing not in BAD:
        soon = state.healed_at is not None and timedelta() <= at - state.healed_at < RELAPSE_WITHIN
        after = replace(after, relapses=state.relapses + 1 if soon else 0)
    return after, turn


def go_blind(state: State, *, at: datetime) -> tuple[State, Turn | None]:
    """Say that nothing came for too long: unknown at once, and what was remembered proves nothing any more."""
    if state.standing is Verdict.UNKNOWN:
        return state, None
    turn = Turn(before=state.standing, after=Verdict.UNKNOWN, at=at, began_at=at)
    tail = LETTERS[Verdict.UNKNOWN]
    return replace(state, standing=Verdict.UNKNOWN, since=at, tail=tail, doubted_at=None), turn


def _stands(state: State, tail: str, terms: Terms, *, first: bool) -> Verdict:
    last = OF_LETTER[tail[-1]]
    if last is Verdict.UNKNOWN:
        lost = len(tail) >= terms.confirm and set(tail[-terms.confirm :]) == {LETTERS[Verdict.UNKNOWN]}
        return Verdict.UNKNOWN if lost else state.standing
    # As nearly always, it says what the probe stands at: neither graver nor milder, whatever came before.
    if last is state.standing or (first and last is Verdict.NORMAL):
        return last
    known = [OF_LETTER[letter] for letter in tail if letter != LETTERS[Verdict.UNKNOWN]]
    here = GRAVITY.get(state.standing, 0)
    confirmed = known[-terms.confirm :]
    if len(confirmed) == terms.confirm:
        least = min(confirmed, key=GRAVITY.__getitem__)
        if GRAVITY[least] > here:
            return least
    needed = calm_needed(state, terms)
    recent = [OF_LETTER[letter] for letter in tail[-needed:]]
    if len(recent) < needed or Verdict.UNKNOWN in recent:
        return state.standing
    most = max(recent, key=GRAVITY.__getitem__)
    if state.standing is Verdict.UNKNOWN:
        return most if most is Verdict.NORMAL else state.standing
    return most if GRAVITY[most] < here else state.standing
