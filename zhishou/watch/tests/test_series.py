"""What is kept of samples: the same whatever order they came in, in few bytes, with the figures right."""

import math
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import NOON
from zhishou.systems.rules.observing import Outcome
from zhishou.watch.rules import points, rollups
from zhishou.watch.rules.points import Point, WrongBlock, merged
from zhishou.watch.rules.rollups import FIVE_MINUTES, HOUR, Bucket, buckets, replaced, row_start
from zhishou.watch.rules.spans import availability, cut, length, without
from zhishou.watch.rules.words import Verdict

NOON_MS = int(NOON.timestamp() * 1000)
FIGURES = st.none() | st.floats(-1e12, 1e12, allow_nan=False)
POINTS = st.builds(
    Point,
    st.integers(NOON_MS, NOON_MS + 3_599_999),
    FIGURES,
    st.sampled_from(list(Outcome)),
    st.sampled_from(list(Verdict)),
    st.integers(0, 65_535),
)
MINUTE = timedelta(minutes=1)


@given(st.lists(POINTS, max_size=60, unique_by=lambda one: one.at))
def test_points_come_out_of_a_block_as_they_went_in(found: list[Point]) -> None:
    found.sort(key=lambda one: one.at)

    assert points.unpack(points.pack(found)) == found


@given(st.lists(POINTS, max_size=40, unique_by=lambda one: one.at), st.randoms())
def test_whatever_order_and_however_often_they_come_they_make_the_same(found: list[Point], chance: object) -> None:
    mixed = sorted(found, key=lambda _one: chance.random())  # type: ignore[attr-defined]
    cut_at = len(mixed) // 2

    once = merged(merged([], mixed[:cut_at]), mixed[cut_at:])

    assert once == sorted(found, key=lambda one: one.at)
    assert merged(once, mixed) == once


@given(st.lists(POINTS, min_size=1, max_size=60, unique_by=lambda one: one.at))
def test_buckets_count_everything_once_and_hold_their_figures(found: list[Point]) -> None:
    made = buckets(found, width=FIVE_MINUTES)

    assert sum(one.count for one in made) == len(found)
    for one in made:
        assert one.unknown + one.warning + one.critical <= one.count
        if one.mean is not None and one.least is not None and one.most is not None:
            slack = 1e-9 * max(abs(one.least), abs(one.most))
            assert one.least - slack <= one.mean <= one.most + slack


@given(
    st.lists(POINTS, min_size=1, max_size=60, unique_by=lambda one: one.at), st.sampled_from([FIVE_MINUTES, HOUR])
)
@settings(max_examples=60)
def test_rollups_keep_four_digits(found: list[Point], width: int) -> None:
    made = buckets(found, width=width)
    first = row_start(made[0].start, width=width)

    again = rollups.unpack(rollups.pack(made, width=width), first=first, width=width)

    assert [one.start for one in again] == [one.start for one in made]
    for before, after in zip(made, again, strict=True):
        assert (before.count, before.unknown, before.worst) == (after.count, after.unknown, after.worst)
        for one, other in ((before.least, after.least), (before.mean, after.mean), (before.most, after.most)):
            assert (one is None) == (other is None)
            assert one is None or other is None or math.isclose(one, other, rel_tol=2e-3, abs_tol=1e-37)


