"""Whoever sends a form with a fault gets it back as he filled it in, with what is to be done about it."""

import re
from http import HTTPStatus

import pytest
from django.test import Client

from conftest import Cast
from zhishou.people.models import Invitation, Organisation, Person, Token
from zhishou.people.tests.test_proof import signed_in, with_password

pytestmark = pytest.mark.once


@pytest.fixture
def manager(cast: Cast) -> Client:
    return signed_in(with_password(cast.manager))


@pytest.fixture
def platform(cast: Cast) -> Client:
    return signed_in(with_password(cast.platform_admin))


@pytest.mark.parametrize(
    ("email", "advice"), [("no address", "邮箱"), ("taken@example.org", "该账号名或邮箱已被使用。")]
)
def test_what_was_typed_about_a_person_stays(cast: Cast, manager: Client, email: str, advice: str) -> None:
    Person.objects.filter(pk=cast.first_line.pk).update(email="taken@example.org")
    words = {"name": "新名字", "title": "新职务", "email": email, "mobile": "13900001111"}

    page = manager.post(f"/people/{cast.expert.uuid}/change/", words)

    assert page.status_code == HTTPStatus.OK
    for typed in (*words.values(), advice):
        assert typed in page.content.decode()
    assert Person.objects.get(pk=cast.expert.pk).name == cast.expert.name


def test_an_invitation_to_the_wrong_party_stays_a_form(cast: Cast, platform: Client) -> None:
    words = {
        "name": "周新人",
        "organisation": cast.engagement.vendor.pk,
        "title": "主任",
        "roles": [f"{cast.engagement.code}:client_admin"],
    }

    page = platform.post("/people/invite/", words)

    assert page.status_code == HTTPStatus.OK
    for typed in ("周新人", "主任", "该角色只能授予合同另一方的人员。"):
        assert typed in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_credit_code_that_another_has_stays_a_form(cast: Cast, platform: Client) -> None:
    taken = "91990000MA0A000217"
    Organisation.objects.filter(pk=cast.engagement.client.pk).update(credit_code=taken)
    vendor = cast.engagement.vendor

    page = platform.post(f"/organisations/{vendor.code}/", {"name": "新名称", "credit_code": taken})

    assert page.status_code == HTTPStatus.OK
    assert "新名称" in page.content.decode()
    assert "该代码或统一社会信用代码已被使用。" in page.content.decode()


@pytest.mark.parametrize("code", ["Next-Year", "next_year", "次年", "-next"])
def test_a_code_for_addresses_has_small_letters_digits_and_dashes(cast: Cast, platform: Client, code: str) -> None:
    words = {"name": "新单位", "code": code, "credit_code": "123"}

    page = platform.post("/organisations/new/", words).content.decode()

    assert "请只用小写字母、数字、短横线，且不以短横线开头。" in page
    assert "统一社会信用代码为 18 位数字和大写字母，不含 I、O、S、V、Z。" in page
    assert not Organisation.objects.filter(name="新单位").exists()


@pytest.mark.parametrize("secret", ["0" * 64, "x"])
def test_a_link_that_opens_nothing_any_more_says_whom_to_ask(db: None, secret: str) -> None:
    page = Client().get(f"/join/{secret}/")

    assert page.status_code == HTTPStatus.NOT_FOUND
    assert "请向邀请人索取新的链接" in page.content.decode()
    assert "请核对地址" not in page.content.decode(), "the link is dead, and no other address helps"


def test_a_token_says_in_words_what_it_may_do(cast: Cast, manager: Client) -> None:
    manager.post("/account/tokens/new/", {"name": "夜间脚本", "scopes": ["people:read"], "days": "30"})

    page = manager.get("/account/").content.decode()

    assert "读取：人员" in page
    assert "people:read" not in page


@pytest.mark.parametrize("address", ["/people/invite/", "/organisations/new-contract/"])
def test_an_empty_choice_says_what_to_do(cast: Cast, platform: Client, address: str) -> None:
    page = platform.get(address).content.decode()

    assert "请选择</option>" in page
    assert "---------" not in page


def test_nobody_is_chosen_yet_where_a_role_is_granted(cast: Cast, manager: Client) -> None:
    assert "请选择</option>" in manager.get(f"/c/{cast.engagement.code}/people/").content.decode()


def test_the_hints_about_a_password_speak_to_people_as_every_page_does(cast: Cast, manager: Client) -> None:
    page = manager.get("/account/password/").content.decode()

    assert "不能全是数字" in page
    assert "你的" not in page


def test_a_reload_makes_no_second_token_and_shows_none_twice(cast: Cast, manager: Client) -> None:
    words = {"name": "夜间脚本", "scopes": ["people:read"], "days": "30"}

    made = manager.post("/account/tokens/new/", words, follow=True)
    reloaded = manager.get(made.redirect_chain[-1][0])

    assert 'id="once"' in made.content.decode()
    assert 'id="once"' not in reloaded.content.decode()
    assert Token.objects.count() == 1


def test_until_it_is_shown_a_token_lies_sealed(cast: Cast, manager: Client) -> None:
    manager.post("/account/tokens/new/", {"name": "夜间脚本", "scopes": ["people:read"], "days": "30"})
    kept = str(dict(manager.session.items()))

    [token] = set(re.findall(r"zst_[\w-]{20,}", manager.get("/account/tokens/new/").content.decode()))

    assert "new_token" in kept
    assert token not in kept


def test_a_reload_makes_no_second_invitation_and_shows_its_link_once(cast: Cast, manager: Client) -> None:
    words = {
        "name": "周新人",
        "organisation": cast.engagement.vendor.pk,
        "roles": [f"{cast.engagement.code}:expert"],
        "email": "zhou@example.org",
    }

    made = manager.post("/people/invite/", words, follow=True)
    reloaded = manager.get(made.redirect_chain[-1][0])

    for shown in ('id="once"', "周新人", "zhou@example.org", "/join/"):
        assert shown in made.content.decode()
    assert 'id="once"' not in reloaded.content.decode()
    assert Invitation.objects.count() == 1
