"""What a request claims of itself: host, address, freshness; and two who come at once."""

import threading
import time
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from conftest import Cast
from jishi.entrance.door import address_of
from jishi.outbox.models import Message
from jishi.refusals.door import NotThere, Refusal
from zhishou.people import actions, queries
from zhishou.people.models import Engagement, Invitation, Person, RoleGrant
from zhishou.people.rules import Role

PASSWORD = "a quiet lamp on the hill"


def signed_in(person: Person, *, is_fresh: bool = True) -> Client:
    """Return a browser whose person gave the password, and lately confirmed it, or long ago."""
    client = Client()
    client.force_login(person)
    session = client.session
    at = time.time() if is_fresh else time.time() - 16 * 60
    session["account_authentication_methods"] = [{"method": "password", "at": at, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


@pytest.mark.parametrize("host", ["evil.example", "localhost:8600@evil.example", "localhost"])
def test_no_link_is_made_of_the_host_that_a_request_names(cast: Cast, settings: Settings, host: str) -> None:
    settings.PUBLIC_URL = "https://zhishou.example.org"
    client = signed_in(with_password(cast.manager))
    cache.clear()

    forgotten = Client(HTTP_HOST=host).post("/sign-in/forgotten/", {"email": "x@example.org"})
    made = client.post(
        f"/people/{cast.expert.uuid}/password-link/",
        HTTP_HOST=host,
        HTTP_X_FORWARDED_HOST="evil.example",
        follow=host == "localhost",
    )

    assert "evil" not in forgotten.headers.get("Location", "")
    if host == "localhost":
        assert "https://zhishou.example.org/sign-in/forgotten/" in made.content.decode()
    else:
        assert made.status_code == HTTPStatus.BAD_REQUEST


def test_a_link_for_a_new_password_is_shown_once_and_a_reload_makes_no_other(cast: Cast) -> None:
    client = signed_in(with_password(cast.manager))
    place = f"/people/{cast.expert.uuid}/password-link/"

    made = client.post(place, follow=True)
    again = client.get(place, follow=True)

    assert made.redirect_chain == [(place, HTTPStatus.FOUND)]
    assert "/sign-in/forgotten/" in made.content.decode()
    assert again.redirect_chain == [(f"/people/{cast.expert.uuid}/", HTTPStatus.FOUND)]
    assert "/sign-in/forgotten/" not in again.content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        pytest.param(0, "203.0.113.9", "10.0.0.1", id="without a proxy nobody is believed"),
        pytest.param(1, "203.0.113.9", "203.0.113.9", id="our proxy is"),
        pytest.param(1, "1.2.3.4, 203.0.113.9", "203.0.113.9", id="what stood there before is the caller's own"),
        pytest.param(2, "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9", id="two proxies"),
        pytest.param(2, "203.0.113.9", "10.0.0.1", id="past one of them"),
        pytest.param(1, "not an address", "10.0.0.1", id="no address"),
        pytest.param(1, "", "10.0.0.1", id="nothing"),
    ],
)
def test_a_forged_forwarding_header_counts_only_as_far_as_our_proxies(
    settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert address_of(request) == address


def test_a_forged_forwarding_header_does_not_escape_the_lock(cast: Cast, settings: Settings) -> None:
    cache.clear()
    settings.PROXIES = 1
    with_password(cast.requester)

    def attempt(number: int) -> int:
        return (
            Client()
            .post(
                "/sign-in/",
                {"login": "requester", "password": "wrong"},
                headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"},
            )
            .status_code
        )

    assert [attempt(number) for number in range(6)][-1] == HTTPStatus.TOO_MANY_REQUESTS


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_one_invitation_at_once_make_one_account(cast: Cast) -> None:
    at = timezone.now()
    made = actions.invite_person(
        name="周新人",
        organisation=cast.engagement.vendor,
        roles={cast.engagement: [Role.EXPERT]},
        by=cast.manager,
        at=at,
    )
    together, ends = threading.Barrier(2), []

    def accept(username: str) -> None:
        together.wait()
        try:
            actions.accept_invitation(
                secret=made.secret, name="周新人", username=username, password=PASSWORD, at=at
            )
            ends.append("in")
        except NotThere:
            ends.append("not there")
        except Refusal as refusal:
            ends.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[name]) for name in ("zhouxin", "zhouxin2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ends) == ["in", "not there"]
    assert Person.objects.filter(name="周新人").count() == 1
    assert Invitation.objects.get().person is not None
    accepted = Message.objects.filter(event__endswith="InvitationAccepted").values("event_id").distinct()
    assert accepted.count() == 1


def ask(client: Client, cast: Cast, **headers: str) -> int:
    """Grant the expert the second line by the API."""
    answer = client.post(
        f"/api/v1/engagements/{cast.engagement.code}/roles",
        {"person": str(cast.expert.uuid), "role": "second_line"},
        content_type="application/json",
        headers={"Idempotency-Key": "0123456789abcdef", **headers},
    )
    return answer.status_code


def test_a_role_is_granted_and_revoked_over_the_api(cast: Cast) -> None:
    client = signed_in(with_password(cast.manager))
    where = f"/api/v1/engagements/{cast.engagement.code}/roles"

    assert ask(client, cast) == HTTPStatus.CREATED
    held = [one for one in client.get(where).json()["items"] if one["role"] == "second_line"]
    mine = next(one for one in held if one["person"] == str(cast.expert.uuid))
    assert client.delete(f"{where}/{mine['id']}").status_code == HTTPStatus.NO_CONTENT

    assert queries.roles_in(cast.expert, cast.engagement, at=timezone.now()) == {Role.EXPERT}
    assert client.delete(f"{where}/{mine['id']}").status_code == HTTPStatus.NOT_FOUND
    assert RoleGrant.objects.get(pk=mine["id"]).revoked_by == cast.manager


def test_page_and_api_ask_a_browser_for_the_same_fresh_proof(cast: Cast) -> None:
    stale = signed_in(with_password(cast.manager), is_fresh=False)
    words = {"person": str(cast.expert.uuid), "role": "second_line"}

    page = stale.post(f"/c/{cast.engagement.code}/people/grant/", words)
    api = ask(stale, cast)
    with_a_false_token = ask(stale, cast, Authorization="Bearer zst_0123456789_x")

    assert page.headers["Location"].startswith("/account/confirm/")
    assert api == HTTPStatus.FORBIDDEN
    assert with_a_false_token in {HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED}
    assert queries.roles_in(cast.expert, cast.engagement, at=timezone.now()) == {Role.EXPERT}


def test_a_platform_administrator_opens_a_contract(cast: Cast) -> None:
    client = signed_in(with_password(cast.platform_admin))
    words = {
        "name": "次年服务",
        "code": "next-year",
        "client": cast.engagement.client.pk,
        "vendor": cast.engagement.vendor.pk,
    }

    same = client.post("/organisations/new-contract/", words | {"vendor": words["client"]})
    taken = client.post("/organisations/new-contract/", words | {"code": cast.engagement.code})
    made = client.post("/organisations/new-contract/", words)

    assert (same.status_code, taken.status_code, made.status_code) == (200, 200, 302)
    assert Engagement.objects.get(code="next-year").vendor == cast.engagement.vendor


def test_only_a_platform_administrator_invites_another(cast: Cast) -> None:
    words = {
        "name": "周新人",
        "organisation": cast.engagement.vendor.pk,
        "is_platform_admin": "on",
        "roles": [f"{cast.engagement.code}:expert"],
    }

    by_manager = signed_in(with_password(cast.manager)).post("/people/invite/", words)
    client = signed_in(with_password(cast.platform_admin))
    for_nothing = client.post("/people/invite/", {**words, "is_platform_admin": "", "roles": []})
    by_platform_admin = client.post("/people/invite/", {**words, "roles": []})

    assert for_nothing.status_code == HTTPStatus.OK
    assert by_manager.headers["Location"] == by_platform_admin.headers["Location"] == "/people/invite/"
    assert list(Invitation.objects.order_by("id").values_list("is_platform_admin", flat=True)) == [False, True]
