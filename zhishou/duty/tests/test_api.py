from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conftest import Cast
from zhishou.contracts.rules import Level
from zhishou.duty import actions, models
from zhishou.duty.actions.climbing import climb_due
from zhishou.duty.queries.calendar import shifts_of
from zhishou.duty.tests.factories import make_colleague, make_roster, staff
from zhishou.people.models import Person
from zhishou.people.rules import Role, Tier

pytestmark = pytest.mark.once

HERE = "/api/v1/engagements/red-cross/duty"


def post(person: Person, path: str, sent: dict[str, Any], key: str = "key-1") -> Any:
    client = Client()
    client.force_login(person)
    return client.post(HERE + path, sent, content_type="application/json", headers={"Idempotency-Key": key})


def get(person: Person, path: str, **words: Any) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(HERE + path, words)


def test_who_is_on_watch_and_every_shift(cast: Cast) -> None:
    staff(cast)
    now = timezone.now()

    watch = get(cast.auditor, "/on-watch").json()
    shifts = get(cast.auditor, "/shifts", since=now.isoformat(), until=(now + timedelta(days=7)).isoformat())

    assert {one["tier"]: one["person"]["name"] for one in watch["items"]}["expert"] == cast.expert.name
    assert {one["tier"] for one in shifts.json()["items"]} == set(Tier)


def test_more_than_a_year_of_shifts_is_refused(cast: Cast) -> None:
    answer = get(cast.expert, "/shifts", since="2023-01-01T00:00Z", until="2025-01-01T00:00Z")

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


