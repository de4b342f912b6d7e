"""Visits as a program meets them, and the plain form of the page: both take each act once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from zhishou.contracts.rules import Level
from zhishou.desk.models import Evidence, Visit, VisitAct
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_api import ask
from zhishou.desk.tests.visiting import STROKES, Road

pytestmark = pytest.mark.once

MINUTE = timedelta(minutes=1)


def going(desk: Desk, road: Road) -> Visit:
    at = timezone.now() - 30 * MINUTE
    return road.order(desk.open(Level.SEVERE, reached_at=at), at=at)


def act(desk: Desk, visit: Visit, key: str, **sent: Any) -> Any:
    body = {"uuid": str(uuid.uuid4()), **sent}
    return ask(desk.cast.first_line, "post", f"/visits/{visit.uuid}/acts", body, **{"Idempotency-Key": key})


def test_a_visit_from_the_order_to_the_signature(desk: Desk) -> None:
    cast, at = desk.cast, timezone.now()
    ticket = desk.open(Level.SEVERE, reached_at=at)
    order = {"engineer": str(cast.first_line.uuid), "reason": "unsolved", "destination": "三楼办公室"}

    made = ask(cast.front_desk, "post", f"/tickets/{ticket.number}/visits", order, **{"Idempotency-Key": "1"})
    assert made.status_code == 201, made.content
    visit = Visit.objects.get(uuid=made.json()["uuid"])
    acts: dict[str, dict[str, Any]] = {
        "2": {"kind": "depart"},
        "3": {"kind": "check_in", "latitude": "30.123456", "longitude": "120.5", "accuracy_m": 20},
        "4": {"kind": "report", "words": "重装控件", "parts": "网线"},
        "5": {"kind": "sign", "signer_name": "王芳", "signer_role": "主任", "strokes": STROKES},
        "6": {"kind": "leave"},
    }
    for key, sent in acts.items():
        answer = act(desk, visit, key, **sent)
        assert answer.status_code == 201, answer.content

    whole = ask(cast.requester, "get", f"/visits/{visit.uuid}").json()
    assert [one["kind"] for one in whole["acts"]] == ["order", "depart", "check_in", "report", "sign", "leave"]
    assert (whole["state"], whole["signature"]["signer_name"]) == ("done", "王芳")
    assert [one["uuid"] for one in ask(cast.expert, "get", "/visits?which=over").json()["items"]] == [whole["uuid"]]
    assert ask(cast.leader, "get", "/visits?which=over").json()["items"] == []
    assert len(ask(cast.requester, "get", f"/tickets/{ticket.number}/visits").json()["items"]) == 1


def test_wrong_codes_count_under_an_idempotency_key(desk: Desk, road: Road) -> None:
    visit = going(desk, road)
    right = road.code(at=timezone.now())
    wrong = "000000" if right != "000000" else "111111"

    answers = [act(desk, visit, f"try-{turn}", kind="check_in", code=wrong) for turn in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert act(desk, visit, "right", kind="check_in", code=right).status_code == 429


def test_others_are_turned_away(desk: Desk, road: Road) -> None:
    visit, body = going(desk, road), {"uuid": str(uuid.uuid4()), "kind": "depart"}
    path = f"/visits/{visit.uuid}"

    for person, status in ((desk.cast.stranger_manager, 404), (desk.cast.leader, 404), (desk.cast.requester, 403)):
        assert ask(person, "post", f"{path}/acts", body).status_code == status
        assert ask(person, "post", f"{path}/cancel", {"reason": "不去了"}).status_code == status
    assert ask(desk.cast.expert, "post", f"{path}/acts", body).status_code == 403
    assert ask(desk.cast.stranger_manager, "post", f"{path}/acts", {}).status_code == 404
    assert ask(desk.cast.expert, "post", f"{path}/cancel", {"reason": "不去了"}).json()["state"] == "cancelled"


def test_the_plain_form_works_without_a_script_and_counts_once(desk: Desk, road: Road) -> None:
    visit, client = going(desk, road), Client()
    client.force_login(desk.cast.first_line)
    here = f"/c/red-cross/desk/visits/{visit.uuid}/"
    sent = {"act": str(uuid.uuid4()), "kind": "check_in", "place": "三楼"}

    missing = client.post(f"{here}acts/", {**sent, "place": ""})
    taken = [client.post(f"{here}acts/", sent).status_code for _ in range(2)]
    device = client.post(f"{here}acts/", sent, headers={"Accept": "application/json"})

    assert missing.status_code == 422
    assert "请写明所在位置" in missing.content.decode()
    assert taken == [302, 302]
    assert device.json()["taken"] == sent["act"]
    assert VisitAct.objects.filter(visit=visit, kind="check_in").count() == 1
    assert Evidence.objects.filter(kind="check_in").count() == 1
    for wrong in (
        {"strokes": "[[[1.5, 2]]]"},
        {"strokes": "{"},
        {"device_at": "gestern"},
        {"code": "12"},
        {"kind": "order"},
    ):
        answer = client.post(
            f"{here}acts/", {**sent, "act": str(uuid.uuid4()), **wrong}, headers={"Accept": "application/json"}
        )
        assert answer.status_code == 422, wrong
        assert answer.json()["detail"]


def test_the_picture_leads_to_the_one_visit_with_the_code(desk: Desk, road: Road) -> None:
    visit, client = going(desk, road), Client()
    client.force_login(desk.cast.first_line)
    arrive = "/c/red-cross/desk/visits/arrive/?code=123456"

    assert client.get(arrive).headers["Location"] == f"/c/red-cross/desk/visits/{visit.uuid}/?code=123456"
    going(desk, road)
    assert client.get(arrive).headers["Location"] == "/c/red-cross/desk/visits/"
