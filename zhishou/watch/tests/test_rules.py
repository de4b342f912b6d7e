"""What a result means, how a probe stands, when it is due, and when somebody is told."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import NOON
from zhishou.systems.rules.observing import Outcome
from zhishou.systems.rules.profile import AlertRule
from zhishou.systems.rules.thresholds import over, under
from zhishou.watch.rules.folding import MOST_PATIENCE, OF_LETTER, State, Terms, Turn, fold, go_blind
from zhishou.watch.rules.holding import SETTLE, Decision, Need, Quiet, all_needs, decide, touched_by
from zhishou.watch.rules.judging import Limits, judge
from zhishou.watch.rules.levels import answer
from zhishou.watch.rules.schedule import fair_share, first_due, next_due, taken_over
from zhishou.watch.rules.words import BAD, Hold, Verdict

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
VERDICTS = st.sampled_from(list(Verdict))
LIMITS = Limits(warn=over(80), critical=over(90))
FREE = Limits(warn=under(20), critical=under(10))


@pytest.mark.parametrize(
    ("outcome", "value", "limits", "verdict"),
    [
        pytest.param(Outcome.MEASURED, 95, LIMITS, "critical", id="the worst is judged first"),
        pytest.param(Outcome.MEASURED, 90, LIMITS, "warning", id="the threshold itself is still good"),
        pytest.param(Outcome.MEASURED, 80, LIMITS, "normal", id="and so is the lower one"),
        pytest.param(Outcome.MEASURED, 9.9, FREE, "critical", id="what may not fall"),
        pytest.param(Outcome.MEASURED, None, LIMITS, "unknown", id="no figure where one is judged"),
        pytest.param(Outcome.MEASURED, None, Limits(), "normal", id="it answers, and that is all that is asked"),
        pytest.param(Outcome.MEASURED, float("nan"), LIMITS, "unknown", id="no number"),
        pytest.param(Outcome.FAILED, 1, LIMITS, "critical", id="it did not do what it should"),
        pytest.param(Outcome.UNKNOWN, 1, LIMITS, "unknown", id="it could not be measured"),
    ],
)
def test_one_result_means(outcome: Outcome, value: float | None, limits: Limits, verdict: str) -> None:
    assert judge(outcome, value, limits) == verdict


def run(letters: str, *, confirm: int = 2, calm: int = 2, state: State | None = None) -> tuple[State, list[Turn]]:
    """Return how it stands after results, a minute apart."""
    state, turns = state or State(since=NOON), []
    for place, letter in enumerate(letters):
        state, turn = fold(
            state, OF_LETTER[letter], Terms(confirm=confirm, calm=calm), at=NOON + (place + 1) * MINUTE
        )
        turns += [turn] if turn else []
    return state, turns


@pytest.mark.parametrize(
    ("letters", "stands"),
    [
        ("n", "normal"),
        ("c", "unknown"),
        ("cc", "critical"),
        ("nc", "normal"),
        ("ncc", "critical"),
        ("ncw", "warning"),
        ("nwcc", "critical"),
        ("nccn", "critical"),
        ("nccnn", "normal"),
        ("nccnwnn", "normal"),
        ("nccww", "warning"),
        ("nu", "normal"),
        ("nuu", "unknown"),
        ("ncuc", "critical"),
        ("nccnun", "critical"),
        ("nccuun", "unknown"),
        ("nccuunn", "normal"),
    ],
)
def test_what_is_confirmed_counts(letters: str, stands: str) -> None:
    assert run(letters)[0].standing == stands


def test_a_change_began_with_the_first_result_that_brought_it() -> None:
    turns = run("nncwcc", confirm=3)[1]

    assert [(turn.began_at - NOON) / MINUTE for turn in turns] == [1, 3]
    assert run("nc")[0].doubted_at == NOON + 2 * MINUTE
    assert run("ncn")[0].doubted_at is None


def test_each_relapse_within_the_hour_asks_for_twice_as_much_calm() -> None:
    state, turns = run("nccnncc")
    assert (state.standing, state.relapses, len(turns)) == (Verdict.CRITICAL, 1, 4)

    assert run("nnn", state=state)[0].standing is Verdict.CRITICAL
    assert run("nnnn", state=state)[0].standing is Verdict.NORMAL


def test_one_that_held_for_an_hour_starts_with_a_clean_slate() -> None:
    state, _ = run("nccnn" + "n" * 70 + "cc")

    assert (state.standing, state.relapses) == (Verdict.CRITICAL, 0)


@given(st.lists(VERDICTS, max_size=60), st.integers(1, 5), st.integers(1, 5))
def test_every_change_is_told_and_nothing_but_changes(verdicts: list[Verdict], confirm: int, calm: int) -> None:
    state, terms = State(since=NOON), Terms(confirm=confirm, calm=calm)
    for place, verdict in enumerate(verdicts):
        before = state
        state, turn = fold(state, verdict, terms, at=NOON + place * MINUTE)
        assert (turn is None) == (before.standing is state.standing)
        if turn is not None:
            assert (turn.before, turn.after) == (before.standing, state.standing)
        if state.standing is Verdict.NORMAL and turn is not None and place:
            assert set(verdicts[place + 1 - calm : place + 1]) == {Verdict.NORMAL}


@given(st.lists(VERDICTS, max_size=40), st.integers(1, 5), st.integers(1, 5))
def test_whatever_was_before_what_stays_bad_is_believed_and_what_stays_good_heals(
    verdicts: list[Verdict], confirm: int, calm: int
) -> None:
    terms = Terms(confirm=confirm, calm=calm)
    state = State(since=NOON)
    for place, verdict in enumerate(verdicts):
        state, _ = fold(state, verdict, terms, at=NOON + place * MINUTE)

    for _ in range(confirm):
        state, _turn = fold(state, Verdict.CRITICAL, terms, at=NOON + 50 * MINUTE)
    assert state.standing is Verdict.CRITICAL
    for _ in range(calm * MOST_PATIENCE):
        state, _turn = fold(state, Verdict.NORMAL, terms, at=NOON + 60 * MINUTE)
    assert state.standing is Verdict.NORMAL


@given(st.lists(VERDICTS, max_size=40))
def test_nothing_unknown_ever_makes_it_normal_or_bad(verdicts: list[Verdict]) -> None:
    state = State(since=NOON)
    for place, verdict in enumerate(verdicts):
        state, turn = fold(state, verdict, Terms(), at=NOON + place * MINUTE)
        if verdict is Verdict.UNKNOWN and turn is not None:
            assert turn.after is Verdict.UNKNOWN


def test_silence_is_unknown_at_once_and_bad_news_after_it_must_be_confirmed_again() -> None:
    state, turn = go_blind(run("n")[0], at=NOON + MINUTE)

    at = NOON + MINUTE
    assert turn == Turn(before=Verdict.NORMAL, after=Verdict.UNKNOWN, at=at, began_at=at)
    assert run("c", state=state)[0].standing is Verdict.UNKNOWN
    assert run("cc", state=state)[0].standing is Verdict.CRITICAL
    assert go_blind(state, at=NOON)[1] is None


@given(st.floats(0, 1e6), st.floats(5, 3600), st.floats(0, 1e6))
def test_the_next_turn_is_ahead_on_the_same_beat_and_never_more_than_one_away(
    due: float, every: float, now: float
) -> None:
    following = next_due(due_at=due, every=every, now=now)

    assert following >= due
    assert following > now or following == due
    assert now < due or following - now <= every * (1 + 1e-9)
    assert abs((following - due) / every - round((following - due) / every)) < 1e-6


def test_five_thousand_probes_of_a_minute_are_spread_over_the_minute() -> None:
    seconds = [int((first_due(key=key, every=MINUTE, at=NOON) - NOON).total_seconds()) for key in range(5000)]

    assert (min(seconds), max(seconds)) == (0, 59)
    assert max(seconds.count(second) for second in range(60)) < 150


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_shares_cover_everything(probes: int, probers: int) -> None:
    assert fair_share(probes=probes, probers=probers) * probers >= probes


def test_a_clock_that_went_back_puts_no_probe_off() -> None:
    assert taken_over(due_at=NOON + timedelta(days=1), every=MINUTE, at=NOON) == NOON + MINUTE
    assert taken_over(due_at=NOON - MINUTE, every=MINUTE, at=NOON) == NOON - MINUTE


BROKEN = Need(code="database", is_broken=True, is_proven=False)
UNSEEN = Need(code="cache", is_broken=False, is_proven=False)
FINE = Need(code="host", is_broken=False, is_proven=True)


@pytest.mark.parametrize(
    ("given_", "after", "told"),
    [
        pytest.param({}, 0, Decision(hold=Hold.NONE), id="nothing hides it"),
        pytest.param({"needs": [FINE]}, 0, Decision(hold=Hold.NONE), id="what it needs is well"),
        pytest.param({"needs": [FINE, BROKEN]}, 0, Decision(hold=Hold.DEPENDENCY, by="database"), id="an echo"),
        pytest.param({"needs": [UNSEEN]}, 9, Decision(hold=Hold.SETTLING, by="cache"), id="not looked at since"),
        pytest.param({"needs": [UNSEEN]}, 10, Decision(hold=Hold.NONE), id="but not for ever"),
        pytest.param(
            {"quiet": [Quiet(hold=Hold.SILENCE, key=4), Quiet(hold=Hold.WINDOW, key=7)]},
            0,
            Decision(hold=Hold.WINDOW, by="7"),
            id="agreed quiet",
        ),
        pytest.param({"is_blind": True, "probers_work": False}, 0, Decision(hold=Hold.BLIND), id="we are blind"),
        pytest.param({"is_blind": True}, 0, Decision(hold=Hold.NONE), id="only this one is silent"),
    ],
)
def test_whether_somebody_is_told(given_: dict[str, object], after: int, told: Decision) -> None:
    more = {"needs": [], "quiet": [], "probers_work": True, "is_blind": False} | given_

    assert decide(opened_at=NOON, at=NOON + after * SECOND, **more) == told  # type: ignore[arg-type]
    assert SETTLE == 10 * SECOND


NEEDS = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=6)


@given(NEEDS)
def test_circles_of_needs_end(needs: dict[str, list[str]]) -> None:
    for code, direct in needs.items():
        found = all_needs(code, needs)
        assert code not in found
        assert set(direct) - {code} <= found


def test_red_spreads_to_whatever_needs_the_broken_one() -> None:
    needs = {"web": ["database", "cache"], "chat": ["host"], "database": ["host"], "host": [], "cache": []}

    assert touched_by({"database"}, needs) == {"web"}
    assert touched_by({"host"}, needs) == {"web", "chat", "database"}
    assert touched_by(set(), needs) == frozenset()


RULES = [
    AlertRule(when="critical", components=["web"], level=1),
    AlertRule(when="critical", level=2, service="020201", lasts=30),
    AlertRule(when="warning", components=["host"], level=3),
    AlertRule(when="unknown", components=["web"]),
]


@pytest.mark.parametrize(
    ("standing", "component", "own", "level"),
    [
        pytest.param("critical", "web", None, 1, id="the first rule that speaks of it"),
        pytest.param("critical", "chat", None, 2, id="one for all"),
        pytest.param("critical", "chat", 3, 3, id="the probe itself goes first"),
        pytest.param("warning", "host", 1, 3, id="which speaks of critical only"),
        pytest.param("warning", "web", None, None, id="no rule for this one"),
        pytest.param("unknown", "web", None, None, id="a rule that wants no ticket"),
    ],
)
def test_the_profile_says_how_grave_it_is(
    standing: str, component: str, own: int | None, level: int | None
) -> None:
    assert answer(RULES, standing=Verdict(standing), component=component, level_on_critical=own).level == level


def test_a_profile_without_rules_opens_tickets_all_the_same() -> None:
    assert [answer([], standing=one, component="web").level for one in Verdict] == [None, 3, 2, None]


def test_bad_is_what_a_person_must_see() -> None:
    assert frozenset({Verdict.WARNING, Verdict.CRITICAL}) == BAD
