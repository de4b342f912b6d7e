import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from conftest import NOON, Cast
from zhishou.contracts.models import Contract
from zhishou.systems import actions
from zhishou.systems.connectors.agent.host import safety
from zhishou.systems.connectors.agent.host.telling import Agent as HostAgent
from zhishou.systems.connectors.agent.host.telling import Refused, WrongAgentFile
from zhishou.systems.connectors.agent.looks import LOOKS
from zhishou.systems.connectors.agent.trend import days_to_full
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask
from zhishou.systems.models import Agent, AgentReading, ManagedSystem
from zhishou.systems.rules.observing import Before, Observation, Option, Outcome

GB = 1024**3


def written(tmp_path: Path, key: str, url: str = "http://127.0.0.1:1", more: str = "") -> Path:
    secret = tmp_path / "key"
    secret.write_text(key)
    secret.chmod(0o600)
    file = tmp_path / "agent.toml"
    file.write_text(f'url = "{url}"\nkey_file = "{secret}"\n{more}')
    return file


@pytest.fixture
def system(cast: Cast) -> ManagedSystem:
    contract = Contract.objects.create(engagement=cast.engagement, created_at=NOON)
    return ManagedSystem.objects.create(contract=contract, code="office", name="办公", slug="o", created_at=NOON)


def post(key: str, document: object, *, raw: bytes | None = None) -> int:
    body = raw if raw is not None else json.dumps(document).encode()
    answer = Client().post(
        "/agents/samples/", body, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )
    return answer.status_code


def look(
    system: ManagedSystem, check: str, *, at: datetime, before: Before | None = None, **options: Option
) -> Observation:
    wanted = ask(check, "app", options={"system": system.pk, **options}, before=before)
    return async_to_sync(observe)(kind="agent", ask=wanted, at=at)


def laid(system: ManagedSystem, document: Mapping[str, Any], *, at: datetime = NOON) -> Agent:
    agent = actions.make_agent(system=system, name="app", by=None, at=NOON - timedelta(days=1)).agent
    actions.take_news(agent=agent, document=document, address="", at=at)
    return agent


def test_an_agent_that_claims_to_tell_once_a_century_is_silent_after_half_an_hour(system: ManagedSystem) -> None:
    laid(system, {"every": 1e300, "load": [0.1, 0.1, 0.1], "cpus": 2})

    assert look(system, "H-02", at=NOON + timedelta(minutes=31)).outcome is Outcome.UNKNOWN


def test_an_hour_that_was_told_badly_does_not_spoil_the_trend(system: ManagedSystem) -> None:
    agent = laid(system, {"filesystems": "garbage"}, at=NOON - timedelta(days=20))
    for hour in range(48, -1, -1):
        disk = {"mount": "/", "size": 200 * GB, "free": (60 + hour) * GB}
        told = {"every": 15, "filesystems": [disk]}
        actions.take_news(agent=agent, document=told, address="", at=NOON - timedelta(hours=hour))

    seen = look(system, "H-08", at=NOON)

    assert seen.outcome is Outcome.MEASURED
    assert seen.value == pytest.approx(2.5)


def test_this_host_is_measured_told_and_looked_at(system: ManagedSystem, tmp_path: Path) -> None:
    key = actions.make_agent(system=system, name="app", by=None, at=datetime.now(UTC) - timedelta(hours=1)).raw
    (tmp_path / "web.log").write_text("")
    log = f'[[logs]]\nname = "web"\npath = "{tmp_path}/web.log"\npattern = "ERROR"\n'
    agent = HostAgent.read(written(tmp_path, key, more=f'updates = false\nprocesses = ["python"]\n{log}'))
    agent.look()

    assert post(key, agent.look(patience_s=30)) == 200

    now = datetime.now(UTC)
    for check in ("H-02", "H-03", "H-05", "H-06", "H-09", "H-10", "H-12", "H-14"):
        seen = look(system, check, at=now)
        assert seen.outcome in {Outcome.MEASURED, Outcome.UNKNOWN if check == "H-12" else Outcome.MEASURED}, seen
    assert look(system, "H-08", at=now).outcome is Outcome.UNKNOWN  # no month of news yet
    assert (look(system, "H-17", at=now, name="python").value or 0) >= 1


