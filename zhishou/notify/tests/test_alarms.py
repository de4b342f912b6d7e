import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from conftest import NOON, Cast
from zhishou.notify.actions import tell
from zhishou.notify.actions.alarms import watch
from zhishou.notify.actions.channels import send_trial
from zhishou.notify.channels.recording.server import Reply, listening
from zhishou.notify.models import Alarm, Channel
from zhishou.notify.rules import KIND_FAILS_FOR, PAGE_STUCK_FOR, Trouble, Urgency
from zhishou.notify.tests.factories import make_channel, message, run


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.ALARMS_DIR = tmp_path / "alarms"
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)


def hooked(cast: Cast, url: str) -> Channel:
    """Give the expert a webhook at a real server."""
    channel = make_channel(cast.expert, kind="webhook")
    channel.details = json.dumps({"url": url, "secret": "sixteen-characters"})
    channel.save(update_fields=["details"])
    return channel


def test_a_page_that_a_dead_server_does_not_take_raises_the_alarm(cast: Cast, settings: Settings) -> None:
    with listening() as gone:
        url = gone.url
    hooked(cast, url)
    tell(to=[cast.expert], message=message(Urgency.PAGE), at=NOON)
    run(NOON)

    with listening() as second_path:
        settings.EMERGENCY_WEBHOOK = second_path.url
        watch(at=NOON + PAGE_STUCK_FOR - timedelta(seconds=1))
        assert not Alarm.objects.exists()
        watch(at=NOON + PAGE_STUCK_FOR)
        watch(at=NOON + PAGE_STUCK_FOR + timedelta(seconds=30))

    assert [json.loads(one.body)["alarm"] for one in second_path.asked] == [Trouble.PAGE_STUCK]
    assert (Path(settings.ALARMS_DIR) / "notify.json").exists()


def test_a_kind_that_only_fails_raises_and_a_delivery_clears_with_its_moment(
    cast: Cast, settings: Settings
) -> None:
    replies = [Reply(status=500)]

    with listening(lambda _: replies[-1]) as server:
        hooked(cast, server.url)
        tell(to=[cast.expert], message=message(), at=NOON)
        run(NOON)
        run(NOON + timedelta(minutes=13))
        late = NOON + KIND_FAILS_FOR
        watch(at=late)
        assert Alarm.objects.get().subject == "webhook"
        replies.append(Reply(status=204, body=b""))
        run(late + timedelta(hours=1))
        watch(at=late + timedelta(hours=1))

    alarm = Alarm.objects.get()
    assert alarm.cleared_at == late + timedelta(hours=1)
    assert alarm.cleared_by == f"delivered at {(late + timedelta(hours=1)).isoformat()}"
    assert not (Path(settings.ALARMS_DIR) / "notify.json").exists()


def test_a_page_that_was_given_up_is_stuck_until_its_person_is_reached_again(cast: Cast) -> None:
    replies = [Reply(status=410)]
    with listening(lambda _: replies[-1]) as server:
        hooked(cast, server.url)
        tell(to=[cast.expert], message=message(Urgency.PAGE), at=NOON)
        run(NOON)
        stuck = NOON + PAGE_STUCK_FOR
        watch(at=stuck)
        assert Alarm.objects.get().trouble == Trouble.PAGE_STUCK
        replies.append(Reply(status=204, body=b""))
        tell(to=[cast.expert], message=message(), at=stuck)
        run(stuck)

    watch(at=stuck + timedelta(minutes=1))

    assert Alarm.objects.get().cleared_at == stuck + timedelta(minutes=1)


def test_a_page_to_somebody_who_has_left_is_not_stuck(cast: Cast) -> None:
    with listening(lambda _: Reply(status=410)) as server:
        hooked(cast, server.url)
        tell(to=[cast.expert], message=message(Urgency.PAGE), at=NOON)
        run(NOON)
    cast.expert.is_active = False
    cast.expert.save(update_fields=["is_active"])

    watch(at=NOON + PAGE_STUCK_FOR)

    assert not Alarm.objects.exists()


def test_a_trial_that_arrives_ends_the_alarm_of_its_kind(cast: Cast) -> None:
    replies = [Reply(status=500)]
    with listening(lambda _: replies[-1]) as server:
        channel = hooked(cast, server.url)
        tell(to=[cast.expert], message=message(), at=NOON)
        run(NOON)
        watch(at=NOON + KIND_FAILS_FOR)
        assert Alarm.objects.get().subject == "webhook"
        replies.append(Reply(status=204, body=b""))
        mended = NOON + KIND_FAILS_FOR + timedelta(minutes=5)
        send_trial(uuid=str(channel.uuid), at=mended)

        watch(at=mended)

    assert Alarm.objects.get().cleared_by == f"delivered at {mended.isoformat()}"


def test_one_persons_lasting_refusal_is_no_alarm(cast: Cast) -> None:
    with listening(lambda _: Reply(status=410)) as server:
        hooked(cast, server.url)
        tell(to=[cast.expert], message=message(), at=NOON)
        run(NOON)

    watch(at=NOON + KIND_FAILS_FOR)

    assert not Alarm.objects.exists()


def test_the_operators_program_gets_the_alarm_and_is_called_again(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    program = tmp_path / "call"
    program.write_text(f"#!/bin/sh\ncat >> {tmp_path}/heard\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    settings.EMERGENCY_COMMAND = str(program)
    with listening() as gone:
        url = gone.url
    hooked(cast, url)
    tell(to=[cast.expert], message=message(Urgency.PAGE), at=NOON)
    run(NOON)

    for minutes in (5, 6, 19, 20):
        watch(at=NOON + timedelta(minutes=minutes))

    assert (tmp_path / "heard").read_text().count('"alarm": "page_stuck"') == 2
    assert Alarm.objects.get(trouble=Trouble.PAGE_STUCK).call_answer == "command: exit 0"


def test_the_line_names_the_kind_as_people_call_it(cast: Cast, client: Client) -> None:
    Alarm.objects.create(trouble=Trouble.KIND_FAILS, subject="mail", raised_at=NOON, raised_by="test")
    client.force_login(cast.manager)

    page = client.get("/notices/", headers={"accept-language": "zh-hans"}).content.decode()

    assert "经邮件发出的通知都没有送出" in page


def test_managers_see_it_on_every_page_and_others_do_not(cast: Cast, client: Client) -> None:
    Alarm.objects.create(trouble=Trouble.KIND_FAILS, subject="mail", raised_at=NOON, raised_by="test")

    seen = {}
    for name in ("manager", "platform_admin", "requester"):
        client.force_login(getattr(cast, name))
        seen[name] = 'class="alert alert-danger"' in client.get("/notices/").content.decode()

    assert seen == {"manager": True, "platform_admin": True, "requester": False}


def test_ready_names_the_alarm_and_stays_ready(cast: Cast, client: Client, settings: Settings) -> None:
    Path(settings.ALARMS_DIR).mkdir()
    (Path(settings.ALARMS_DIR) / "notify.json").write_text("{}")

    assert client.get("/ready").json()["alarms"] == ["notify"]
