"""Results are kept once each, judged, folded by their moments; what changes is a signal and an alert."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from conftest import NOON
from zhishou.systems.queries.probing import say_words
from zhishou.systems.rules.observing import measured
from zhishou.watch.actions.blindness import mark_stale
from zhishou.watch.models import Alert, Sample, Signal
from zhishou.watch.rules.taken import Taken, Unreadable, line_of, of_line, taken_of
from zhishou.watch.rules.words import Verdict
from zhishou.watch.tests.factories import HOUR, MINUTE, SECOND, Watch

pytestmark = pytest.mark.django_db


def test_a_result_is_kept_and_the_probe_stands_by_it(watch: Watch) -> None:
    watch.comes("web-answers", "n")

    state = watch.state("web-answers")
    assert (state.standing, state.last_value, state.last_at) == (Verdict.NORMAL, 0.1, NOON)
    assert state.due_at == NOON + 5 * SECOND
    assert Sample.objects.get().at_ms == round(NOON.timestamp() * 1000)
    assert (Signal.objects.get().before, Signal.objects.get().after) == ("unknown", "normal")


def test_a_count_and_a_measure_are_kept_side_by_side(watch: Watch) -> None:
    rows, seconds = watch.probe("database-answers").pk, watch.probe("web-answers").pk

    watch.keep([taken_of(measured(3), probe_id=rows, at=NOON), taken_of(measured(0.5), probe_id=seconds, at=NOON)])

    assert dict(Sample.objects.values_list("probe_id", "value")) == {rows: 3.0, seconds: 0.5}


def test_what_came_before_comes_again_and_changes_nothing(watch: Watch) -> None:
    found = [watch.taken("web-answers", letter, NOON + place * SECOND) for place, letter in enumerate("ncc")]
    watch.keep(found)
    before = (Sample.objects.count(), Signal.objects.count(), watch.state("web-answers").tail)

    watch.keep(found)
    watch.keep(found[:1])

    assert (Sample.objects.count(), Signal.objects.count(), watch.state("web-answers").tail) == before


def test_results_that_come_late_are_kept_and_do_not_move_how_it_stands(watch: Watch) -> None:
    watch.comes("web-answers", "n", since=NOON + MINUTE)

    watch.keep([watch.taken("web-answers", "c", NOON + one * SECOND) for one in range(5)], at=NOON + MINUTE)

    assert Sample.objects.count() == 6
    assert watch.state("web-answers").standing == Verdict.NORMAL
    assert not Alert.objects.exists()


def test_results_of_an_outage_are_folded_in_order_however_they_come(watch: Watch) -> None:
    found = [watch.taken("web-answers", letter, NOON + place * SECOND) for place, letter in enumerate("ncccnn")]

    watch.keep(reversed(found), at=NOON + HOUR)

    assert [one.after for one in Signal.objects.order_by("at")] == ["normal", "critical", "normal"]
    assert watch.alert("web-answers").closed_at == NOON + 5 * SECOND


def test_after_the_clock_went_back_results_count_again(watch: Watch) -> None:
    watch.comes("web-answers", "n", since=NOON + HOUR)

    watch.comes("web-answers", "cc", since=NOON)

    assert watch.state("web-answers").standing == Verdict.CRITICAL


def test_what_no_probe_asked_for_is_dropped(watch: Watch) -> None:
    watch.keep([Taken(probe_id=10**9, at=NOON, outcome=watch.taken("web-answers", "n", NOON).outcome)])

    assert not Sample.objects.exists()


def test_silence_becomes_unknown_and_never_stays_normal(watch: Watch) -> None:
    watch.all_well()

    assert mark_stale(at=NOON + 30 * SECOND) == 0
    mark_stale(at=NOON + 5 * MINUTE)

    assert watch.state("web-answers").standing == Verdict.UNKNOWN
    assert watch.state("certificate-days").standing == Verdict.NORMAL, "an hourly one may be silent for so long"
    said = Signal.objects.filter(after="unknown").values_list("words", flat=True)[0]
    with override("zh-hans"):
        assert say_words(said, {}) == "没有收到探测结果。"
    assert mark_stale(at=NOON + 5 * MINUTE) == 0


@pytest.mark.parametrize("line", ["", "[1", "{}", '[1,2,"measured"]', '[1,1e99,"measured",1,"",{},1]', "null"])
def test_a_line_that_was_cut_is_no_result(line: str) -> None:
    with pytest.raises(Unreadable):
        of_line(line)


def test_a_result_comes_back_from_its_line(watch: Watch) -> None:
    found = watch.taken("web-answers", "f", NOON + timedelta(milliseconds=1))

    assert of_line(line_of(found)) == found