def test_the_agent_tells_a_real_platform_and_stops_when_its_key_is_revoked(
    transactional_db: None, live_server: LiveServer, tmp_path: Path
) -> None:
    from conftest import make_cast  # noqa: PLC0415 - rows that another thread can see

    contract = Contract.objects.create(engagement=make_cast().engagement, created_at=NOON)
    system = ManagedSystem.objects.create(contract=contract, code="o", name="办公", slug="o", created_at=NOON)
    made = actions.make_agent(system=system, name="app", by=None, at=datetime.now(UTC) - timedelta(hours=1))
    agent = HostAgent.read(written(tmp_path, made.raw, url=live_server.url, more="updates = false\n"))

    agent.tell(agent.look())
    actions.revoke_agent(agent=made.agent, by=None, at=datetime.now(UTC))

    assert AgentReading.objects.count() == 2  # the newest, and the hour's
    with pytest.raises(Refused):
        agent.run(stop=threading.Event(), say=print)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raw", "status"),
    [
        pytest.param(b"[]", 422, id="a list"),
        pytest.param(b"{", 422, id="no JSON"),
        pytest.param(b"[" * 100_000, 422, id="deep"),
        pytest.param(b'{"host": "a\\u0000b"}', 422, id="a null byte"),
        pytest.param(b'{"load": NaN}', 422, id="no number"),
        pytest.param(b'{"host": "\\ud800"}', 422, id="half a letter"),
        pytest.param(b'{"x": "' + b"y" * 300_000 + b'"}', 413, id="too large"),
    ],
)
def test_what_an_agent_must_not_tell_is_refused(raw: bytes, status: int, system: ManagedSystem) -> None:
    key = actions.make_agent(system=system, name="app", by=None, at=datetime.now(UTC) - timedelta(hours=1)).raw

    assert post(key, None, raw=raw) == status
    assert AgentReading.objects.count() == 0


def test_news_without_sense_is_unknown_and_breaks_nothing(system: ManagedSystem) -> None:
    laid(system, {"every": "often", "filesystems": [{"size": "x"}], "memory": [], "load": {}, "ports": 7})

    for check in set(LOOKS) - {"H-07", "H-08"}:
        assert look(system, check, at=NOON).outcome in {Outcome.UNKNOWN, Outcome.FAILED}, check


def test_old_news_and_a_revoked_agent_are_unknown_never_normal(system: ManagedSystem) -> None:
    agent = laid(system, {"every": 15, "load": [0, 0, 0], "cpus": 1})

    assert look(system, "H-02", at=NOON + timedelta(seconds=60)).outcome is Outcome.MEASURED
    assert look(system, "H-02", at=NOON + timedelta(seconds=100)).outcome is Outcome.UNKNOWN
    actions.revoke_agent(agent=agent, by=None, at=NOON)
    assert look(system, "H-02", at=NOON).outcome is Outcome.UNKNOWN


def test_an_unknown_key_is_told_nothing(system: ManagedSystem) -> None:
    assert post("zha_0123456789_wrong", {}) == 401
    assert post("", {}) == 401
    assert post("ключ", {}) == 401


@pytest.mark.parametrize(
    ("size_gb", "free_gb", "value"),
    [
        pytest.param(100, 4, 96, id="little is left"),
        pytest.param(1000, 100, 79.9, id="a tenth of a large disk is plenty"),
        pytest.param(100, 8, 89.9, id="eight are no longer plenty, and not yet critical"),
    ],
)
def test_a_disk_is_full_only_where_little_is_left(
    size_gb: int, free_gb: int, value: float, system: ManagedSystem
) -> None:
    disk = {"mount": "/", "size": size_gb * GB, "free": free_gb * GB, "inodes": 10, "inodes_free": 5}
    laid(system, {"filesystems": [disk]})

    assert look(system, "H-05", at=NOON).value == pytest.approx(value)


