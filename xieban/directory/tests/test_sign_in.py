"""Signing in: the lock after wrong passwords, the second factor, the first password by a link."""

import time
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.test import Client
from django.utils import timezone

from xieban.directory.actions import lift_lock
from xieban.directory.models import Person, SignIn
from xieban.directory.queries import password_link
from xieban.directory.rules import Role
from xieban.tests.cast import Cast, give_post, make_person

PASSWORD = "一个足够长的密码 2026"
FOUND = HTTPStatus.FOUND


def enter(client: Client, login: str, password: str = PASSWORD) -> int:
    return client.post("/sign-in/", {"login": login, "password": password}).status_code


@pytest.fixture
def drafter(cast: Cast) -> Person:
    cast.drafter.set_password(PASSWORD)
    cast.drafter.save()
    return cast.drafter


def test_who_signs_in_is_noted_with_the_device(drafter: Person, client: Client) -> None:
    assert enter(client, "drafter") == FOUND

    assert client.get("/").status_code == HTTPStatus.OK
    assert SignIn.objects.get(person=drafter).method == "password"


def test_five_wrong_passwords_lock_the_account_there_until_it_is_lifted(drafter: Person, cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        enter(client, "drafter", "wrong")

    assert enter(client, "drafter") == HTTPStatus.TOO_MANY_REQUESTS
    assert enter(Client(REMOTE_ADDR="192.0.2.7"), "drafter") == FOUND, "from elsewhere its owner still gets in"
    lift_lock(person=drafter, by=cast.administrator, at=timezone.now())
    assert enter(client, "drafter") == FOUND


def test_a_closed_account_looks_like_a_wrong_password(drafter: Person, client: Client) -> None:
    Person.objects.filter(pk=drafter.pk).update(is_active=False)

    closed = client.post("/sign-in/", {"login": "drafter", "password": PASSWORD}).content.decode()
    wrong = client.post("/sign-in/", {"login": "drafter", "password": "wrong"}).content.decode()

    assert "账号和/或密码不正确" in closed or "不正确" in closed
    assert len(closed) == pytest.approx(len(wrong), abs=20)


def test_with_an_authenticator_app_the_password_is_half_the_way(drafter: Person, client: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(drafter, secret)

    assert (
        client.post("/sign-in/", {"login": "drafter", "password": PASSWORD})
        .headers["Location"]
        .startswith("/sign-in/second-step/")
    )
    assert client.get("/").status_code == FOUND, "not in yet"
    code = f"{hotp_value(secret, int(time.time()) // 30):06d}"  # good for half a minute before and after
    assert client.post("/sign-in/second-step/", {"code": "000000"}).status_code == HTTPStatus.OK
    assert client.post("/sign-in/second-step/", {"code": code}).status_code == FOUND

    assert client.get("/").status_code == HTTPStatus.OK
    stored = Authenticator.objects.get(user=drafter).data["secret"]
    assert secret not in stored, "the secret is sealed, elsewhere"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRINCIPAL_LEADER, Role.SEAL_KEEPER])
def test_a_weighty_post_asks_for_a_second_factor_first(role: Role, cast: Cast, client: Client) -> None:
    person = make_person("weighty", cast.office)
    give_post(person, cast.office, role)
    Authenticator.objects.filter(user=person).delete()
    client.force_login(person)

    answer = client.get("/people/")

    assert (answer.status_code, answer.headers["Location"]) == (FOUND, "/account/two-step/")


@pytest.mark.parametrize("weak", ["short", "drafter-drafter", "qwerty123456", "123456789012345"])
def test_a_link_sets_the_first_password_once_and_no_weak_one(weak: str, drafter: Person, client: Client) -> None:
    link = password_link(drafter).partition("/sign-in/")[2]
    form = client.get(f"/sign-in/{link}", follow=True).redirect_chain[-1][0]

    refused = client.post(form, {"password1": weak, "password2": weak})
    taken = client.post(form, {"password1": "另一个足够长的密码 2027", "password2": "另一个足够长的密码 2027"})

    assert refused.status_code == HTTPStatus.OK, "asked again"
    assert taken.status_code == FOUND
    drafter.refresh_from_db()
    assert drafter.check_password("另一个足够长的密码 2027")
    assert "链接" in Client().get(f"/sign-in/{link}", follow=True).content.decode(), "used up"


def test_a_new_password_signs_every_other_device_out(drafter: Person, client: Client) -> None:
    other = Client()
    for one in (client, other):
        enter(one, "drafter")
    again = {
        "oldpassword": PASSWORD,
        "password1": "另一个足够长的密码 2027",
        "password2": "另一个足够长的密码 2027",
    }

    assert client.post("/account/password/", again).status_code == FOUND

    assert client.get("/").status_code == HTTPStatus.OK
    assert other.get("/").status_code == FOUND
