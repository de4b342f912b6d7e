"""The desk as a program meets it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from zhishou.desk.models import Intake, Ticket
from zhishou.desk.tests.factories import Desk
from zhishou.people.models import Person

pytestmark = pytest.mark.once

HERE = "/api/v1/engagements/red-cross"
FAULT = {"words": "公文打不开", "kind": "fault", "level": 1, "service_code": "020201", "title": "公文打不开"}


def ask(person: Person, method: str, path: str, sent: dict[str, Any] | None = None, **headers: str) -> Any:
    client = Client()
    client.force_login(person)
    if sent is None:
        return client.get(HERE + path, headers={"Accept-Language": "en"})
    call = getattr(client, method)
    return call(HERE + path, sent, content_type="application/json", headers=headers)


def opened(desk: Desk, **more: object) -> Any:
    answer = ask(desk.cast.requester, "post", "/tickets", {**FAULT, **more}, **{"Idempotency-Key": "key-1"})
    assert answer.status_code == 201, answer.content
    return answer


def test_one_key_and_one_reference_open_one_ticket(desk: Desk) -> None:
    first = opened(desk, reference="case-7").json()
    again = opened(desk, reference="case-7").json()
    other_key = ask(
        desk.cast.requester, "post", "/tickets", {**FAULT, "reference": "case-7"}, **{"Idempotency-Key": "key-2"}
    ).json()

    assert first["number"] == again["number"] == other_key["number"] == 1
    assert Ticket.objects.count() == Intake.objects.count() == 1
    assert {clock["commitment"] for clock in first["clocks"]} >= {"phone", "remote", "onsite", "recovery"}


def test_only_the_team_says_that_somebody_rang(desk: Desk) -> None:
    """A call is evidence: a client's program would stop the clock by phone with it."""
    for path, sent in (("/intakes", {"words": "打不开"}), ("/tickets", FAULT)):
        for kind in ("phone", "mail", "wechat", "alert"):
            refused = ask(desk.cast.requester, "post", path, {**sent, "channel": kind})
            assert (refused.status_code, refused.json()["code"]) == (422, "NotYourChannel")
        for kind in ("web", "their-own-robot"):
            assert ask(desk.cast.requester, "post", path, {**sent, "channel": kind}).status_code == 201
        assert ask(desk.cast.front_desk, "post", path, {**sent, "channel": "phone"}).status_code == 201


def test_an_intake_waits_until_somebody_decides(desk: Desk) -> None:
    sent = {"channel": "wechat", "words": "登录不了", "caller_name": "王老师"}

    answer = ask(desk.cast.front_desk, "post", "/intakes", sent, **{"Idempotency-Key": "key-1"})

    assert answer.status_code == 201
    assert [one["uuid"] for one in ask(desk.cast.front_desk, "get", "/intakes").json()["items"]] == [
        answer.json()["uuid"]
    ]
    assert ask(desk.cast.requester, "get", "/intakes").json()["items"] == []
    assert ask(desk.cast.stranger_manager, "post", "/intakes", {}).status_code == 404


def test_the_list_is_filtered_and_holds_what_one_may_see(desk: Desk) -> None:
    opened(desk)
    desk.open()

    assert [one["level"] for one in ask(desk.cast.expert, "get", "/tickets").json()["items"]] == [3, 1]
    assert [one["number"] for one in ask(desk.cast.expert, "get", "/tickets?level=1").json()["items"]] == [1]
    assert ask(desk.cast.leader, "get", "/tickets").json()["items"] == []
    assert ask(desk.cast.expert, "get", "/tickets?level=9").status_code == 422


def test_a_level_is_changed_by_whoever_saw_the_ticket_as_it_is(desk: Desk) -> None:
    path = f"/tickets/{opened(desk).json()['number']}"
    seen = ask(desk.cast.expert, "get", path).headers["ETag"]
    sent = {"level": 2, "reason": "仅部分用户"}

    missing = ask(desk.cast.expert, "patch", path, sent)
    changed = ask(desk.cast.expert, "patch", path, sent, **{"If-Match": seen})
    stale = ask(desk.cast.expert, "patch", path, {**sent, "level": 1}, **{"If-Match": seen})

    assert (missing.status_code, changed.status_code, stale.status_code) == (428, 200, 412)
    assert changed.json()["level"] == 2


def test_evidence_stops_clocks_and_the_explanation_says_so(desk: Desk) -> None:
    ticket = opened(desk).json()
    path = f"/tickets/{ticket['number']}"
    sent = {"kind": "remote_session", "happened_at": timezone.now().isoformat(), "words": "已远程"}

    answer = ask(desk.cast.expert, "post", f"{path}/evidence", sent, **{"Idempotency-Key": "key-2"})

    assert answer.status_code == 201, answer.content
    clocks = {one["commitment"]: one for one in ask(desk.cast.expert, "get", path).json()["clocks"]}
    assert clocks["remote"]["standing"] == "kept"
    told = ask(desk.cast.requester, "get", f"{path}/clocks/{clocks['remote']['uuid']}/explanation").json()
    assert told["lines"][-1] == "结论：达标"
    assert len(ask(desk.cast.requester, "get", f"{path}/evidence").json()["items"]) == 1


def test_internal_notes_stay_internal(desk: Desk) -> None:
    path = f"/tickets/{opened(desk).json()['number']}/notes"
    for number, audience in enumerate(("vendor", "everybody")):
        sent = {"audience": audience, "words": audience}
        answer = ask(desk.cast.expert, "post", path, sent, **{"Idempotency-Key": f"note-{number}"})
        assert answer.status_code == 201

    assert [one["words"] for one in ask(desk.cast.requester, "get", path).json()["items"]] == ["everybody"]
    assert len(ask(desk.cast.expert, "get", path).json()["items"]) == 2
