"""What is normal, what it costs, how it stands beside last time; nothing unseen is ever well."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishou.inspections.rules.comparing import Standing, change_of
from zhishou.inspections.rules.drawing import bounds, chart, ranked
from zhishou.inspections.rules.judging import Said, judge_measured, judge_said
from zhishou.inspections.rules.measured import Level, Measured, Why, plain, scale_of, span_of, thinned
from zhishou.inspections.rules.reading import WrongSheet, read_sheet
from zhishou.inspections.rules.saying import NoNumber, number_of
from zhishou.inspections.rules.score import CRITICAL_CAP, UNKNOWN_CAP, score_of
from zhishou.inspections.rules.sheet import Item, Limit, Object, Sheet
from zhishou.inspections.rules.words import Change, ItemOutcome, Origin, Severity
from zhishou.inspections.tests.factories import SHEET
from zhishou.systems.rules.words import Unit

AT = datetime(2023, 3, 15, 4, tzinfo=UTC)
PLACE = Object(name="机房")
READING = Item(
    code="E-01",
    name="温度",
    origin=Origin.ENGINEER,
    answer="reading",  # type: ignore[arg-type]
    warn=Limit(over=27, under=16),
    critical=Limit(over=32),
    critical_severity=Severity.CRITICAL,
)


def measured(level: Level = Level.NORMAL, **more: object) -> Measured:
    given: dict[str, object] = {
        "probe": "cpu",
        "check": "H-01",
        "name": "处理器",
        "component": "host",
        "kind": "host",
        "observed": 40.0,
        "unit": "%",
        "words": "",
        "warn": "> 80 %",
        "critical": "> 90 %",
        "window": "5 分钟",
        "level": level,
        "severity": Severity.HIGH,
        "samples": 100,
        "beyond": 0,
        "minimum": 1.0,
        "maximum": 60.0,
        "mean": 20.0,
    }
    return Measured(**(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reading", "outcome", "severity"),
    [
        pytest.param(27, ItemOutcome.NORMAL, None, id="the limit itself is kept"),
        pytest.param(27.1, ItemOutcome.ABNORMAL, Severity.MEDIUM, id="beyond the first"),
        pytest.param(40, ItemOutcome.ABNORMAL, Severity.CRITICAL, id="the worst is judged first"),
        pytest.param(10, ItemOutcome.ABNORMAL, Severity.MEDIUM, id="below the first"),
        pytest.param(None, ItemOutcome.UNKNOWN, None, id="nothing is not well"),
    ],
)
def test_a_reading_is_judged_by_its_limits(
    reading: float | None, outcome: ItemOutcome, severity: Severity | None
) -> None:
    judged = judge_said(PLACE, READING, Said(reading=reading, words="x"))

    assert (judged.outcome, judged.severity) == (outcome, severity)


def test_an_item_that_nobody_measures_is_unknown_and_says_why() -> None:
    item = Item(code="B-04", name="恢复演练", origin=Origin.PROBE, checks=["B-04"])
    sheet = Sheet(name="表", objects=[Object(name="主机", components=["host"], items=[item])])

    asked, rest = judge_measured(sheet, [measured()])

    assert (asked.outcome, asked.why) == (ItemOutcome.UNKNOWN, Why.NO_PROBE)
    assert (rest.code, rest.outcome) == ("H-01", ItemOutcome.NORMAL)


@pytest.mark.parametrize(
    ("one", "outcome", "severity"),
    [
        (measured(Level.CRITICAL, severity=Severity.CRITICAL), ItemOutcome.ABNORMAL, Severity.CRITICAL),
        (measured(Level.WARNING), ItemOutcome.ABNORMAL, Severity.MEDIUM),
        (measured(Level.NORMAL, beyond=3), ItemOutcome.ABNORMAL, Severity.HINT),
        (measured(Level.UNKNOWN, samples=0, observed=None), ItemOutcome.UNKNOWN, None),
    ],
)
def test_a_probe_is_judged_by_how_it_stands(one: Measured, outcome: ItemOutcome, severity: Severity | None) -> None:
    sheet = Sheet(name="表", objects=[Object(name="主机", components=["host"])])

    [judged] = judge_measured(sheet, [one])

    assert (judged.outcome, judged.severity) == (outcome, severity)


NORMAL, UNKNOWN = (ItemOutcome.NORMAL, None), (ItemOutcome.UNKNOWN, None)


@pytest.mark.parametrize(
    ("items", "value"),
    [
        pytest.param([NORMAL] * 10, 100, id="all is well"),
        pytest.param([NORMAL, (ItemOutcome.ABNORMAL, Severity.CRITICAL)], 59, id="one critical caps"),
        pytest.param([NORMAL] * 99 + [UNKNOWN], UNKNOWN_CAP, id="one unseen is not excellent"),
        pytest.param([NORMAL, UNKNOWN], 50, id="half unseen is half"),
        pytest.param([UNKNOWN, (ItemOutcome.NOT_APPLICABLE, None)], None, id="nothing seen is no score"),
        pytest.param([(ItemOutcome.ABNORMAL, Severity.HIGH)] * 20, 0, id="never below nothing"),
        pytest.param([NORMAL, (ItemOutcome.ABNORMAL, Severity.HINT)], 100, id="a hint costs nothing"),
    ],
)
def test_a_score_is_no_better_than_what_was_seen(
    items: list[tuple[ItemOutcome, Severity | None]], value: int | None
) -> None:
    assert score_of(items).value == value


ITEMS = st.lists(
    st.one_of(
        st.sampled_from([NORMAL, UNKNOWN, (ItemOutcome.NOTED, None), (ItemOutcome.NOT_APPLICABLE, None)]),
        st.tuples(st.just(ItemOutcome.ABNORMAL), st.sampled_from([one for one in Severity if one != "unknown"])),
    ),
    max_size=40,
)


@given(ITEMS)
def test_what_is_found_or_not_seen_never_raises_a_score(items: list[tuple[ItemOutcome, Severity | None]]) -> None:
    before = score_of([*items, NORMAL])

    for worse in (UNKNOWN, (ItemOutcome.ABNORMAL, Severity.LOW), (ItemOutcome.ABNORMAL, Severity.CRITICAL)):
        after = score_of([*items, worse])
        assert (after.value or 0) <= (before.value or 0)
    assert (score_of([*items, (ItemOutcome.ABNORMAL, Severity.CRITICAL)]).value or 0) <= CRITICAL_CAP


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [
        (NORMAL, NORMAL, Change.SAME),
        ((ItemOutcome.ABNORMAL, Severity.HIGH), NORMAL, Change.NEW),
        ((ItemOutcome.ABNORMAL, Severity.HIGH), (ItemOutcome.ABNORMAL, Severity.MEDIUM), Change.WORSE),
        ((ItemOutcome.ABNORMAL, Severity.LOW), (ItemOutcome.ABNORMAL, Severity.HIGH), Change.BETTER),
        (NORMAL, (ItemOutcome.ABNORMAL, Severity.HIGH), Change.CURED),
        (UNKNOWN, UNKNOWN, Change.SAME),
        pytest.param(UNKNOWN, NORMAL, Change.UNKNOWN, id="not to see is not worse"),
        pytest.param(UNKNOWN, (ItemOutcome.ABNORMAL, Severity.HIGH), Change.UNKNOWN, id="not to see is no cure"),
        (UNKNOWN, (ItemOutcome.NOTED, None), Change.UNKNOWN),
        (NORMAL, UNKNOWN, Change.BETTER),
    ],
)
def test_an_item_is_compared_with_last_time(
    now: tuple[ItemOutcome, Severity | None], before: tuple[ItemOutcome, Severity | None], change: Change
) -> None:
    here, there = (Standing(outcome=outcome, severity=severity) for outcome, severity in (now, before))

    assert change_of(here, there, is_first=False) is change
    assert change_of(here, None, is_first=True) is Change.FIRST


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("23.5", 23.5),
        ("２３．５", 23.5),
        ("23,5", 23.5),
        ("1,024", 1024),
        (" -3 ", -3),
        ("", None),
        ("23。5", 23.5),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, value: float | None) -> None:
    assert number_of(text) == value


@pytest.mark.parametrize("text", ["二十", "nan", "inf", "1e99", "12 度", "--"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NoNumber):
        number_of(text)


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("name = ", "nane = ", 2, "nane"),
        ('answer = "reading"', 'answer = "maybe"', 12, "objects.2.items.1.answer"),
        ("over = 32", "over = 20", 15, "objects.2.items.1.critical"),
        ('code = "E-02"', 'code = "E-01"', 19, "objects.2.items.2.code"),
        ("[[objects]]", "[[objects", 3, "-"),
    ],
)
def test_a_wrong_sheet_is_refused_by_line(old: str, new: str, line: int, key: str) -> None:
    with pytest.raises(WrongSheet) as caught:
        read_sheet(SHEET.replace(old, new, 1))

    assert (line, key) in {(one.line, one.key) for one in caught.value.faults}


def test_a_chart_has_a_gap_where_nothing_was_seen() -> None:
    series = [(AT + timedelta(hours=n), None if n == 2 else float(n)) for n in range(5)]

    drawn = chart(series, lines=[(3.0, True)])

    assert drawn.count("<polyline") == 2
    assert "stroke-dasharray" in drawn
    assert chart([(AT, None)]) == ""


def test_what_hardly_moves_is_not_drawn_as_a_cliff() -> None:
    low, high = bounds([99.4, 99.7], [50.0])
    there, far = bounds([10.0, 90.0], [])

    assert high - low > 9
    assert (low < 99.4, high > 99.7) == (True, True)
    assert [there, far] == pytest.approx([0.0, 96.4])
    assert list(bounds([5.0, 5.0], [])) == pytest.approx([4.71, 5.29])
    assert bounds([0.0, 0.0], []) == (0.0, 1.0)


def test_a_long_series_keeps_its_peaks() -> None:
    series = tuple((AT + timedelta(minutes=n), 100.0 if n == 4321 else 1.0) for n in range(10_000))

    kept = thinned(series)

    assert len(kept) <= 170
    assert max(value or 0 for _, value in kept) == 100.0


def test_components_stand_above_what_they_need_and_a_circle_hangs_nothing() -> None:
    assert ranked({"web": ["db"], "db": ["host"], "host": []}) == [["web"], ["db"], ["host"]]
    assert sorted(code for row in ranked({"a": ["b"], "b": ["a"]}) for code in row) == ["a", "b"]


def test_figures_are_said_as_people_read_them() -> None:
    assert scale_of("bytes", 3 * 1024**3).said(1.5 * 1024**3) == "1.5 GB"
    assert scale_of("s", 1).said(0.25) == "0.25 秒"
    assert [plain(one) for one in (5.0, 0.123456, 1234.56, 1234567.8, 0.00001)] == [
        *("5", "0.123", "1234.6", "1234567.8", "1e-05")
    ]
    assert [span_of(one) for one in ("5 min", "1 d", "每天")] == ["5 分钟", "1 天", "每天"]


@pytest.mark.parametrize("unit", [one for one in Unit if one is not Unit.BYTES])
def test_every_unit_is_said_in_chinese(unit: Unit) -> None:
    said = scale_of(unit.value, 1).unit

    assert not any(letter.isascii() and letter.isalpha() for letter in said)
