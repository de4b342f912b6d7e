import copy
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from conftest import Cast, give_second_factor
from zhishou.people.models import Person, SignIn

pytestmark = [pytest.mark.once, pytest.mark.processes]

BACK = "/sign-in/outside/outside/back/"
PUBLIC = "http://localhost:8600"
HOUSE = Path(__file__).resolve().parents[3]
REFUSED = "外部身份认证未成功"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a whole OpenID Connect provider as a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["-m", "zhishou.people.tests.provider", str(port), str(tmp_path_factory.mktemp("provider"))]
    with subprocess.Popen(
        [sys.executable, *words, PUBLIC + BACK],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def point_to(settings: Settings, issuer: str, *, claim: str = "preferred_username") -> None:
    providers = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    providers["openid_connect"]["APPS"] = [
        {
            "provider_id": "outside",
            "name": "统一身份认证",
            "client_id": "zhishou",
            "secret": "secret of the tests",
            "settings": {"server_url": issuer},
        }
    ]
    settings.PUBLIC_URL = PUBLIC
    settings.OIDC_ISSUER = issuer
    settings.OIDC_CLAIM = claim
    settings.SOCIALACCOUNT_PROVIDERS = providers


@pytest.fixture(autouse=True)
def _outside(provider: str, settings: Settings, db: None) -> None:
    cache.clear()
    point_to(settings, provider)


def leave(client: Client, **more: str) -> str:
    """Press the button; return the provider's address that it leads to."""
    response = client.post("/sign-in/outside/outside/", more)
    assert response.status_code == 302
    return response.headers["Location"]


def prove(address: str, name: str) -> str:
    """Sign in at the provider as somebody in a browser would; return where it sends the browser back to."""
    browser = requests.Session()
    page = browser.get(address, timeout=20)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    words = {"login": name, "password": "open sesame", "csrfmiddlewaretoken": token[1]}
    answer = browser.post(page.url, words, allow_redirects=False, timeout=20)
    while answer.headers["Location"].startswith("/"):
        host = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        answer = browser.get(host + answer.headers["Location"], allow_redirects=False, timeout=20)
    return answer.headers["Location"]


def come_back(client: Client, where: str) -> tuple[int, str, str]:
    """Return status, where it leads, and the words of the page."""
    assert where.startswith(PUBLIC + BACK)
    response = client.get(where.removeprefix(PUBLIC))
    return response.status_code, response.headers.get("Location", ""), response.content.decode()


def test_a_person_signs_in_there_and_comes_back_here(cast: Cast, client: Client) -> None:
    address = leave(client, next="/account/?a=1")
    status, leads, _page = come_back(client, prove(address, "requester"))

    assert (status, leads) == (302, "/account/?a=1")
    assert client.get("/account/").status_code == 200
    assert SignIn.objects.get(person=cast.requester).method == "oidc"
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == [PUBLIC + BACK]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce"} <= set(asked)


def test_the_button_stands_on_the_page_and_carries_where_to_go(client: Client) -> None:
    page = client.get("/sign-in/?next=/account/").content.decode()

    form = page[page.index("/sign-in/outside/outside/") :].partition("</form>")[0]
    assert 'name="next" value="/account/"' in form
    assert client.get("/sign-in/outside/outside/").headers["Location"] == "/sign-in/"


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_coming_back_leads_nowhere_else(cast: Cast, client: Client, where: str) -> None:
    assert come_back(client, prove(leave(client, next=where), "requester"))[:2] == (302, "/")


def test_after_the_first_visit_the_subject_counts_not_the_name(cast: Cast, client: Client) -> None:
    come_back(client, prove(leave(client), "requester"))
    Person.objects.filter(pk=cast.requester.pk).update(username="renamed")
    Person.objects.filter(pk=cast.leader.pk).update(username="requester")

    again = Client()
    come_back(again, prove(leave(again), "requester"))

    assert again.session["_auth_user_id"] == str(cast.requester.pk)


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        pytest.param("nobody", "preferred_username", id="no such account"),
        pytest.param("expert@example.org", "preferred_username", id="a name that looks like an address"),
        pytest.param("impostor", "email", id="an address that nobody verified"),
        pytest.param("requester", "department", id="no such claim"),
    ],
)
def test_who_has_no_account_gets_a_page_and_no_session(
    cast: Cast, client: Client, settings: Settings, name: str, claim: str
) -> None:
    point_to(settings, settings.OIDC_ISSUER, claim=claim)
    Person.objects.filter(pk=cast.leader.pk).update(email="leader2@example.org")
    Person.objects.filter(pk=cast.expert.pk).update(email="expert@example.org")

    status, _leads, page = come_back(client, prove(leave(client), name))

    assert status == 403
    assert REFUSED in page
    assert client.get("/account/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_verified_address_finds_the_account(cast: Cast, client: Client, settings: Settings) -> None:
    point_to(settings, settings.OIDC_ISSUER, claim="email")
    Person.objects.filter(pk=cast.leader.pk).update(email="requester@example.org")

    come_back(client, prove(leave(client), "requester"))

    assert client.session["_auth_user_id"] == str(cast.leader.pk)


def test_a_closed_account_stays_closed(cast: Cast, client: Client) -> None:
    come_back(client, prove(leave(client), "requester"))
    Person.objects.filter(pk=cast.requester.pk).update(is_active=False)

    again = Client()
    status, _leads, page = come_back(again, prove(leave(again), "requester"))

    assert status == 403
    assert REFUSED in page
    assert again.get("/account/").status_code == 302


def test_the_second_step_is_asked_for_here_too(cast: Cast, client: Client) -> None:
    give_second_factor(cast.requester)

    status, leads, _page = come_back(client, prove(leave(client), "requester"))

    assert status == 302
    assert leads.startswith("/sign-in/second-step/")
    assert client.get("/account/").status_code == 302
    assert Authenticator.objects.filter(user=cast.requester).count() == 1


def test_a_forged_or_used_state_is_refused(cast: Cast, client: Client) -> None:
    where = prove(leave(client), "requester")
    state = parse_qs(urlsplit(where).query)["state"][0]

    forged = come_back(client, where.replace(state, "0" * len(state)))
    of_another_browser = come_back(Client(), where)
    without = client.get(BACK + "?code=1").status_code
    first = come_back(client, where)
    again = come_back(client, where)

    assert (forged[0], of_another_browser[0], without, first[0], again[0]) == (401, 401, 401, 302, 401)
    assert REFUSED in forged[2]


def test_an_answer_to_another_question_is_refused(cast: Cast, client: Client) -> None:
    address = leave(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]

    status, _leads, page = come_back(client, prove(address.replace(nonce, "forged"), "requester"))

    assert status == 403
    assert REFUSED in page
    assert client.get("/account/").status_code == 302


def test_a_code_that_the_provider_does_not_know_is_refused(cast: Cast, client: Client) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]

    assert client.get(f"{BACK}?state={state}&code=forged").status_code == 401


def test_who_says_no_there_is_told_so_here(client: Client) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]

    back = client.get(f"{BACK}?state={state}&error=access_denied", follow=True)

    assert "登录已取消" in back.content.decode()


@pytest.mark.parametrize("asked", [{"process": "connect"}, {"process": "redirect", "auth_params": "state=planted"}])
def test_a_request_chooses_no_other_course(cast: Cast, client: Client, asked: dict[str, str]) -> None:
    client.force_login(cast.leader)
    query = "&".join(f"{name}={value}" for name, value in asked.items())

    address = client.post(f"/sign-in/outside/outside/?{query}", asked).headers["Location"]
    come_back(client, prove(address, "requester"))

    assert "planted" not in address
    assert client.session["_auth_user_id"] == str(cast.requester.pk)


def test_a_provider_that_is_not_there_gets_a_page(client: Client, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    point_to(settings, f"http://127.0.0.1:{port}")

    response = client.post("/sign-in/outside/outside/")

    assert response.status_code == 502
    assert REFUSED in response.content.decode()


def test_without_a_provider_there_is_no_such_page(client: Client, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert client.post("/sign-in/outside/outside/").status_code == 404
    assert client.get(BACK).status_code == 404
