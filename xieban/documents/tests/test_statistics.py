"""How long documents take: what many durations come to, and the page of a month."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.refusals.door import NotThere
from xieban.documents.queries.labels import KINDS
from xieban.documents.queries.statistics import month_of, statistics_of
from xieban.documents.rules.statistics import summary
from xieban.documents.rules.words import Kind
from xieban.documents.tests.laying import AGREE, Way, notice, prepare
from xieban.tests.cast import NOON, Cast

HOURS = st.lists(st.integers(0, 10_000), min_size=1)


@given(HOURS)
def test_half_take_no_longer_than_the_median_and_nine_of_ten_no_longer_than_the_ninth(hours: list[int]) -> None:
    took = [timedelta(hours=one) for one in hours]

    found = summary(took)

    assert found is not None
    assert found.count == len(took)
    assert found.longest == max(took)
    for share, value in ((0.5, found.median), (0.9, found.ninth)):
        assert value in took
        assert sum(one <= value for one in took) >= share * len(took)
        assert sum(one < value for one in took) < share * len(took)


def test_nothing_comes_to_nothing() -> None:
    assert summary([]) is None


@pytest.mark.django_db
def test_a_month_says_how_long_at_which_step_and_who_in_hours_of_work(cast: Cast) -> None:
    prepare(cast)
    way = Way(document=notice(cast.drafter))  # a Wednesday at noon
    way.at = NOON + timedelta(hours=1)
    way.does(cast.drafter)
    way.at = NOON + timedelta(days=1)
    way.does(cast.department_head, AGREE)
    later = way.at + timedelta(days=1)

    found = statistics_of(cast.office_head, kind="dispatch", department="", month="2023-03", at=later)

    nodes = {line.name: line for line in found.nodes}
    assert nodes[f"{KINDS[Kind.DISPATCH]} · 处室审核"].count == 1
    assert 6 < nodes[f"{KINDS[Kind.DISPATCH]} · 处室审核"].median < 9, "a working day, without its night"
    assert [line.name for line in found.people] == [cast.department_head.name, cast.drafter.name]
    assert [(one.begun, one.ended) for one in found.departments] == [(1, 0)]
    for other in ({"kind": "memo"}, {"department": cast.office.code}, {"month": "2023-02"}):
        asked = {"kind": "dispatch", "department": "", "month": "2023-03", **other}
        assert statistics_of(cast.office_head, **asked, at=later).nodes == ()
    for outside in (cast.stranger, cast.drafter):
        with pytest.raises(NotThere):
            statistics_of(outside, kind="", department="", month="", at=later)


def test_what_is_no_month_is_this_month() -> None:
    assert month_of("2026-99", at=NOON) == month_of("2023-03", at=NOON)
    assert month_of("", at=NOON)[0].month == 3
