"""The watch over HTTP: how things stand, what was measured, and agreed quiet; and the systems behind it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conftest import Cast
from zhishou.people.models import Person
from zhishou.systems.queries.agents import agent_of_key
from zhishou.watch.models import Silence
from zhishou.watch.tests.factories import MINUTE, PROFILE, Watch, make_watch

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = "/api/v1/engagements/red-cross"
SYSTEM = f"{HERE}/systems/office"


@pytest.fixture
def watch(cast: Cast) -> Watch:
    return make_watch(cast, at=timezone.now() - timedelta(minutes=10))


def get(person: Person, address: str, **words: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(address, words)


def post(person: Person, address: str, sent: dict[str, Any], key: str = "one") -> Any:
    client = Client()
    client.force_login(person)
    return client.post(address, sent, content_type="application/json", headers={"Idempotency-Key": key})


def test_a_probe_says_how_it_stands_what_is_normal_and_what_it_measured(watch: Watch) -> None:
    last = watch.comes("web-answers", "nnn", since=timezone.now() - 5 * MINUTE)

    probe = get(watch.cast.expert, f"{SYSTEM}/probes/web-answers").json()
    pages = get(watch.cast.expert, f"{SYSTEM}/probes/web-answers/samples", limit="2").json()
    rest = get(watch.cast.expert, f"{SYSTEM}/probes/web-answers/samples", cursor=pages["next_cursor"]).json()
    series = get(watch.cast.expert, f"{SYSTEM}/probes/web-answers/series").json()

    assert (probe["standing"], probe["value"], probe["critical"]["over"]) == ("normal", 0.1, 10)
    assert all(probe[name] for name in ("window", "severity", "advice", "link"))
    assert [len(pages["items"]), len(rest["items"]), rest["next_cursor"]] == [2, 1, None]
    assert rest["items"][0]["at"].startswith(f"{last:%Y-%m-%dT%H:%M:%S}")
    assert sum(one["samples"] for one in series["steps"]) == 3


def test_a_component_is_touched_by_what_it_needs_and_the_alert_is_listed(watch: Watch) -> None:
    watch.all_well(at=timezone.now() - 5 * MINUTE)
    watch.comes("database-answers", "ff", since=timezone.now() - 4 * MINUTE)

    parts = {one["code"]: one for one in get(watch.cast.auditor, f"{SYSTEM}/components").json()["items"]}
    [alert] = get(watch.cast.auditor, f"{HERE}/watch/alerts", is_open="true").json()["items"]

    assert (parts["database"]["standing"], parts["web"]["is_touched"]) == ("critical", True)
    assert (alert["probe"], alert["closed_at"]) == ("database-answers", None)


def test_a_silence_is_made_once_for_one_key_and_ended(watch: Watch) -> None:
    at = timezone.now()
    sent = {
        "reason": "换盘",
        "component": "host",
        "starts_at": at.isoformat(),
        "ends_at": (at + timedelta(hours=1)).isoformat(),
    }

    [made, again] = [post(watch.cast.expert, f"{SYSTEM}/silences", sent).json() for _time in range(2)]
    ended = post(watch.cast.expert, f"{SYSTEM}/silences/{made['uuid']}/end", {}, "two").json()
    other = post(watch.cast.expert, f"{SYSTEM}/silences", {**sent, "component": "nothing"}, "three")

    assert (made, made["component"], Silence.objects.count()) == (again, "host", 1)
    assert ended["ended_at"]
    assert (other.status_code, other.json()["code"]) == (422, "NotOfThisSystem")


def test_the_key_of_an_agent_is_answered_once_and_kept_nowhere(watch: Watch) -> None:
    first = post(watch.cast.expert, f"{SYSTEM}/agents", {"name": "app"})
    again = post(watch.cast.expert, f"{SYSTEM}/agents", {"name": "app"})
    made = first.json()

    assert agent_of_key(made["key"], at=timezone.now()) is not None
    assert (again.status_code, again.json()["code"], made["key"] in again.content.decode()) == (
        409,
        "ShownOnce",
        False,
    )
    post(watch.cast.expert, f"{SYSTEM}/agents/{made['agent']['uuid']}/revoke", {}, "two")
    assert agent_of_key(made["key"], at=timezone.now()) is None


def test_a_profile_makes_the_next_version_or_says_every_fault_with_its_line(watch: Watch) -> None:
    better = post(watch.cast.expert, f"{HERE}/systems", {"toml": PROFILE.replace("办公系统", "新名")})
    wrong = post(watch.cast.expert, f"{HERE}/systems", {"toml": PROFILE + "nonsense = 1\n"}, "two")

    assert (better.status_code, better.json()["number"]) == (201, 2)
    assert get(watch.cast.expert, SYSTEM).json()["name"] == "新名"
    assert (wrong.status_code, wrong.json()["code"]) == (422, "WrongProfile")
    assert wrong.json()["errors"][0]["where"][:2] == ["body", "toml"]