@given(st.lists(POINTS, min_size=1, max_size=60, unique_by=lambda one: one.at), st.integers(-3, 3))
@settings(max_examples=60)
def test_a_row_read_in_wide_steps_is_its_hours_joined(found: list[Point], shift: int) -> None:
    spread = [replace(one, at=one.at + place // 2 * 3_600_000) for place, one in enumerate(found)]
    kept = rollups.pack(buckets(spread, width=HOUR), width=HOUR)
    first, since = row_start(NOON_MS // 1000, width=HOUR), NOON_MS // 1000 + shift * HOUR
    until = since + 9 * HOUR
    joined: dict[int, list[Bucket]] = defaultdict(list)
    for one in rollups.unpack(kept, first=first, width=HOUR):
        if since <= one.start < until:
            joined[one.start // (6 * HOUR) * 6 * HOUR].append(one)

    wide = rollups.unpack_coarser(kept, first=first, width=HOUR, into=6 * HOUR, since=since, until=until)

    assert [one.start for one in wide] == list(joined)
    for mine, hours in zip(wide, joined.values(), strict=True):
        for name in ("count", "unknown", "warning", "critical"):
            assert getattr(mine, name) == sum(getattr(one, name) for one in hours)
        known = [(one.mean, one.count - one.unknown or 1) for one in hours if one.mean is not None]
        whole = sum(mean * count for mean, count in known) / sum(count for _mean, count in known) if known else None
        assert mine.mean == whole or mine.mean == pytest.approx(whole)
        assert mine.least == min((one.least for one in hours if one.least is not None), default=None)
        assert mine.most == max((one.most for one in hours if one.most is not None), default=None)


def test_a_fresh_bucket_takes_the_place_of_the_kept_one() -> None:
    old, new = (Bucket(300, count, 0, 0, 0, 1.0, 1.0, 1.0) for count in (1, 2))
    other = Bucket(600, 1, 1, 0, 0, None, None, None)

    assert replaced([old, other], [new]) == [new, other]
    assert other.worst is Verdict.UNKNOWN


def test_a_day_of_a_probe_of_a_minute_takes_little_room() -> None:
    hour = [
        Point(NOON_MS + second * 1000, 0.1 + 0.001 * (second % 7), Outcome.MEASURED, Verdict.NORMAL, 100)
        for second in range(0, 3600, 60)
    ]
    rows = [
        Bucket(row_start(NOON_MS // 1000, width=300) + place * 300, 5, 0, 0, 0, 0.1, 0.2, 0.1 + place / 3000)
        for place in range(288)
    ]

    assert len(points.pack(hour)) < 60 * 8
    assert len(rollups.pack(rows, width=FIVE_MINUTES)) < 288 * 7


@pytest.mark.parametrize("block", [b"", b"\x00", b"\x09" * 40])
def test_what_is_no_block_is_refused(block: bytes) -> None:
    with pytest.raises(WrongBlock):
        points.unpack(block)
    with pytest.raises(WrongBlock):
        rollups.unpack(block, first=0, width=300)


SPANS = st.lists(
    st.tuples(st.integers(0, 450), st.integers(1, 90)).map(lambda one: (one[0], one[0] + one[1])), max_size=8
)


def moments(spans: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    return [(NOON + begins * MINUTE, NOON + ends * MINUTE) for begins, ends in spans]


@given(SPANS, SPANS, SPANS)
def test_every_minute_counts_once(
    down: list[tuple[int, int]], dark: list[tuple[int, int]], quiet: list[tuple[int, int]]
) -> None:
    until = NOON + 400 * MINUTE
    found = availability(
        down=moments(down),
        unknown=moments(dark),
        agreed=moments(quiet),
        since=NOON,
        until=until,
    )
    agreed = {one for begins, ends in quiet for one in range(begins, min(ends, 400))}
    fell = {one for begins, ends in down for one in range(begins, min(ends, 400))} - agreed

    assert found.up + found.down + found.unknown + found.agreed == 400 * MINUTE
    assert (found.down, found.agreed) == (len(fell) * MINUTE, len(agreed) * MINUTE)
    assert found.per_mille is None or 0 <= found.per_mille <= 1000


def test_spans_are_joined_cut_and_taken_away() -> None:
    spans = cut(moments([(10, 20), (0, 5), (15, 30), (30, 40)]), since=NOON + MINUTE, until=NOON + 35 * MINUTE)

    assert spans == moments([(1, 5), (10, 35)])
    assert without(spans, moments([(3, 12), (20, 25)])) == moments([(1, 3), (12, 20), (25, 35)])
    assert length(spans) == 29 * MINUTE
