import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from conftest import NOON, Cast
from jishi.outbox.models import Message
from zhishou.people import actions
from zhishou.people.models import FactorSecret, Person, SignIn

pytestmark = pytest.mark.once

PASSWORD = "a quiet lamp on the hill"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def user(cast: Cast) -> Person:
    cast.requester.set_password(PASSWORD)
    cast.requester.email = "requester@example.org"
    cast.requester.save(update_fields=["password", "email"])
    return cast.requester


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> str:
    """Return where the answer leads, or an empty text where it stays."""
    response = client.post("/sign-in/", {"login": login, "password": password, **more})
    return response.headers.get("Location", "")


def trouble(client: Client, login: str, password: str) -> str:
    page = client.post("/sign-in/", {"login": login, "password": password}).content.decode()
    return re.sub(r'(?s)csrf[^>]*>|value="[^"]*"|X-CSRFToken[^}]*|nonce="[^"]*"|data-at="[^"]*"', "", page)


@pytest.mark.parametrize("login", ["requester", "REQUESTER", "requester@example.org"])
def test_a_person_signs_in_by_account_or_address(user: Person, client: Client, login: str) -> None:
    assert sign_in(client, login) == "/"
    assert client.get("/account/").status_code == 200
    assert SignIn.objects.get(person=user).method == "password"


def test_the_answer_does_not_tell_whether_there_is_such_an_account(user: Person, cast: Cast) -> None:
    cast.leader.set_password(PASSWORD)
    cast.leader.is_active = False
    cast.leader.save(update_fields=["password", "is_active"])

    wrong = trouble(Client(), "requester", "not the password")
    unknown = trouble(Client(), "nobody-at-all", "not the password")
    closed = trouble(Client(), "leader", PASSWORD)

    assert wrong == unknown == closed
    assert "不正确" in wrong


@pytest.mark.parametrize("login", ["requester", "nobody-at-all"])
def test_five_wrong_passwords_lock_known_and_unknown_alike(user: Person, login: str) -> None:
    client = Client()
    answers = [client.post("/sign-in/", {"login": login, "password": "wrong"}).status_code for _ in range(5)]

    locked = client.post("/sign-in/", {"login": login, "password": PASSWORD})

    assert answers[:4] == [200] * 4
    assert locked.status_code == 429
    assert "15" in locked.content.decode()


def test_account_and_address_are_counted_as_one(user: Person) -> None:
    client = Client()
    for login in ("requester", "requester@example.org") * 2:
        sign_in(client, login, "wrong")
    sign_in(client, "requester", "wrong")

    assert client.post("/sign-in/", {"login": user.email, "password": PASSWORD}).status_code == 429


def test_a_lock_at_one_address_does_not_lock_the_owner_out_elsewhere(user: Person) -> None:
    attacker, owner = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.7")
    for _ in range(6):
        sign_in(attacker, "requester", "wrong")

    assert sign_in(owner, "requester") == "/"


