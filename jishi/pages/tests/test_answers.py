import json
import re
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import include, path
from django.views.decorators.http import require_POST

from conftest import Cast
from jishi.pages.answers import WORDS, answer
from jishi.refusals.door import Invalid, NotAllowed, NotThere, Refusal, Stale


class NotToday(Refusal):
    """Not today."""


REFUSALS = {"conflict": NotToday, "missing": NotThere, "forbidden": NotAllowed, "invalid": Invalid, "stale": Stale}


def refuse(_request: HttpRequest, kind: str) -> HttpResponse:
    raise REFUSALS[kind]


def break_down(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@require_POST
def take(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("refused", status=HTTPStatus.UNPROCESSABLE_ENTITY)


urlpatterns = [
    path("", include(settings.ROOT_URLCONF)),
    path("forms/", lambda _request: HttpResponse("the page of the form")),
    path("forms/send/", take),
    path("forms/send/unknown/again/", take),
    path("refuse/<str:kind>/", refuse),
    path("break/", break_down),
]
handler400 = "jishi.pages.errors.bad_request"
handler403 = "jishi.pages.errors.forbidden"
handler404 = "jishi.pages.errors.not_found"
handler500 = "jishi.pages.errors.broken"
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.manager)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("kind", "refusal"), list(REFUSALS.items()))
def test_a_refusal_is_a_page_in_chinese(kind: str, refusal: type[Refusal], visitor: Client) -> None:
    response = visitor.get(f"/refuse/{kind}/")
    page = response.content.decode()

    assert response.status_code == refusal.status
    assert str(WORDS[refusal.status].title) in page
    assert 'class="shell"' in page
    assert response.headers["X-Request-ID"] in page


def test_what_was_refused_leads_back_to_the_page_it_was_sent_from(visitor: Client) -> None:
    sent = visitor.post("/refuse/conflict/", headers={"Referer": "http://testserver/account/"})
    from_elsewhere = visitor.post("/refuse/conflict/", headers={"Referer": "https://elsewhere.example/x/"})

    assert '<a class="btn btn-primary" href="/account/">' in sent.content.decode()
    assert "elsewhere.example" not in from_elsewhere.content.decode()
    assert '<a class="btn btn-primary" href="/">' in from_elsewhere.content.decode()


def test_a_refused_click_is_told_in_the_corner(visitor: Client) -> None:
    response = visitor.get("/refuse/conflict/", headers={"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Retarget"]) == (HTTPStatus.CONFLICT, "#toasts")
    assert "<html" not in response.content.decode()
    assert "Not today." in response.content.decode()


def test_a_program_gets_a_problem(visitor: Client) -> None:
    response = visitor.get("/refuse/conflict/", headers={"Accept": "application/json"})
    problem: dict[str, Any] = json.loads(response.content)

    assert response.headers["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["code"]) == (409, "NotToday")


@pytest.mark.parametrize(
    ("address", "code"),
    [("/nowhere/", "NotThere"), ("/break/", "InternalServerError"), ("/refuse/missing/", "NotThere")],
)
def test_what_no_refusal_has_named_has_a_name_without_blanks(visitor: Client, address: str, code: str) -> None:
    response = visitor.get(address, headers={"Accept": "application/json"})

    assert json.loads(response.content)["code"] == code


def test_unknown_and_forbidden_look_the_same(visitor: Client) -> None:
    unknown, hidden = visitor.get("/nowhere/").content.decode(), visitor.get("/refuse/missing/").content.decode()

    title = str(WORDS[HTTPStatus.NOT_FOUND].title)
    assert title in unknown
    assert title in hidden


def test_a_fault_of_ours_shows_nothing_of_itself(visitor: Client) -> None:
    response = visitor.get("/break/")
    page = response.content.decode()

    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "ZeroDivision" not in page
    assert str(WORDS[HTTPStatus.INTERNAL_SERVER_ERROR].title) in page
    assert response.headers["X-Request-ID"] in page


@pytest.mark.parametrize("status", sorted(WORDS))
def test_every_error_page_stands_without_a_database(status: HTTPStatus) -> None:
    # No database fixture here: touching it would fail. Nobody is signed in, as when the sessions cannot be read.
    request = RequestFactory().get("/anything/")

    response = answer(request, status=status)

    assert response.status_code == status
    assert str(WORDS[status].title) in response.content.decode()


@pytest.mark.parametrize("status", [HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE])
def test_the_worst_pages_need_no_file(status: HTTPStatus) -> None:
    page = answer(RequestFactory().get("/"), status=status).content.decode()

    assert re.findall(r'(?:src|href)="(?!/"|data:)([^"]*)"', page) == []


def test_a_stale_form_says_what_to_do(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.manager)

    for came_from, again in {
        "http://testserver/account/?a=1": "/account/?a=1",
        "https://elsewhere.example/account/": "/",
        "": "/",
    }.items():
        response = client.post("/language/", {"language": "en"}, headers={"Referer": came_from})

        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "表单已失效" in response.content.decode()
        assert "管理员" not in response.content.decode(), "nobody else has to give leave"
        assert f'href="{again}" data-form-over>' in response.content.decode()


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=2)
def test_too_much_at_once_is_said_so(visitor: Client) -> None:
    response = visitor.post("/language/", {"a": "1", "b": "2", "c": "3"})

    assert response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_fragment_without_a_session_leaves_for_the_sign_in_page(client: Client) -> None:
    response = client.get(
        "/long-work/mark/",
        headers={"HX-Request": "true", "HX-Current-URL": "https://ours.example/c/a/duty/?week=3"},
    )

    assert response.headers["HX-Redirect"] == "/sign-in/?next=%2Fc%2Fa%2Fduty%2F%3Fweek%3D3"


def test_the_policy_allows_nothing_inline(visitor: Client) -> None:
    policy = visitor.get("/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'self' 'nonce-[\w+/=]+'", policy)


@pytest.mark.parametrize("address", ["/forms/send/", "/forms/send/unknown/again/"])
def test_a_refused_form_that_is_opened_anew_leads_to_its_page(address: str, visitor: Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

    spoken = visitor.post("/language/", {"language": "en", "next": address}, headers=browser, follow=True)

    assert (spoken.status_code, spoken.content) == (HTTPStatus.OK, b"the page of the form")
    assert visitor.post(address, headers=browser).content == b"refused"
    # A program, and a script of the page, are told plainly.
    assert visitor.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    fragment = visitor.get(address, headers={**browser, "HX-Request": "true"})
    assert fragment.status_code == HTTPStatus.METHOD_NOT_ALLOWED
