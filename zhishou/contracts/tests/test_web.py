from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from conftest import NOON, Cast
from zhishou.contracts import actions
from zhishou.contracts.models import Account, CalendarVersion, Contract, Milestone, Reservation
from zhishou.contracts.tests.factories import load, pack_text, visits
from zhishou.people.models import Person

pytestmark = pytest.mark.django_db
CODE = {"engagement_code": "red-cross"}


@pytest.fixture
def contract(cast: Cast) -> Contract:
    return load(cast)


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Person, name: str, *, at: object = NOON, query: str = "", **more: object) -> str:
    with time_machine.travel(at, tick=False):  # type: ignore[arg-type]
        response = as_person(person).get(reverse(f"contracts:{name}", kwargs={**CODE, **more}) + query)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def post(person: Person, name: str, data: dict[str, object], **more: object) -> int:
    with time_machine.travel(NOON, tick=False):
        return as_person(person).post(reverse(f"contracts:{name}", kwargs={**CODE, **more}), data).status_code


def test_the_terms_show_the_matrix_in_words(contract: Contract, cast: Cast) -> None:
    html = page(cast.requester, "terms")

    for words in (
        "半天（自然时间 12 小时）",
        "1 周（自然时间 168 小时）",
        "25,000.00 元",
        "60 秒内视为立即",
        "服务期内",
    ):
        assert words in html


def test_the_eleven_codes_are_listed(contract: Contract, cast: Cast) -> None:
    html = page(cast.leader, "services")

    assert "11 个服务代码" in html
    assert "030105" in html


def test_versions_are_shown_side_by_side(contract: Contract, cast: Cast) -> None:
    actions.load_pack(text=pack_text(cast.engagement, ("quantity = 10", "quantity = 12")), by=None, at=NOON)

    html = page(cast.auditor, "versions", at=NOON + timedelta(hours=1))

    assert "额度 · 重点用户现场服务 · 数量：由 10 改为 12" in html


def test_the_month_shows_holidays_and_make_up_days(contract: Contract, cast: Cast) -> None:
    html = page(cast.requester, "calendar", query="?month=2023-01")

    assert "调休上班" in html
    assert html.count("day-make_up") == 2
    assert "春节" in html


def test_an_unpublished_year_says_so(contract: Contract, cast: Cast) -> None:
    assert "国务院 2095 年放假通知尚未载入" in page(cast.requester, "calendar", query="?month=2095-01")


def test_a_reckoning_is_shown_step_by_step(contract: Contract, cast: Cast) -> None:
    query = "?start=2023-01-20T15:00&duration=7+working+hours"

    assert "2023-01-28 16:30 到期" in page(cast.requester, "calendar", query=query)
    assert "时长写法有误" in page(cast.requester, "calendar", query="?start=2023-01-20T15:00&duration=soon")


def test_an_override_is_made_by_the_administrator_only(contract: Contract, cast: Cast) -> None:
    data: dict[str, object] = {"on": "2023-03-16", "windows": "", "reason": "停电"}

    assert post(cast.expert, "override", data) == 403
    assert post(cast.stranger_admin, "override", data) == 404
    assert post(cast.client_admin, "override", data) == 302
    assert CalendarVersion.objects.count() == 2
    assert post(cast.client_admin, "withdraw", {"on": "2023-03-16", "reason": "恢复"}) == 302
    assert CalendarVersion.objects.count() == 3


def test_an_entitlement_moves_by_the_buttons_of_its_page(contract: Contract, cast: Cast) -> None:
    key = {"key": "key-user-visits"}
    data: dict[str, object] = {"quantity": 1, "purpose": "主任电脑"}
    assert post(cast.requester, "reserve", data, **key) == 403
    assert post(cast.manager, "reserve", data, **key) == 302
    reservation = Reservation.objects.get()

    assert post(cast.manager, "move", {}, key=reservation.uuid, verb="steal") == 404
    assert post(cast.stranger_manager, "move", {}, key=reservation.uuid, verb="consume") == 404
    assert post(cast.first_line, "move", {}, key=reservation.uuid, verb="consume") == 302
    assert post(cast.manager, "move", {"reason": "误报"}, key=reservation.uuid, verb="refund") == 302
    assert post(cast.client_admin, "approve", {"quantity": 2, "reason": "会议"}, **key) == 302

    account = visits(contract)
    assert (account.available, account.balance) == (12, 10)
    assert "主任电脑" in page(cast.requester, "entitlement", **key)


def test_a_refused_form_says_why_on_the_page(contract: Contract, cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        response = as_person(cast.manager).post(
            reverse("contracts:reserve", kwargs={**CODE, "key": "key-user-visits"}),
            {"quantity": 11, "purpose": "太多"},
            follow=True,
        )

    assert "该额度仅余 10" in response.content.decode()
    assert Account.objects.get().reserved == 0


def test_a_payment_is_confirmed(contract: Contract, cast: Cast) -> None:
    payment = Milestone.objects.get(kind="payment")

    assert post(cast.front_desk, "confirm_payment", {"evidence": "1"}, key=payment.uuid) == 403
    assert post(cast.client_admin, "confirm_payment", {"evidence": "回单 7"}, key=payment.uuid) == 302
    assert "回单 7" in page(cast.requester, "milestones")


def test_the_pack_is_handed_out_as_it_was_loaded(contract: Contract, cast: Cast) -> None:
    assert page(cast.auditor, "source", number=1) == pack_text(cast.engagement)


def test_my_contracts_are_mine(contract: Contract, cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        ours = as_person(cast.leader).get(reverse("contracts:mine")).content.decode()
        theirs = as_person(cast.stranger_admin).get(reverse("contracts:mine")).content.decode()

    assert contract.engagement.client.name in ours
    assert contract.engagement.client.name not in theirs


def test_an_engagement_without_a_contract_is_not_there(cast: Cast) -> None:
    assert as_person(cast.manager).get(reverse("contracts:terms", kwargs=CODE)).status_code == 404
