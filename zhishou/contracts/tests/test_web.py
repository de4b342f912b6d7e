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

pytestmark = [pytest.mark.once, pytest.mark.django_db]
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
        "用户方对“已恢复”“已完成”的答复",
        "3 天（自然时间 72 小时）",
        "1 天（自然时间 24 小时）、2 天（自然时间 48 小时）",
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


def refusal(person: Person, name: str, data: dict[str, object], **more: object) -> str:
    with time_machine.travel(NOON, tick=False):
        response = as_person(person).post(reverse(f"contracts:{name}", kwargs={**CODE, **more}), data)
    assert response.status_code == 422
    return response.content.decode()


def test_a_refused_reservation_stands_again_with_its_words(contract: Contract, cast: Cast) -> None:
    data: dict[str, object] = {"quantity": 11, "purpose": "太多"}

    html = refusal(cast.manager, "reserve", data, key="key-user-visits")

    assert "该额度仅余 10" in html
    assert 'value="太多"' in html
    assert Account.objects.get().reserved == 0


def test_a_refused_approval_stands_again_with_its_words(contract: Contract, cast: Cast) -> None:
    html = refusal(cast.client_admin, "approve", {"quantity": 0, "reason": "会议"}, key="key-user-visits")

    assert 'value="会议"' in html
    assert Account.objects.get().approved == 0


def test_a_refused_return_stands_again_in_its_row(contract: Contract, cast: Cast) -> None:
    post(cast.manager, "reserve", {"quantity": 1, "purpose": "主任电脑"}, key="key-user-visits")
    where: dict[str, object] = {"key": Reservation.objects.get().uuid, "verb": "release"}
    too_long = "长" * 201

    html = refusal(cast.manager, "move", {"reason": too_long}, **where)

    assert f'value="{too_long}"' in html
    assert html.index('<details class="w-100" open>') < html.index(too_long)


def test_what_was_returned_meanwhile_is_said_where_its_form_is_gone(contract: Contract, cast: Cast) -> None:
    post(cast.manager, "reserve", {"quantity": 1, "purpose": "主任电脑"}, key="key-user-visits")
    where: dict[str, object] = {"key": Reservation.objects.get().uuid, "verb": "release"}
    assert post(cast.manager, "move", {"reason": "误报"}, **where) == 302

    html = refusal(cast.manager, "move", {"reason": "误报"}, **where)

    assert "该预占已使用或已退还" in html
    assert "<details open" not in html


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"on": "2023-03-16", "windows": "9-5", "reason": "停电"}, "时段"),
        ({"on": "2023-03-01", "windows": "09:00-12:00", "reason": "停电"}, "该日期已过"),
        ({"on": "someday", "windows": "09:00-12:00", "reason": "停电"}, "日期"),
    ],
)
def test_a_refused_override_stands_again_with_its_words(
    contract: Contract, cast: Cast, data: dict[str, object], why: str
) -> None:
    html = refusal(cast.client_admin, "override", data)

    assert why in html
    assert all(f'value="{words}"' in html for words in data.values())
    assert CalendarVersion.objects.count() == 1


def test_a_refused_withdrawal_stands_again_beside_its_date(contract: Contract, cast: Cast) -> None:
    post(cast.client_admin, "override", {"on": "2023-03-16", "windows": "", "reason": "停电"})
    too_long = "长" * 201

    html = refusal(cast.client_admin, "withdraw", {"on": "2023-03-16", "reason": too_long})
    gone = refusal(cast.client_admin, "withdraw", {"on": "2023-03-17", "reason": "恢复"})

    assert html.index("<details open>") < html.index(f'value="{too_long}"')
    assert "2023 年 3 月" in html or "2023年3月" in html
    assert "<details open>" not in gone
    assert CalendarVersion.objects.count() == 2


def test_the_days_ahead_are_listed_as_the_language_lists(contract: Contract, cast: Cast) -> None:
    assert "提前 60、30、7 天提醒" in page(cast.manager, "milestones")

    cast.manager.language = "en"
    cast.manager.save()
    assert "announced 60, 30, 7 days ahead" in page(cast.manager, "milestones")


def test_a_payment_is_confirmed(contract: Contract, cast: Cast) -> None:
    payment = Milestone.objects.get(kind="payment")

    assert post(cast.front_desk, "confirm_payment", {"evidence": "1"}, key=payment.uuid) == 403
    assert "open>" in refusal(cast.client_admin, "confirm_payment", {"evidence": "长" * 201}, key=payment.uuid)
    assert post(cast.client_admin, "confirm_payment", {"evidence": "回单 7"}, key=payment.uuid) == 302
    assert "回单 7" in page(cast.requester, "milestones")
    again = refusal(cast.client_admin, "confirm_payment", {"evidence": "回单 8"}, key=payment.uuid)
    assert "回单 8" not in again
    assert "该里程碑已经办结。" in again


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


@pytest.mark.parametrize("page", ["", "services/", "versions/", "milestones/", "entitlements/", "calendar/"])
def test_a_contract_without_terms_says_so_to_its_own_people_alone(cast: Cast, page: str) -> None:
    address = f"/c/red-cross/contract/{page}"
    ours, theirs = Client(), Client()
    ours.force_login(cast.manager)
    theirs.force_login(cast.stranger_manager)

    answers = [client.get(address) for client in (ours, theirs)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert ["尚未载入合同包" in answer.content.decode() for answer in answers] == [True, False]
