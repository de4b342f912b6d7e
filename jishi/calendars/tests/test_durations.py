import re
from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from jishi.calendars.door import AT_ONCE, Basis, Duration, TooLong, Unit, WrongDuration, always, elapsed, explain
from jishi.calendars.tests.examples import OFFICE, beijing

START = "2023-01-18 09:00"


@pytest.mark.parametrize(
    ("text", "chinese", "due"),
    [
        pytest.param("at once", "立即", "2023-01-18 09:00", id="at once"),
        pytest.param("10 min", "10 分钟（自然时间）", "2023-01-18 09:10", id="ten minutes"),
        pytest.param("half an hour", "半小时（自然时间）", "2023-01-18 09:30", id="half an hour"),
        pytest.param("one hour", "1 小时（自然时间）", "2023-01-18 10:00", id="one hour"),
        pytest.param("half a day", "半天（自然时间 12 小时）", "2023-01-18 21:00", id="half a day"),
        pytest.param("1 day", "1 天（自然时间 24 小时）", "2023-01-19 09:00", id="one day"),
        pytest.param("1 week", "1 周（自然时间 168 小时）", "2023-01-25 09:00", id="one week"),
        pytest.param("7 working hours", "7 小时（工作时间）", "2023-01-19 10:30", id="working hours"),
        pytest.param(
            "3 working days", "3 个工作日（按工作日历，至末日下班止）", "2023-01-28 17:00", id="working days"
        ),
        pytest.param("2 calendar days", "2 个自然日（至末日 24 时止）", "2023-01-21 00:00", id="calendar days"),
    ],
)
def test_named_durations(text: str, chinese: str, due: str) -> None:
    duration = Duration.parse(text)

    assert duration.words("zh-hans") == chinese
    assert duration.due(OFFICE, start=beijing(START)) == beijing(due)
    assert explain(duration, OFFICE, start=beijing(START))[-1].end == beijing(due)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("立即", "at once"),
        ("10 分钟", "10 min"),
        ("10分钟", "10 min"),
        ("半小时", "half an hour"),
        ("半个小时", "half an hour"),
        ("半天", "half a day"),
        ("1 天", "1 day"),
        ("1 周", "1 week"),
        ("3 个工作日", "3 working days"),
        ("4 个工作小时", "4 working hours"),
        ("2 个自然日", "2 calendar days"),
        ("2 个日历日", "2 calendar days"),
        ("一小时", "one hour"),
        ("两天", "2 days"),
        ("一星期", "1 week"),
        ("三个工作日", "3 working days"),
        ("十分钟", "10 min"),
    ],
)
def test_chinese_and_english_mean_the_same(chinese: str, english: str) -> None:
    assert Duration.parse(chinese) == Duration.parse(english)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "10",
        "ten min",
        "-1 day",
        "0 min",
        "1 month",
        "half a working day",
        "1.5 working days",
        "2 working weeks",
        "and",
        "1 day 2 hours",
        "0.0001 s",
        "十二天",
        "一",
        pytest.param("9" * 5000 + " days", id="more digits than a number has"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(text: str) -> None:
    with pytest.raises(WrongDuration, match=r".{12}"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("longest", "too_long"),
    [
        ("3660 个工作日", "3661 个工作日"),
        ("522 周", "523 周"),
        ("3660 calendar days", "999999999 calendar days"),
        ("29280 工作小时", "9999999 工作小时"),
        ("316224000 s", "316224000.5 min"),
    ],
)
def test_a_duration_is_at_most_what_a_contract_counts(longest: str, too_long: str) -> None:
    assert Duration.parse(longest).count

    with pytest.raises(TooLong, match=f"“{too_long}” is longer than any contract counts"):
        Duration.parse(too_long)


@given(
    st.builds(Duration, st.integers(1, 500).map(Fraction), st.sampled_from(Unit), st.just(Basis.ELAPSED))
    | st.builds(Duration, st.just(Fraction(1, 2)), st.sampled_from(list(Unit)[1:]), st.just(Basis.ELAPSED))
    | st.builds(Duration, st.just(Fraction(1, 2)), st.just(Unit.HOUR), st.just(Basis.WORKING))
    | st.builds(Duration, st.integers(1, 500).map(Fraction), st.just(Unit.MINUTE), st.just(Basis.WORKING))
    | st.builds(Duration, st.integers(1, 90).map(Fraction), st.just(Unit.DAY), st.just(Basis.WORKING_DAYS))
    | st.builds(
        Duration,
        st.integers(1, 90).map(Fraction),
        st.sampled_from([Unit.DAY, Unit.WEEK]),
        st.just(Basis.CALENDAR_DAYS),
    )
    | st.just(AT_ONCE)
)
def test_what_is_written_reads_back(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration


@given(st.integers(0, 10**7))
def test_elapsed_time_finds_its_words(seconds: int) -> None:
    length = timedelta(seconds=seconds)

    assert elapsed(length).length == length


def test_days_by_the_calendar_have_no_length_of_their_own() -> None:
    with pytest.raises(WrongDuration, match="calendar"):
        _ = Duration.parse("3 working days").length


def test_a_half_is_half() -> None:
    assert Duration.parse("half a day").length == timedelta(hours=12)


def test_the_explanation_names_holidays_and_make_up_days() -> None:
    steps = explain(Duration.parse("7 working hours"), OFFICE, start=beijing("2023-01-20 15:00"))

    assert [step.words(OFFICE, "zh-hans") for step in steps] == [
        "2023-01-20 15:00 起算：7 小时（工作时间）",
        "2023-01-20 15:00 至 2023-01-20 17:00 计 2 小时",
        (
            "2023-01-20 17:00 至 2023-01-28 08:30 不计：春节、春节（补假）、休息日（由 2023-01-28 调休）、"
            "休息日（由 2023-01-29 调休）"
        ),
        "2023-01-28 08:30 至 2023-01-28 11:30 计 3 小时（调休上班）",
        "2023-01-28 11:30 至 2023-01-28 14:30 不计：非工作时间",
        "2023-01-28 14:30 至 2023-01-28 16:30 计 2 小时（调休上班）",
        "2023-01-28 16:30 到期",
    ]
    assert sum((step.counted for step in steps), timedelta()) == timedelta(hours=7)


def test_the_explanation_of_working_days_numbers_them() -> None:
    steps = explain(Duration.parse("2 working days"), OFFICE, start=beijing("2023-06-21 10:00"))

    assert [step.words(OFFICE, "en") for step in steps] == [
        "2023-06-21 10:00 start: 2 working days (by the working calendar, until the last day closes)",
        "2023-06-21 10:00 to 2023-06-22 00:00 not counted: the day of the start",
        "2023-06-22 00:00 to 2023-06-23 00:00 not counted: Dragon Boat Festival",
        "2023-06-23 00:00 to 2023-06-24 00:00 not counted: Day off (substituted from 06/25/2023)",
        "2023-06-24 00:00 to 2023-06-25 00:00 not counted: no working day",
        "2023-06-25 00:00 to 2023-06-26 00:00 counts day 1 (Make-up working day)",
        "2023-06-26 00:00 to 2023-06-26 17:00 counts day 2",
        "2023-06-26 17:00 due",
    ]


def test_elapsed_time_needs_no_calendar_to_be_explained() -> None:
    steps = explain(Duration.parse("1 day"), always(), start=beijing(START))

    assert steps[1].words(always(), "zh-hans") == "2023-01-18 09:00 至 2023-01-19 09:00 计 24 小时"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_whatever_is_given_as_an_example_can_be_written(language: str) -> None:
    with override(language), pytest.raises(WrongDuration) as wrong:
        Duration.parse("soonish")

    examples = re.findall("“([^”]+)”", wrong.value.sentence.said(gettext))

    assert len(examples) == 10
    assert [Duration.parse(one).quoted for one in examples[1:]] == [one.lower() for one in examples[1:]]
