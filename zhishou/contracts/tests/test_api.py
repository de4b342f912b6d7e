import json

import pytest
import time_machine
from django.test import Client

from conftest import NOON, Cast
from zhishou.contracts import actions
from zhishou.contracts.models import Contract, Milestone, Reservation
from zhishou.contracts.tests.factories import load, pack_text, visits
from zhishou.people.models import Person

pytestmark = [pytest.mark.once, pytest.mark.django_db]
HERE = "/api/v1/engagements/red-cross"
MOVEMENTS = f"{HERE}/entitlements/key-user-visits/movements"


@pytest.fixture
def contract(cast: Cast) -> Contract:
    return load(cast)


def ask(person: Person, path: str, body: object = None, *, status: int = 200) -> dict[str, object]:
    client = Client(headers={"accept-language": "zh-hans"})
    with time_machine.travel(NOON, tick=False):
        client.force_login(person)
        response = (
            client.get(path)
            if body is None
            else client.post(path, json.dumps(body), content_type="application/json")
        )
    assert response.status_code == status, response.content.decode()
    found: dict[str, object] = json.loads(response.content)
    return found


def test_a_caller_lists_the_contracts_of_his_own(contract: Contract, cast: Cast) -> None:
    assert [one["code"] for one in ask(cast.leader, "/api/v1/engagements")["items"]] == ["red-cross"]  # type: ignore[attr-defined]
    assert not ask(cast.stranger_admin, "/api/v1/engagements")["items"]


def test_the_contract_has_all_eighteen_targets(contract: Contract, cast: Cast) -> None:
    found = ask(cast.requester, f"{HERE}/contract")

    targets = {(one["level"], one["commitment"]): one for one in found["targets"]}  # type: ignore[attr-defined]
    assert len(targets) == 18
    assert targets[2, "onsite"]["within"] == "half a day"
    assert targets[2, "onsite"]["within_words"] == "半天（自然时间 12 小时）"


def test_a_version_says_what_it_changed(contract: Contract, cast: Cast) -> None:
    actions.load_pack(text=pack_text(cast.engagement, ("quantity = 10", "quantity = 12")), by=None, at=NOON)

    assert [one["number"] for one in ask(cast.auditor, f"{HERE}/policy-versions")["items"]] == [2, 1]  # type: ignore[attr-defined]
    whole = ask(cast.auditor, f"{HERE}/policy-versions/2")
    assert [one["key"] for one in whole["changes"]] == ["entitlements.key-user-visits.quantity"]  # type: ignore[attr-defined]
    ask(cast.auditor, f"{HERE}/policy-versions/3", status=404)


def test_an_entitlement_is_moved(contract: Contract, cast: Cast) -> None:
    made = ask(cast.manager, MOVEMENTS, {"kind": "reserve", "quantity": 2, "reason": "上门"}, status=201)
    assert (made["kind"], made["balance_after"]) == ("reserve", 8)
    body = {"kind": "consume", "reservation": made["reservation"]}
    ask(cast.first_line, MOVEMENTS, body, status=201)
    ask(cast.first_line, MOVEMENTS, body, status=409)
    ask(cast.manager, MOVEMENTS, {"kind": "refund", "reservation": made["reservation"]}, status=422)
    ask(cast.manager, MOVEMENTS, {**body, "kind": "refund", "reason": "误报"}, status=201)
    ask(cast.client_admin, MOVEMENTS, {"kind": "approve", "quantity": 1, "reason": "会议"}, status=201)

    assert visits(contract).available == 11
    assert len(ask(cast.requester, MOVEMENTS)["items"]) == 5  # type: ignore[arg-type]
    assert Reservation.objects.get().state == "refunded"


def test_who_may_not_move_is_refused_and_strangers_find_nothing(contract: Contract, cast: Cast) -> None:
    body = {"kind": "reserve", "quantity": 1, "reason": "x"}

    ask(cast.requester, MOVEMENTS, body, status=403)
    ask(cast.stranger_manager, MOVEMENTS, body, status=404)
    ask(cast.stranger_manager, MOVEMENTS, status=404)


def test_a_payment_is_confirmed(contract: Contract, cast: Cast) -> None:
    payment = Milestone.objects.get(kind="payment")

    done = ask(cast.client_admin, f"{HERE}/milestones/{payment.uuid}/payment", {"evidence": "回单"}, status=201)

    assert done["state"] == "done"
    assert len(ask(cast.requester, f"{HERE}/milestones?limit=200")["items"]) == 54  # type: ignore[arg-type]


def test_working_time_and_due_moments_are_reckoned(contract: Contract, cast: Cast) -> None:
    between = "start=2023-01-20T15:00:00%2B08:00&end=2023-01-28T09:00:00%2B08:00"
    assert ask(cast.expert, f"{HERE}/calendar/working-time?{between}")["seconds"] == 2 * 3600 + 1800

    due = ask(cast.expert, f"{HERE}/calendar/due?start=2023-01-20T15:00:00%2B08:00&duration=3 working days")
    assert due["due_at"] == "2023-01-30T09:00:00Z"


@pytest.mark.parametrize(
    "query",
    [
        "working-time?start=2023-01-20T15:00:00&end=2023-01-28T09:00:00Z",
        "working-time?start=2023-01-20T15:00:00Z&end=2022-01-28T09:00:00Z",
        "working-time?start=0001-01-01T00:00:00Z&end=9999-01-28T09:00:00Z",
        "due?start=2023-01-20T15:00:00Z&duration=soon",
        "due?start=2023-01-20T15:00:00&duration=1 day",
        "due?start=2023-01-20T15:00:00Z&duration=999999999999999999 weeks",
        "due?start=2023-01-20T15:00:00Z&duration=9999999 working hours",
    ],
)
def test_what_cannot_be_reckoned_is_refused(contract: Contract, cast: Cast, query: str) -> None:
    ask(cast.expert, f"{HERE}/calendar/{query}", status=422)
