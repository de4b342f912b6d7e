"""What breaks is told once: echoes and what breaks together do not call anybody twice."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from conftest import NOON, Cast
from jishi.heartbeat.models import Process
from zhishou.systems.models import Probe
from zhishou.systems.rules.observing import Outcome
from zhishou.watch import actions
from zhishou.watch.actions.blindness import look_for_silence
from zhishou.watch.actions.leasing import adopt
from zhishou.watch.models import Alert, BlindSpell
from zhishou.watch.queries.plans import plans
from zhishou.watch.queries.telling import telling
from zhishou.watch.rules.taken import Taken
from zhishou.watch.tests.factories import (
    HOUR,
    MINUTE,
    PROFILE,
    SECOND,
    Watch,
    make_watch,
    many_targets,
    names,
    prober_lives,
    told,
)

pytestmark = pytest.mark.django_db


def test_what_is_confirmed_is_told_once_and_its_end_with_the_sample(watch: Watch) -> None:
    watch.all_well()

    broke = watch.comes("host-answers", "cc", since=NOON + MINUTE)
    watch.comes("host-answers", "ccc", since=broke + MINUTE)
    ended = watch.comes("host-answers", "nn", since=broke + 10 * MINUTE)

    alert = watch.alert("host-answers")
    assert (alert.opened_at, alert.closed_at, alert.level) == (broke, ended, 2)
    assert names() == ["AlertRaised", "AlertCleared"]
    assert told()[1][1]["sample"] == f"{alert.probe_id}@{round(ended.timestamp() * 1000)}"


def test_red_of_the_database_hides_the_rest(watch: Watch) -> None:
    watch.all_well()
    watch.comes("database-answers", "ff", since=NOON + MINUTE)

    watch.comes("web-answers", "ff", since=NOON + 2 * MINUTE)

    assert (watch.alert("web-answers").hold, watch.alert("web-answers").hold_by) == ("dependency", "database")
    assert names() == ["AlertRaised"]


def test_what_answers_badly_hides_nothing(watch: Watch) -> None:
    watch.all_well()
    watch.comes("database-answers", "cc", since=NOON + MINUTE)

    broke = watch.comes("web-answers", "ff", since=NOON + 3 * MINUTE)
    watch.comes("database-answers", "c", since=broke + SECOND)
    watch.comes("host-answers", "n", since=broke + 2 * SECOND)
    actions.tell_held(at=broke + 3 * SECOND)

    assert watch.alert("web-answers").hold == ""
    assert names() == ["AlertRaised", "AlertChanged"], "it is told, with what broke just before"


def test_an_echo_that_stays_after_its_cause_is_over_is_told_a_minute_later(watch: Watch) -> None:
    watch.all_well()
    watch.comes("database-answers", "ff", since=NOON + MINUTE)
    watch.comes("web-answers", "ff", since=NOON + 2 * MINUTE)
    healed = watch.comes("database-answers", "nn", since=NOON + 5 * MINUTE)
    assert names() == ["AlertRaised", "AlertCleared"]

    actions.tell_held(at=healed + 59 * SECOND)
    assert names() == ["AlertRaised", "AlertCleared"]
    actions.tell_held(at=healed + 61 * SECOND)
    assert names() == ["AlertRaised", "AlertCleared", "AlertRaised"]


def test_an_echo_that_ends_with_its_cause_is_never_told(watch: Watch) -> None:
    watch.all_well()
    watch.comes("database-answers", "ff", since=NOON + MINUTE)
    watch.comes("web-answers", "ff", since=NOON + 2 * MINUTE)
    watch.comes("database-answers", "nn", since=NOON + 5 * MINUTE)
    healed = watch.comes("web-answers", "nn", since=NOON + 5 * MINUTE + 10 * SECOND)

    actions.tell_held(at=healed + HOUR)

    assert names() == ["AlertRaised", "AlertCleared"]
    assert watch.alert("web-answers").raised_at is None


def test_what_was_seen_first_waits_for_news_of_what_it_needs(watch: Watch) -> None:
    watch.all_well()
    broke = watch.comes("web-answers", "ff", since=NOON + MINUTE)
    assert watch.alert("web-answers").hold == "settling"

    watch.comes("database-answers", "ff", since=broke + SECOND)
    watch.comes("host-answers", "n", since=broke + 8 * SECOND)
    actions.tell_held(at=broke + 8 * SECOND)

    [(name, payload)] = told()
    assert (name, payload["alert_uuid"]) == ("AlertRaised", str(watch.alert("database-answers").uuid))
    assert watch.alert("web-answers").hold == "dependency"


def test_but_not_for_longer_than_ten_seconds(watch: Watch) -> None:
    watch.all_well()
    broke = watch.comes("web-answers", "ff", since=NOON + MINUTE)

    actions.tell_held(at=broke + 9 * SECOND)
    assert names() == []
    actions.tell_held(at=broke + 10 * SECOND)
    assert names() == ["AlertRaised"]


def test_what_breaks_together_is_one_and_over_only_when_all_is(watch: Watch) -> None:
    watch.all_well()
    broke = watch.comes("certificate-days", "ww", since=NOON + MINUTE)
    watch.comes("host-answers", "cc", since=broke + 20 * SECOND)

    assert names() == ["AlertRaised", "AlertChanged"]
    assert told()[1][1]["level"] == 2
    watch.comes("certificate-days", "nn", since=broke + 5 * MINUTE)
    assert names() == ["AlertRaised", "AlertChanged"]
    ended = watch.comes("host-answers", "nn", since=broke + 6 * MINUTE)
    assert names() == ["AlertRaised", "AlertChanged", "AlertCleared"]
    assert datetime.fromisoformat(told()[2][1]["happened_at"]) == ended


def test_what_breaks_later_is_told_for_itself(watch: Watch) -> None:
    watch.all_well()
    broke = watch.comes("certificate-days", "ww", since=NOON + MINUTE)

    watch.comes("host-answers", "cc", since=broke + 2 * MINUTE)

    assert names() == ["AlertRaised", "AlertRaised"]


def test_what_is_only_seen_through_the_broken_one_is_no_cause(cast: Cast) -> None:
    """What tells of the database is served by the web part: when that hangs, the database is not to blame."""
    own = 'component = "database"\nconnector = "port"\ncheck = "X-03"'
    through = own.replace("port", "site").replace("X-03", "X-01")
    watch = make_watch(cast, profile=PROFILE.replace(own, through))
    watch.all_well()
    watch.comes("database-answers", "ff", since=NOON + MINUTE)
    assert watch.alert("database-answers").hold == "settling"

    broke = watch.comes("web-answers", "ff", since=NOON + MINUTE + SECOND)
    watch.comes("host-answers", "n", since=broke)
    actions.tell_held(at=broke + SECOND)

    assert (watch.alert("database-answers").hold, watch.alert("database-answers").hold_by) == ("dependency", "web")
    [(name, payload)] = told()
    assert (name, payload["alert_uuid"]) == ("AlertRaised", str(watch.alert("web-answers").uuid))


def test_what_is_seen_through_one_waits_for_what_that_needs(cast: Cast) -> None:
    """What tells of the certificate is served by the web part, which without its database says nothing."""
    own = 'component = "certificate"\nconnector = "port"\ncheck = "X-03"'
    through = own.replace("port", "site").replace("X-03", "X-01")
    watch = make_watch(cast, profile=PROFILE.replace(own, through).replace('every = "1 h"', 'every = "10 s"'))
    watch.all_well()
    watch.comes("certificate-days", "ff", since=NOON + MINUTE)

    broke = watch.comes("database-answers", "ff", since=NOON + MINUTE + SECOND)
    watch.comes("web-answers", "n", since=broke)
    watch.comes("host-answers", "n", since=broke)
    actions.tell_held(at=broke + SECOND)

    alert = watch.alert("certificate-days")
    assert (alert.hold, alert.hold_by) == ("dependency", "database")
    [(name, payload)] = told()
    assert (name, payload["alert_uuid"]) == ("AlertRaised", str(watch.alert("database-answers").uuid))


def test_what_is_seen_through_others_and_what_they_need_never_wait_for_each_other(cast: Cast) -> None:
    """The host is seen through the web part, this needs the database, that the host: the database is told."""
    own = 'component = "host"\nconnector = "port"\ncheck = "X-03"'
    watch = make_watch(cast, profile=PROFILE.replace(own, own.replace("port", "site").replace("X-03", "X-01")))
    watch.all_well()
    watch.comes("host-answers", "ff", since=NOON + MINUTE)
    watch.comes("web-answers", "ff", since=NOON + MINUTE)
    broke = watch.comes("database-answers", "ff", since=NOON + MINUTE)

    actions.tell_held(at=broke + 20 * SECOND)

    [(name, payload)] = told()
    assert (name, payload["alert_uuid"]) == ("AlertRaised", str(watch.alert("database-answers").uuid))
    assert {watch.alert(code).hold for code in ("host-answers", "web-answers")} == {"dependency"}


def test_what_waited_for_a_short_trouble_is_given_the_time_to_follow(watch: Watch) -> None:
    """The database was away for seconds: the page that fails for a moment longer is no trouble of its own."""
    watch.all_well()
    broke = watch.comes("database-answers", "ff", since=NOON + MINUTE)
    watch.comes("host-answers", "n", since=broke)
    watch.comes("web-answers", "ff", since=broke)
    assert watch.alert("web-answers").hold == "dependency"

    back = watch.comes("database-answers", "nn", since=broke + 4 * SECOND)
    actions.tell_held(at=back + 2 * SECOND)

    alert = watch.alert("web-answers")
    assert (alert.hold, alert.raised_at) == ("settling", None)
    actions.tell_held(at=back + 50 * SECOND)
    assert names() == ["AlertRaised", "AlertCleared"]
    actions.tell_held(at=back + 2 * MINUTE)
    assert names()[-1] == "AlertRaised"


def test_one_that_becomes_graver_says_so(watch: Watch) -> None:
    watch.all_well()
    broke = watch.comes("host-answers", "ww", since=NOON + MINUTE)

    watch.comes("host-answers", "cc", since=broke + 5 * MINUTE)

    assert [(name, payload["level"]) for name, payload in told()] == [("AlertRaised", 3), ("AlertChanged", 2)]


@pytest.mark.once
def test_five_hundred_targets_that_fail_at_once_are_told_once(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    watch = make_watch(cast, profile=many_targets(500))
    adopt(at=NOON)
    keys = list(Probe.objects.values_list("pk", flat=True))
    known = plans(keys)
    for second, outcome in enumerate([Outcome.MEASURED, Outcome.FAILED, Outcome.FAILED]):
        at = NOON + second * SECOND
        with django_assert_max_num_queries(500 * 7):
            actions.keep(
                taken=[Taken(probe_id=key, at=at, outcome=outcome, value=0.1) for key in keys], plans=known, at=at
            )

    assert Alert.objects.filter(system=watch.system, closed_at=None).count() == 500
    assert names().count("AlertRaised") == 1


def test_unknown_is_told_after_five_minutes_and_only_where_it_was_known(watch: Watch) -> None:
    watch.comes("host-answers", "uu", since=NOON)
    watch.comes("certificate-days", "n", since=NOON)
    assert not Alert.objects.exists()

    broke = watch.comes("certificate-days", "uu", since=NOON + MINUTE)
    actions.tell_held(at=broke + 4 * MINUTE)
    assert names() == []
    actions.tell_held(at=broke + 5 * MINUTE)
    assert names() == ["AlertRaised"]


def test_what_was_unknown_and_is_bad_before_it_is_told_is_told_as_what_it_is(watch: Watch) -> None:
    watch.comes("certificate-days", "n", since=NOON)
    watch.comes("certificate-days", "uu", since=NOON + MINUTE)

    bad = watch.comes("certificate-days", "cc", since=NOON + 2 * MINUTE)
    actions.tell_held(at=bad + 2 * MINUTE)

    assert names() == ["AlertRaised"]
    alert = watch.alert("certificate-days")
    assert "严重异常" in telling(alert).title, "it answers, so it is not said to be out of work"
    assert (alert.opened_by.after, alert.opened_at) == ("critical", NOON + 2 * MINUTE + 5 * SECOND)


def test_what_is_bad_from_the_first_look_on_is_given_two_minutes_to_come_up(watch: Watch) -> None:
    started = watch.comes("certificate-days", "cc", since=NOON)
    stayed = watch.comes("host-answers", "uucc", since=NOON)
    watch.comes("certificate-days", "nn", since=NOON + MINUTE)

    actions.tell_held(at=started + 2 * MINUTE)
    assert names() == []
    actions.tell_held(at=stayed + 2 * MINUTE)

    [(name, payload)] = told()
    assert (name, payload["alert_uuid"]) == ("AlertRaised", str(watch.alert("host-answers").uuid))


def test_what_was_to_last_for_longer_is_told_as_soon_as_it_is_graver(cast: Cast) -> None:
    watch = make_watch(cast, profile=PROFILE.replace('when = "warning"', 'when = "warning", lasts = "30 min"'))
    watch.all_well()
    broke = watch.comes("certificate-days", "ww", since=NOON + MINUTE)
    actions.tell_held(at=broke + MINUTE)
    assert names() == []

    watch.comes("certificate-days", "cc", since=broke + 2 * MINUTE)

    assert names() == ["AlertRaised"]


def test_where_no_prober_works_that_is_told_and_not_every_probe(watch: Watch) -> None:
    watch.all_well()
    Process.objects.all().delete()
    prober_lives(kind="worker")

    for second in range(0, 600, 5):
        look_for_silence(at=NOON + MINUTE + second * SECOND)

    assert names() == ["ProbersSilent"]
    assert set(Alert.objects.values_list("hold", flat=True)) == {"blind"}

    prober_lives(at=NOON + HOUR)
    look_for_silence(at=NOON + HOUR)

    assert names() == ["ProbersSilent", "ProbersBack"], "what was not seen has a minute to come back"
    spell = BlindSpell.objects.get()
    assert (spell.began_at, spell.ended_at) == (NOON, NOON + HOUR)


@pytest.mark.parametrize(
    ("check", "limits", "value", "observed", "limit"),
    [
        pytest.param("X-01", "over = 10", 20.25, "观测值：20.25 秒", "阈值：> 10 秒", id="seconds"),
        pytest.param("A-02", "over = 4", 12, "观测值：12 个", "阈值：> 4 个", id="how many"),
        pytest.param("M-02", "over = 50e9", 6.5e10, "观测值：60.5 GB", "阈值：> 46.6 GB", id="a size"),
    ],
)
def test_a_ticket_says_figures_with_their_unit_in_words(
    cast: Cast, *, check: str, limits: str, value: float, observed: str, limit: str
) -> None:
    metric = 'options = { path = "/metrics", metric = "a" }\n' if check != "X-01" else ""
    watch = make_watch(
        cast,
        profile=PROFILE.replace(
            'check = "X-01"\nevery = "5 s"\nwarn = { over = 2 }\ncritical = { over = 10 }\n',
            f'check = "{check}"\n{metric}every = "5 s"\nwarn = {{ over = 2 }}\ncritical = {{ {limits} }}\n',
        ),
    )
    watch.all_well()
    for place in range(2):
        taken = replace(watch.taken("web-answers", "c", NOON + MINUTE + place * 5 * SECOND), value=value)
        watch.keep([taken])

    words = telling(watch.alert("web-answers")).words

    assert observed in words
    assert limit in words


def test_a_ticket_that_comes_late_says_what_was_seen_when_it_began(watch: Watch) -> None:
    watch.all_well()
    for place in range(2):
        at = NOON + MINUTE + place * 5 * SECOND
        late = replace(
            watch.taken("web-answers", "f", at),
            words="There was no answer within %(seconds)s seconds.",
            facts={"seconds": 3.0},
        )
        watch.keep([late])
    watch.comes("web-answers", "c", since=NOON + 2 * MINUTE)

    words = telling(watch.alert("web-answers")).words

    assert words.startswith("3 秒内没有应答。")


def test_a_probe_has_one_open_alert(watch: Watch) -> None:
    watch.all_well()
    watch.comes("host-answers", "cc", since=NOON + MINUTE)
    alert = watch.alert("host-answers")

    alert.pk, alert.uuid = None, None  # type: ignore[assignment]
    with pytest.raises(IntegrityError), transaction.atomic():
        alert.save(force_insert=True)
