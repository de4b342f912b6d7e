"""What the pages say: how each part does, what is told to users, and who may agree on quiet."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conftest import Cast
from zhishou.people.models import Person
from zhishou.watch import actions
from zhishou.watch.actions.blindness import mark_stale
from zhishou.watch.models import Alert, IncidentNote, MaintenanceWindow, PublicStatus, Silence
from zhishou.watch.rules.notes import Stage
from zhishou.watch.rules.words import Verdict
from zhishou.watch.tests.factories import MINUTE, PROFILE, SECOND, Watch, make_watch

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = "/c/red-cross/watch/systems/office/"


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def watch(cast: Cast) -> Watch:
    return make_watch(cast, at=timezone.now() - timedelta(minutes=10))


def broken(watch: Watch) -> None:
    at = timezone.now() - 5 * MINUTE
    watch.all_well(at=at)
    broke = watch.comes("database-answers", "ff", since=at + MINUTE)
    watch.comes("host-answers", "n", since=broke + SECOND)
    actions.tell_held(at=broke + SECOND)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content
    return " ".join(response.content.decode().split())  # where lines break, nobody sees


def test_the_map_shows_what_is_broken_and_what_that_reaches(watch: Watch) -> None:
    broken(watch)

    found = page(browser(watch.cast.expert), HERE)

    assert 'watch-box watch-is-critical" transform' in found
    assert 'watch-box watch-is-touched" transform' in found
    assert "watch-line is-red" in found
    assert "数据库 · 数据库应答" in found


def test_what_does_not_work_is_listed_before_what_is_unknown_and_before_its_echoes(watch: Watch) -> None:
    at = timezone.now() - 5 * MINUTE
    watch.all_well(at=at)
    broke = watch.comes("database-answers", "ff", since=at + MINUTE)
    watch.comes("web-answers", "ff", since=broke + MINUTE)
    watch.comes("certificate-days", "uu", since=broke + 2 * MINUTE)

    for path in (HERE, "/c/red-cross/watch/alerts/"):
        found = page(browser(watch.cast.expert), path)
        places = [found.index(one) for one in ("数据库应答", "网页应答", "证书有效期")]

        assert places == sorted(places), path


def test_what_is_busy_or_exposed_still_answers_and_reaches_nothing(watch: Watch) -> None:
    watch.all_well(at=timezone.now() - MINUTE)
    watch.comes("host-answers", "cc", since=timezone.now())

    found = page(browser(watch.cast.expert), HERE)

    assert 'watch-box watch-is-critical" transform' in found
    assert 'watch-box watch-is-touched" transform' not in found
    assert "watch-line is-red" not in found


def test_a_system_that_was_never_looked_at_is_unknown(watch: Watch) -> None:
    found = page(browser(watch.cast.expert), HERE)

    assert "watch-edge-unknown" in found
    assert "watch-is-normal" not in found


def test_what_is_unknown_is_not_counted_as_wrong(watch: Watch) -> None:
    watch.all_well(at=timezone.now() - MINUTE)
    watch.comes("web-answers", "uuu", since=timezone.now())
    more = PROFILE.replace('component = "web"', 'component = "database"').replace('"office"', '"other"')
    other = make_watch(watch.cast, profile=more, at=timezone.now())
    other.all_well(at=timezone.now() - MINUTE)
    other.comes("web-answers", "uuu", since=timezone.now())

    assert "正常 · 未知 1" in page(browser(watch.cast.expert), "/c/red-cross/watch/systems/other/")
    assert "· 未知" not in page(browser(watch.cast.expert), HERE)


def test_one_probe_that_says_nothing_does_not_hide_what_the_others_say(watch: Watch) -> None:
    from zhishou.watch.queries.boards import parts_of  # noqa: PLC0415 - only here

    more = PROFILE.replace('component = "certificate"', 'component = "web"')
    seen = make_watch(watch.cast, profile=more.replace('"office"', '"other"'), at=timezone.now())
    assert {one.standing for one in parts_of(seen.system)} == {Verdict.UNKNOWN}

    seen.comes("certificate-days", "n", since=timezone.now())
    assert {one.standing for one in parts_of(seen.system)} == {Verdict.UNKNOWN}, (
        "an hourly one alone proves nothing"
    )
    seen.comes("certificate-days", "uu", since=timezone.now())
    seen.comes("web-answers", "n", since=timezone.now())

    assert {one.component.code: one.standing for one in parts_of(seen.system)}["web"] is Verdict.NORMAL


def test_a_component_shows_its_figures_limits_and_what_to_do(watch: Watch) -> None:
    watch.comes("host-answers", "nww", since=timezone.now() - MINUTE)

    found = page(browser(watch.cast.auditor), f"{HERE}components/host/")

    assert "<b>3 秒</b>" in found
    assert "&gt; 2 秒" in found
    assert "处置建议" in found


@pytest.mark.parametrize("span", ["hour", "day", "week", "month", "year"])
def test_a_chart_gives_steps_limits_and_incidents(span: str, watch: Watch) -> None:
    watch.comes("host-answers", "nccnn", since=timezone.now() - MINUTE)

    found = browser(watch.cast.expert).get(f"{HERE}probes/host-answers/chart/?span={span}").json()

    assert (found["warn"], found["critical"], found["unit"]) == (2, 10, "s")
    assert sum(one[4] for one in found["steps"]) == 2
    assert len(found["incidents"]) == 1
    assert found["steps"][0][0] <= found["until"]


@pytest.mark.parametrize("path", ["probes/host-answers/chart/?span=ever", "probes/nothing/", "components/nothing/"])
def test_what_is_not_there_is_not_found(path: str, watch: Watch) -> None:
    assert browser(watch.cast.expert).get(HERE + path).status_code == 404


def test_the_history_of_a_probe_tells_its_incidents_with_their_ticket(watch: Watch) -> None:
    broken(watch)
    alert = watch.alert("database-answers")
    actions.note_ticket(alert=alert, number=41)

    found = page(browser(watch.cast.expert), f"{HERE}probes/database-answers/?span=day")

    assert "/c/red-cross/desk/41/" in found
    assert str(alert.uuid) in found


def sent(client: Client, kind: str, **more: str) -> int:
    local = timezone.localtime(timezone.now())
    fields = {
        "kind": kind,
        f"{kind}-about": "",
        f"{kind}-starts_at": f"{local:%Y-%m-%dT%H:%M}",
        f"{kind}-ends_at": f"{local + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        f"{kind}-reason": "换磁盘",
    }
    return client.post(
        f"{HERE}quiet/", fields | {f"{kind}-{name}": value for name, value in more.items()}
    ).status_code


def test_quiet_is_agreed_on_the_page_and_ended_there(watch: Watch) -> None:
    client = browser(watch.cast.manager)

    assert sent(client, "silence", about=f"c-{watch.probe('host-answers').component_id}") == 302
    assert sent(client, "window") == 302
    assert sent(client, "silence", ends_at="2001-01-01T00:00") == 422
    assert sent(client, "silence", reason="") == 422
    silence, window = Silence.objects.get(), MaintenanceWindow.objects.get()
    assert (silence.component, window.title) == (watch.probe("host-answers").component, "换磁盘")
    assert "换磁盘" in page(client, f"{HERE}quiet/")

    client.post(f"{HERE}silences/{silence.uuid}/end/")
    client.post(f"{HERE}windows/{window.uuid}/cancel/")

    assert Silence.objects.get().ended_by == watch.cast.manager
    assert MaintenanceWindow.objects.get().ends_at <= timezone.now()


def test_where_nothing_is_watched_whoever_may_load_a_profile_is_led_there(cast: Cast) -> None:
    way = 'href="/c/red-cross/systems/">加载画像</a>'

    assert way in page(browser(cast.manager), "/c/red-cross/watch/")
    assert way not in page(browser(cast.client_admin), "/c/red-cross/watch/")


def test_where_nothing_is_watched_nobody_says_that_nothing_was_wrong(cast: Cast) -> None:
    found = page(browser(cast.manager), "/c/red-cross/watch/alerts/")

    assert "没有异常" not in found
    assert "还没有监测任何系统" in found
    assert 'href="/c/red-cross/systems/">加载画像</a>' in found


def test_where_a_system_is_well_the_alerts_say_so(watch: Watch) -> None:
    assert "没有异常" in page(browser(watch.cast.manager), "/c/red-cross/watch/alerts/")


def test_what_was_unknown_for_a_moment_does_not_fill_the_list_of_what_was(watch: Watch) -> None:
    began = timezone.now() - 9 * MINUTE
    watch.all_well(at=began)
    mark_stale(at=began + 3 * MINUTE)
    watch.comes("web-answers", "nn", since=began + 3 * MINUTE + 20 * SECOND)
    watch.comes("database-answers", "nn", since=began + 5 * MINUTE)
    over = set(Alert.objects.filter(closed_at__isnull=False).values_list("probe__code", flat=True))
    assert {"web-answers", "database-answers"} <= over

    listed = page(browser(watch.cast.manager), "/c/red-cross/watch/alerts/").partition("以往记录")[2]

    assert watch.probe("database-answers").name in listed
    assert watch.probe("web-answers").name not in listed


def test_a_regular_window_says_on_which_day_how_long_and_of_what(watch: Watch) -> None:
    found = page(browser(watch.cast.client_admin), f"{HERE}quiet/")

    assert "每周六 23:00 · 持续 2 小时 · 网页" in found


@pytest.mark.parametrize(("who", "kind"), [("client_admin", "silence"), ("front_desk", "window")])
def test_who_may_not_agree_on_quiet_is_refused(who: str, kind: str, watch: Watch) -> None:
    assert sent(browser(getattr(watch.cast, who)), kind) == 403
    assert not Silence.objects.exists()
    assert not MaintenanceWindow.objects.exists()


def test_the_status_page_asks_to_sign_in_until_it_is_opened(watch: Watch) -> None:
    address = f"/status/{watch.system.slug}/"
    assert Client().get(address).status_code == 404
    assert browser(watch.cast.stranger_manager).get(address).status_code == 404
    assert browser(watch.cast.requester).get(address).status_code == 200

    browser(watch.cast.client_admin).post(f"{HERE}users/open/", {"is_public": "true"})

    assert PublicStatus.objects.get().is_public
    assert Client().get(address).status_code == 200


def test_users_read_in_their_own_words_how_it_is_and_what_is_done(watch: Watch) -> None:
    broken(watch)
    at = timezone.now()
    actions.open_status_page(system=watch.system, is_public=True, by=None, at=at)
    client = browser(watch.cast.first_line)
    client.post(f"{HERE}users/", {"stage": Stage.MENDING.value, "words": "数据库正在恢复 <b>"})

    found = page(Client(headers={"accept-language": "zh-hans"}), f"/status/{watch.system.slug}/")

    assert IncidentNote.objects.get().by == watch.cast.first_line
    assert "部分功能不可用，正在处理" in found
    assert "数据库正在恢复 &lt;b&gt;" in found
    assert "公文" in found
    assert "数据库应答" not in found, "users are told of business, not of probes"


def test_an_old_error_does_not_show_as_public_news_to_those_who_may_not_write(watch: Watch) -> None:
    response = browser(watch.cast.client_admin).post(f"{HERE}users/", {"stage": "looking", "words": "x"})

    assert response.status_code == 403
    assert not IncidentNote.objects.exists()


def test_the_wallboard_shows_parts_tickets_and_who_is_on_watch(watch: Watch) -> None:
    broken(watch)

    found = page(browser(watch.cast.auditor), f"/wall/{watch.system.slug}/")

    assert "watch-is-critical" in found
    assert "本月可用率" in found
    assert browser(watch.cast.requester).get(f"/wall/{watch.system.slug}/").status_code == 404


def test_availability_counts_what_was_down_against_what_is_known(watch: Watch) -> None:
    from zhishou.watch.queries.boards import availability_of  # noqa: PLC0415 - only here

    at = timezone.now()
    watch.all_well(at=at - 10 * MINUTE)
    watch.comes("database-answers", "ff", since=at - 6 * MINUTE, step=SECOND)
    watch.comes("database-answers", "nn", since=at - 5 * MINUTE, step=SECOND)

    found = availability_of(watch.system, since=at - 30 * MINUTE, until=at)

    # From the first bad result until the good ones were believed.
    assert (found.down, found.unknown) == (61 * SECOND, 20 * MINUTE)
    assert found.per_mille == pytest.approx(1000 * (1 - 61 / 600))