def test_an_administrator_lifts_a_lock(user: Person, cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        sign_in(client, "requester", "wrong")

    actions.lift_lock(person=user, by=cast.client_admin, at=NOON)

    assert sign_in(client, "requester") == "/"


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "/\\evil.example", "http:///evil", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(user: Person, client: Client, where: str) -> None:
    assert sign_in(client, "requester", next=where) == "/"


def test_signing_in_leads_back(user: Person, client: Client) -> None:
    assert sign_in(client, "requester", next="/account/?a=1") == "/account/?a=1"


def test_a_session_gets_a_new_key_at_sign_in(user: Person, client: Client) -> None:
    client.get("/sign-in/")
    client.session["planted"] = 1
    before = client.session.session_key

    sign_in(client, "requester")

    assert client.session.session_key != before


def test_a_form_from_elsewhere_is_refused(user: Person) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post("/sign-in/", {"login": "requester", "password": PASSWORD}).status_code == 403


def test_a_device_signed_out_elsewhere_is_out_at_once(user: Person) -> None:
    here, there = Client(), Client()
    sign_in(here, "requester")
    sign_in(there, "requester")

    here.post("/account/devices/others/end/")

    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_closing_an_account_ends_devices_and_tokens_at_once(user: Person, cast: Cast, client: Client) -> None:
    sign_in(client, "requester")
    at = SignIn.objects.get(person=user).started_at
    made = actions.make_token(name="robot", scopes=["read"], expires_at=at + timedelta(days=1), by=user, at=at)

    actions.deactivate_person(person=user, by=cast.client_admin, at=at)

    assert client.get("/account/").status_code == 302
    assert actions.use_token(raw=made.raw, at=at) is None


def test_a_second_factor_is_demanded_of_who_must_have_one(cast: Cast, settings: Settings) -> None:
    Authenticator.objects.filter(user=cast.manager).delete()
    client = Client()
    client.force_login(cast.manager)

    settings.DEMO = False
    outside = client.get("/people/")
    api = client.get("/api/v1/me")
    settings.DEMO = True
    demo = client.get("/people/")

    assert outside.headers["Location"] == "/account/two-step/"
    assert api.status_code == 403
    assert demo.status_code == 200


def code_at(moment: float) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(moment) // 30)))


@pytest.fixture
def guarded(user: Person) -> Person:
    row = FactorSecret.objects.create(secret=SECRET)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": str(row.uuid)})
    return user


def test_a_code_works_once(guarded: Person) -> None:
    code = code_at(time.time())
    first, second = Client(), Client()

    assert sign_in(first, "requester").startswith("/sign-in/second-step/")
    assert first.get("/account/").status_code == 302
    assert first.post("/sign-in/second-step/", {"code": code}).headers["Location"] == "/"
    sign_in(second, "requester")
    for _ in range(2):
        assert second.post("/sign-in/second-step/", {"code": code}).status_code == 200
    assert second.get("/account/").status_code == 302


def test_who_cannot_give_the_second_step_gets_back_to_the_first(guarded: Person, client: Client) -> None:
    sign_in(client, "requester")
    page = client.get("/sign-in/second-step/").content.decode()
    form = re.search(r'<form method="post" action="([^"]+)">(?:(?!</form>).)*返回登录', page, re.DOTALL)

    assert form is not None
    assert client.post(form[1]).headers["Location"] == "/sign-in/"
    assert 'name="login"' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(("off", "fits"), [(-30, True), (0, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_be_half_a_minute_off(guarded: Person, client: Client, off: int, fits: bool) -> None:  # noqa: FBT001 - a case of the table
    sign_in(client, "requester")

    response = client.post("/sign-in/second-step/", {"code": code_at(time.time() + off)})

    assert (response.status_code == 302) is fits


def test_the_secret_of_the_app_is_not_in_the_row(guarded: Person) -> None:
    assert SECRET not in str(Authenticator.objects.get(user=guarded).data)


def test_failures_and_successes_are_evidence(user: Person, client: Client) -> None:
    sign_in(client, "requester", "wrong")
    sign_in(client, "nobody-at-all", "wrong")
    sign_in(client, "requester")

    facts = [
        (event.rpartition(".")[2], payload["key"])
        for event, payload in Message.objects.order_by("id").values_list("event", "payload")
    ]
    assert facts == [("SignInFailed", str(user.uuid)), ("SignInFailed", ""), ("SignedIn", str(user.uuid))]


def set_up_app(client: Client) -> None:
    """Sign in, prove once more who one is, and set up an authenticator app as its owner would."""
    sign_in(client, "requester")
    client.post("/account/confirm/", {"password": PASSWORD})
    secret = re.search(r"<code>([A-Z2-7]+)<", client.get("/account/two-step/app/").content.decode())
    assert secret is not None
    code = format_hotp_value(hotp_value(secret[1], int(time.time()) // 30))
    assert client.post("/account/two-step/app/", {"code": code}).status_code == 302


def test_second_factors_that_come_and_go_are_evidence(user: Person, client: Client) -> None:
    set_up_app(client)
    client.post("/account/two-step/codes/new/")
    client.post("/account/two-step/app/remove/")

    facts = [
        (event.rpartition(".")[2], payload["kind"], payload["key"], payload["by_uuid"])
        for event, payload in Message.objects.order_by("id").values_list("event", "payload")
        if "SecondFactor" in event
    ]
    own = (str(user.uuid), str(user.uuid))
    assert facts == [
        ("SecondFactorAdded", "totp", *own),
        ("SecondFactorAdded", "recovery_codes", *own),
        ("SecondFactorRemoved", "recovery_codes", *own),
        ("SecondFactorAdded", "recovery_codes", *own),
        ("SecondFactorRemoved", "totp", *own),
        ("SecondFactorRemoved", "recovery_codes", *own),
    ]


def test_each_recovery_code_works_once(user: Person) -> None:
    setting_up = Client()
    set_up_app(setting_up)
    codes = re.findall(r"<li><code>([^<]+)</code>", setting_up.get("/account/two-step/codes/").content.decode())
    shown_again = setting_up.get("/account/two-step/codes/").content.decode()

    answers = []
    for one in (*codes, codes[0], codes[-1]):
        cache.clear()
        client = Client()
        sign_in(client, "requester")
        answers.append(client.post("/sign-in/second-step/", {"code": one}).status_code)

    assert len(set(codes)) == 10
    assert answers == [302] * 10 + [200] * 2
    assert not any(one in shown_again for one in (*codes, "****", "我已妥善保管"))
