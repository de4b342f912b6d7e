from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from conftest import Cast
from zhishou.contracts.rules import Level
from zhishou.duty import actions, models
from zhishou.duty.actions.climbing import climb_due
from zhishou.duty.tests.factories import make_roster, staff
from zhishou.people.models import Person
from zhishou.people.rules import Tier

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