def test_an_override_is_made_once_for_one_key(cast: Cast) -> None:
    make_roster(cast, Tier.FIRST_LINE, cast.first_line)
    now = timezone.now()
    sent = {
        "tier": "first_line",
        "person": str(cast.first_line.uuid),
        "starts_at": (now + timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(hours=2)).isoformat(),
        "reason": "接班",
    }

    assert post(cast.stranger_manager, "/overrides", sent, key="s").status_code == 404
    assert post(cast.requester, "/overrides", sent, key="r").status_code == 403
    answers = [post(cast.first_line, "/overrides", sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert models.Override.objects.count() == 1


def test_a_ladder_is_answered_and_the_second_answer_is_a_conflict(cast: Cast) -> None:
    staff(cast)
    now = timezone.now()
    run = actions.start_ladder(
        engagement=cast.engagement, level=Level.FATAL, about_kind="t", about_key="1", title="x", at=now
    )
    climb_due(at=now)

    first = post(cast.expert, f"/ladders/{run.uuid}/acknowledge", {})
    second = post(cast.manager, f"/ladders/{run.uuid}/acknowledge", {}, key="key-2")

    assert (first.status_code, first.json()["acknowledged_by"]["name"]) == (200, cast.expert.name)
    assert (second.status_code, second.json()["code"]) == (409, "AlreadyAnswered")
    assert get(cast.auditor, "/ladders").json()["items"][0]["state"] == "acknowledged"


@pytest.fixture
def bob(cast: Cast) -> Person:
    bob = make_colleague("bob", Role.FIRST_LINE, cast.engagement)
    make_roster(cast, Tier.FIRST_LINE, cast.first_line, bob)
    return bob


def asked(cast: Cast, bob: Person) -> str:
    """Ask Bob by the API to take the next whole shift; return the request's uuid."""
    now = timezone.now()
    ahead = shifts_of(cast.engagement, cast.first_line, since=now, until=now + timedelta(days=9))
    shift = next(one for one in ahead if one.starts_at > now + timedelta(hours=1))
    span = {"gives_from": shift.starts_at.isoformat(), "gives_until": shift.ends_at.isoformat()}
    made = post(
        cast.first_line, "/swaps", {"tier": "first_line", "asked_of": str(bob.uuid), "reason": "体检", **span}
    )
    assert made.status_code == 201
    return str(made.json()["uuid"])


def test_only_the_one_who_was_asked_answers_a_swap_and_only_once(cast: Cast, bob: Person) -> None:
    path = f"/swaps/{asked(cast, bob)}/answer"

    others = [post(one, path, {"agree": True}, key="o") for one in (cast.first_line, cast.manager)]
    strangers = [post(one, path, {"agree": True}, key="s") for one in (cast.stranger_manager, cast.requester)]
    first, again = (post(bob, path, {"agree": True}) for _ in range(2))
    late = post(bob, path, {"agree": False}, key="key-2")

    assert [one.status_code for one in [*others, *strangers]] == [404, 404, 404, 403]
    assert (first.status_code, first.json()["state"]) == (200, "agreed")
    assert again.json() == first.json()
    assert (late.status_code, late.json()["code"]) == (409, "NoLongerOpen")
    assert [one["state"] for one in get(cast.auditor, "/swaps").json()["items"]] == ["agreed"]
    assert [one["person"]["name"] for one in get(cast.auditor, "/overrides").json()["items"]] == [bob.name]


def test_a_swap_is_withdrawn_by_whoever_asked(cast: Cast, bob: Person) -> None:
    path = f"/swaps/{asked(cast, bob)}/withdraw"

    assert post(bob, path, {}).status_code == 404
    assert post(cast.first_line, path, {}, key="key-2").json()["state"] == "withdrawn"


def test_an_override_is_listed_and_cancelled_once(cast: Cast, bob: Person) -> None:
    now = timezone.now()
    sent = {
        "tier": "first_line",
        "person": str(bob.uuid),
        "starts_at": (now + timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(hours=2)).isoformat(),
        "reason": "接班",
    }
    uuid = post(cast.manager, "/overrides", sent).json()["uuid"]
    path = f"/overrides/{uuid}/cancel"

    strangers = [post(one, path, {}).status_code for one in (cast.stranger_manager, cast.requester)]
    not_theirs = post(bob, path, {}).status_code
    answers = [post(cast.manager, path, {}, key=key).status_code for key in ("a", "a", "b")]

    assert (strangers, not_theirs, answers) == ([404, 403], 403, [200, 200, 409])
    [listed] = get(cast.client_admin, "/overrides").json()["items"]
    assert (listed["tier"], listed["uuid"], listed["cancelled_at"] is None) == ("first_line", uuid, False)


def test_a_ladder_is_started_once_read_and_stopped_with_a_reason(cast: Cast) -> None:
    staff(cast)
    sent = {"level": 1, "about_key": "switch-7", "title": "核心交换机不通"}

    refused = [post(one, "/ladders", sent).status_code for one in (cast.stranger_manager, cast.auditor)]
    started = [post(cast.front_desk, "/ladders", sent, key=key) for key in ("a", "a", "b")]
    [uuid] = {one.json()["uuid"] for one in started}
    unreasoned = post(cast.front_desk, f"/ladders/{uuid}/stop", {"reason": ""})
    stopped = post(cast.front_desk, f"/ladders/{uuid}/stop", {"reason": "误报"}, key="c")
    again = post(cast.front_desk, f"/ladders/{uuid}/stop", {"reason": "误报"}, key="d")

    assert refused == [404, 403]
    assert [one.status_code for one in started] == [201, 201, 201]
    assert models.LadderRun.objects.count() == 1
    assert (unreasoned.status_code, stopped.status_code, again.status_code) == (422, 200, 409)
    assert get(cast.auditor, f"/ladders/{uuid}").json()["state"] == "stopped"
    assert get(cast.stranger_manager, f"/ladders/{uuid}").status_code == 404


def test_a_ladder_leads_to_no_other_server(cast: Cast) -> None:
    for link in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        sent = {"level": 3, "about_key": "1", "title": "x", "link": link}
        assert post(cast.manager, "/ladders", sent, key=link.encode().hex()).status_code == 422
