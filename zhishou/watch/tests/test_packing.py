"""What was measured is read as one, whether fresh, packed or rolled up; packing twice changes nothing."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from conftest import NOON
from zhishou.watch import actions
from zhishou.watch.actions.packing import RAW_KEPT, ROLLED_KEPT, pack_probe
from zhishou.watch.models import RollUp, Sample, SampleBlock
from zhishou.watch.queries.readings import readings
from zhishou.watch.queries.series import raw, rolled, series, width_for
from zhishou.watch.rules.rollups import FIVE_MINUTES, HOUR
from zhishou.watch.rules.words import Verdict
from zhishou.watch.tests.factories import MINUTE, Watch

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)


def measured(watch: Watch, letters: str = "n" * 20 + "c" * 20 + "n" * 110) -> int:
    """Let a probe bring a result every minute; return its key."""
    watch.keep(
        [watch.taken("host-answers", letter, NOON + place * MINUTE) for place, letter in enumerate(letters)],
        at=NOON + timedelta(hours=2, minutes=30),
    )
    return watch.probe("host-answers").pk


def test_samples_read_the_same_before_and_after_they_are_packed(watch: Watch) -> None:
    key = measured(watch)
    before = raw(probe_id=key, since=NOON, until=LATER)
    rolled_before = rolled(probe_id=key, since=NOON, until=LATER, width=HOUR)

    assert actions.pack_some(at=NOON + timedelta(hours=2, minutes=6)) == 2
    assert actions.pack_some(at=NOON + timedelta(hours=2, minutes=6)) == 0

    assert (SampleBlock.objects.count(), Sample.objects.count(), RollUp.objects.count()) == (2, 30, 2)
    assert raw(probe_id=key, since=NOON, until=LATER) == before
    again = rolled(probe_id=key, since=NOON, until=LATER, width=HOUR)
    assert [(one.start, one.count, one.critical) for one in again] == [
        (one.start, one.count, one.critical) for one in rolled_before
    ]
    assert [one.mean for one in again] == pytest.approx([one.mean for one in rolled_before], rel=1e-3)


def test_a_sample_that_comes_late_joins_its_block(watch: Watch) -> None:
    key = measured(watch)
    actions.pack_some(at=LATER)
    watch.keep([watch.taken("host-answers", "w", NOON + timedelta(seconds=30))], at=LATER)
    assert rolled(probe_id=key, since=NOON, until=NOON + MINUTE, width=FIVE_MINUTES)[0].count == 6

    pack_probe(probe_id=key, end=int(LATER.timestamp()) // HOUR * HOUR)

    assert SampleBlock.objects.order_by("starts_at")[0].count == 61
    assert rolled(probe_id=key, since=NOON, until=NOON + MINUTE, width=FIVE_MINUTES)[0].warning == 1


def test_a_hundred_hours_are_packed_by_as_few_statements_as_two(
    watch: Watch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    end = NOON + timedelta(hours=100)
    watch.keep(
        [watch.taken("host-answers", "n", NOON + timedelta(hours=hour)) for hour in range(100)],
        at=end,
    )

    with django_assert_max_num_queries(14):
        assert pack_probe(probe_id=watch.probe("host-answers").pk, end=int(end.timestamp())) == 100

    assert (SampleBlock.objects.count(), Sample.objects.count()) == (100, 0)


def test_a_chart_has_as_many_steps_as_can_be_seen(watch: Watch) -> None:
    key = measured(watch)
    actions.pack_some(at=LATER)

    assert len(series(probe_id=key, since=NOON, until=LATER).buckets) == 150
    day = series(probe_id=key, since=LATER - timedelta(days=1), until=LATER)
    assert (day.width, len(day.buckets), sum(one.count for one in day.buckets)) == (300, 30, 150)
    year = series(probe_id=key, since=LATER - timedelta(days=365), until=LATER)
    assert (year.width, sum(one.count for one in year.buckets)) == (6 * HOUR, 150)
    assert timedelta(days=365).total_seconds() / width_for(timedelta(days=365)) <= 1500


def test_what_has_been_kept_long_enough_is_forgotten(watch: Watch) -> None:
    measured(watch)
    actions.pack_some(at=LATER)

    assert actions.forget_old(at=LATER + RAW_KEPT - timedelta(hours=4)) == 0
    actions.forget_old(at=LATER + RAW_KEPT + timedelta(hours=4))
    assert (SampleBlock.objects.count(), RollUp.objects.count()) == (0, 2)
    actions.forget_old(at=LATER + ROLLED_KEPT + timedelta(days=31))
    assert RollUp.objects.count() == 0


def test_a_reading_tells_the_last_value_its_limits_and_what_the_stretch_held(watch: Watch) -> None:
    measured(watch)

    [one] = readings(system_id=watch.system.pk, probe_codes=["host-answers"], since=NOON, until=LATER)

    assert (one.observed, one.verdict, one.samples, one.criticals) == (0.1, Verdict.NORMAL, 150, 20)
    assert (one.minimum, one.maximum) == (0.1, 20.0)
    assert (str(one.warn), str(one.critical), one.unit, one.component) == ("> 2", "> 10", "s", "host")
    assert len(one.series) == 3


def test_a_probe_from_which_nothing_came_is_unknown(watch: Watch) -> None:
    watch.all_well()

    found = readings(system_id=watch.system.pk, since=LATER, until=LATER + timedelta(hours=1))

    assert len(found) == 4
    assert {(one.verdict, one.observed, one.samples) for one in found} == {(Verdict.UNKNOWN, None, 0)}
