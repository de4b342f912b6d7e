"""A plain OpenID Connect client, over HTTP, signs somebody in by his account here."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests
from allauth.idp.oidc.models import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from xieban.directory.actions import add_client, hand_over, let_return, register_client
from xieban.tests.cast import Cast, make_cast

pytestmark = pytest.mark.once
BACK = "http://127.0.0.1:9/back/"
PASSWORD = "一个足够长的密码 2026"
FOUND = HTTPStatus.FOUND


@dataclass(slots=True, kw_only=True)
class OutsideClient:
    """What any client does: discovery, PKCE, the code for tokens, the signature, who it is."""

    issuer: str
    secret: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    found: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.found = requests.get(f"{self.issuer}/.well-known/openid-configuration", timeout=10).json()

    def address(self, *, back: str = BACK) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "client_id": "portal",
            "response_type": "code",
            "scope": "openid profile email",
            "redirect_uri": back,
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.found['authorization_endpoint']}?{urlencode(asked)}"

    def code_of(self, address: str) -> str:
        said = parse_qs(urlsplit(address).query)
        assert said["state"] == [self.state]
        return said["code"][0]

    def exchange(self, code: str) -> requests.Response:
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": self.verifier,
        }
        return requests.post(self.found["token_endpoint"], data=given, auth=("portal", self.secret), timeout=10)

    def who(self, token: str) -> requests.Response:
        bearer = {"Authorization": f"Bearer {token}"}
        return requests.get(self.found["userinfo_endpoint"], headers=bearer, timeout=10)


def sign_in(browser: requests.Session, address: str, *, username: str) -> requests.Response:
    """Open the address in a browser of one's own, and sign in where that is asked for."""
    page = browser.get(address, timeout=10)
    assert page.url.split("?")[0].endswith("/sign-in/")
    form = {
        "login": username,
        "password": PASSWORD,
        "next": parse_qs(urlsplit(page.url).query)["next"][0],
        "csrfmiddlewaretoken": browser.cookies["xieban_csrf"],
    }
    answer = browser.post(page.url, data=form, allow_redirects=False, timeout=10)
    assert answer.status_code == FOUND, answer.text[:300]
    return browser.get(
        f"{address.split('/identity', maxsplit=1)[0]}{answer.headers['Location']}",
        allow_redirects=False,
        timeout=10,
    )


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    made = make_cast()
    made.drafter.set_password(PASSWORD)
    made.drafter.email = "drafter@body.example"
    made.drafter.save()
    return made


@pytest.fixture
def portal(cast: Cast, live_server: LiveServer, settings: Settings, tmp_path: Path) -> OutsideClient:
    settings.DATA_DIR, settings.PUBLIC_URL = tmp_path, live_server.url
    secret = add_client(code="portal", name="Portal", back=[BACK])
    return OutsideClient(issuer=live_server.url, secret=secret)


def test_a_client_learns_who_it_is_by_a_signature_that_holds(portal: OutsideClient, cast: Cast) -> None:
    browser = requests.Session()

    led = sign_in(browser, portal.address(), username="drafter")
    assert led.status_code == FOUND
    tokens = portal.exchange(portal.code_of(led.headers["Location"])).json()

    key = jwt.PyJWKClient(portal.found["jwks_uri"]).get_signing_key_from_jwt(tokens["id_token"])
    claims = jwt.decode(tokens["id_token"], key.key, algorithms=["RS256"], audience="portal", issuer=portal.issuer)
    assert (claims["sub"], claims["nonce"]) == (str(cast.drafter.uuid), portal.nonce)
    said = portal.who(tokens["access_token"]).json()
    assert said["preferred_username"] == "drafter"
    assert (said["email"], said["email_verified"]) == ("drafter@body.example", True)
    again = browser.get(portal.address(), allow_redirects=False, timeout=10)
    assert portal.code_of(again.headers["Location"]), "who is signed in is asked nothing"


def test_a_code_works_once_and_only_with_its_proof(portal: OutsideClient) -> None:
    led = sign_in(requests.Session(), portal.address(), username="drafter")
    code = portal.code_of(led.headers["Location"])
    thief = OutsideClient(issuer=portal.issuer, secret="guessed")

    assert thief.exchange(code).status_code == HTTPStatus.UNAUTHORIZED
    thief.secret = portal.secret
    assert thief.exchange(code).status_code == HTTPStatus.BAD_REQUEST, "another verifier"
    led = sign_in(requests.Session(), portal.address(), username="drafter")
    code = portal.code_of(led.headers["Location"])
    assert portal.exchange(code).status_code == HTTPStatus.OK
    assert portal.exchange(code).status_code == HTTPStatus.BAD_REQUEST


def test_nobody_is_sent_to_an_address_that_is_not_the_clients(portal: OutsideClient) -> None:
    browser = requests.Session()
    sign_in(browser, portal.address(), username="drafter")

    answer = browser.get(portal.address(back="http://evil.example/"), allow_redirects=False, timeout=10)

    assert "Location" not in answer.headers
    assert "另一系统的请求有误" in answer.text


def test_who_leaves_is_nobody_to_the_client_at_once(portal: OutsideClient, cast: Cast) -> None:
    led = sign_in(requests.Session(), portal.address(), username="drafter")
    token = portal.exchange(portal.code_of(led.headers["Location"])).json()["access_token"]
    assert portal.who(token).status_code == HTTPStatus.OK

    hand_over(person=cast.drafter, successor=cast.clerk, by=cast.administrator, at=timezone.now())

    assert portal.who(token).status_code == HTTPStatus.UNAUTHORIZED
    let_return(person=cast.drafter, by=cast.administrator, at=timezone.now())
    assert portal.who(token).status_code == HTTPStatus.UNAUTHORIZED, "what ended stays ended"


def test_the_sign_in_page_lets_a_browser_follow_to_the_client(portal: OutsideClient) -> None:
    page = requests.get(portal.address(), timeout=10)

    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' http://127.0.0.1:9;" in f"{policy};"


def test_the_key_is_made_once_and_for_its_owner_only(portal: OutsideClient, settings: Settings) -> None:
    first = requests.get(portal.found["jwks_uri"], timeout=10).json()

    key = Path(settings.DATA_DIR) / "keys" / "oidc.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    assert requests.get(portal.found["jwks_uri"], timeout=10).json() == first


def test_only_the_public_half_of_the_key_is_published(portal: OutsideClient, settings: Settings) -> None:
    first = requests.get(portal.found["jwks_uri"], timeout=10)
    (Path(settings.DATA_DIR) / "keys" / "oidc.pem").unlink()

    other = requests.get(portal.found["jwks_uri"], timeout=10)

    assert [set(one) for one in first.json()["keys"]] == [{"kty", "key_ops", "n", "e", "kid"}]
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.json() != other.json(), "another key is published as soon as it is there"


def test_a_system_of_our_own_is_known_under_its_new_address_too(db: None) -> None:
    other = BACK.replace("http", "https", 1)

    for back in (BACK, other, other):
        register_client(code="chat", name="Chat", secret="given", back=[back])

    assert Client.objects.get(id="chat").get_redirect_uris() == [other]