def test_log_lines_are_a_rate_and_a_backup_is_judged_from_afar(system: ManagedSystem) -> None:
    backup = {"file": "a.tar.gz", "bytes": 9, "made_at": (NOON - timedelta(hours=30)).timestamp(), "whole": False}
    laid(system, {"logs": {"web": {"lines": 9, "hits": 7, "last": "ERROR"}}, "backups": {"db": backup}})
    before = Before(at=NOON - timedelta(minutes=2), facts={"counter": 3.0})

    assert look(system, "LG-01", at=NOON, before=before, log="web").value == pytest.approx(2)
    assert look(system, "B-01", at=NOON, backup="db").value == pytest.approx(30)
    assert look(system, "B-03", at=NOON, backup="db").outcome is Outcome.FAILED
    assert look(system, "B-01", at=NOON, backup="other").outcome is Outcome.UNKNOWN


def test_ports_that_nobody_expects_are_named(system: ManagedSystem) -> None:
    ports = [{"port": 22, "local": False}, {"port": 6379, "local": False}, {"port": 5432, "local": True}]
    laid(system, {"ports": ports, "firewall": {"rules": 0}})

    assert look(system, "H-13", at=NOON, ports=["22"]).fact("names") == "6379"
    assert look(system, "H-13", at=NOON, ports=["22"], firewall=True).outcome is Outcome.FAILED


def test_a_disk_that_fills_is_seen_weeks_ahead_and_one_that_does_not_never() -> None:
    def points(grows: float) -> list[tuple[datetime, float, float]]:
        return [(NOON - timedelta(hours=100 - n), 50 * GB + n * grows, 100.0 * GB) for n in range(100)]

    fills = days_to_full(points(GB / 24), at=NOON)

    assert fills.value == pytest.approx(45.9, abs=0.1)
    assert days_to_full(points(0), at=NOON).value == 3650
    assert days_to_full(points(-GB), at=NOON).value == 3650


def test_one_reading_an_hour_is_kept_for_a_month(system: ManagedSystem) -> None:
    agent = laid(system, {"filesystems": []}, at=NOON)
    for minutes in (1, 2, 61, 62, 60 * 24 * 40):
        actions.take_news(agent=agent, document={}, address="", at=NOON + timedelta(minutes=minutes))

    assert AgentReading.objects.filter(kept_for_hour=False).count() == 1
    assert AgentReading.objects.filter(kept_for_hour=True).count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        pytest.param("evry = 5", "unknown key evry", id="misspelt"),
        pytest.param("every = 1", "between 5 and 600", id="too often"),
        pytest.param('[[logs]]\nname = "x"\npath = "/x"\npattern = "("', "unterminated", id="no pattern"),
        pytest.param("every = [", "agent.toml", id="no TOML"),
    ],
)
def test_a_wrong_file_of_the_agent_says_why(more: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(WrongAgentFile, match=words):
        HostAgent.read(written(tmp_path, "k", more=more))


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "k")
    (tmp_path / "key").chmod(0o644)

    with pytest.raises(WrongAgentFile, match="chmod 600"):
        HostAgent.read(file)


def test_weak_settings_of_sshd_are_named(tmp_path: Path) -> None:
    config = tmp_path / "sshd_config"
    config.write_text(
        "PermitRootLogin yes\nMaxAuthTries 3\nLogLevel VERBOSE\nX11Forwarding no\n"
        "AllowAgentForwarding no\nAllowTcpForwarding no\nMatch User x\nPermitRootLogin no\n"
    )

    assert safety.sshd(config) == {"weak": ["permitrootlogin"]}
    assert safety.sshd(tmp_path / "none") is None
