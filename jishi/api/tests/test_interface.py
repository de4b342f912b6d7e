import contextlib
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from jishi.api.door import allows, sweep, tag
from jishi.api.models import IdempotencyKey
from jishi.api.paging import Paging, WrongCursor, cut

pytestmark = [pytest.mark.once, pytest.mark.urls("jishi.api.tests.interface")]
NEW_YEAR = datetime(2030, 1, 1, tzinfo=UTC)


def bearer(scope: str = "writes") -> Client:
    return Client(headers={"Authorization": f"Bearer manager-{scope}"})


def post(client: Client, note: Any, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/notes", note, content_type="application/json", headers=headers)


def test_nobody_is_told_to_sign_in(cast: Any) -> None:
    for response in (Client().get("/api/notes"), post(Client(), {"name": "a", "text": "b"})):
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"
        assert response["WWW-Authenticate"] == "Bearer"


def test_an_unknown_token_is_nobody(cast: Any) -> None:
    for raw in ("nobody-writes", "manager-unknown", "管理-writes", ""):
        assert Client(headers={"Authorization": f"Bearer {raw}"}).get("/api/notes").status_code == 401


@pytest.mark.parametrize(
    ("scope", "method", "status"),
    [
        ("reads", "get", 200),
        ("reads", "post", 403),
        ("writes", "get", 200),
        ("writes", "post", 201),
        ("here", "get", 200),
        ("here", "post", 403),
        ("elsewhere", "get", 403),
        ("elsewhere", "post", 403),
    ],
)
def test_a_token_does_what_its_scopes_say(cast: Any, scope: str, method: str, status: int) -> None:
    client = bearer(scope)

    response = client.get("/api/notes") if method == "get" else post(client, {"name": "a", "text": "b"})

    assert response.status_code == status
    assert Session.objects.count() == (1 if status == 201 else 0)


def test_a_browser_session_needs_the_token_against_forgery(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.manager)

    assert client.get("/api/notes").status_code == 200
    assert post(client, {"name": "a", "text": "b"}).status_code == 403
    assert not Session.objects.filter(session_key="a").exists()


def test_an_unknown_address_and_method_are_problems(cast: Any) -> None:
    missing, refused = bearer().get("/api/nowhere"), bearer().delete("/api/notes")

    assert (missing.status_code, missing.json()["code"]) == (404, "NotThere")
    assert (refused.status_code, refused.json()["code"]) == (405, "MethodNotAllowed")
    assert refused["Allow"] == "GET, HEAD, POST"


def test_the_head_of_what_can_be_got_is_answered_and_of_nothing_else(cast: Any) -> None:
    got, head = bearer().get("/api/notes"), bearer().head("/api/notes")
    nobody, elsewhere = Client().head("/api/notes"), bearer().head("/api/nowhere")

    assert (head.status_code, head["Content-Type"]) == (200, got["Content-Type"])
    assert [one.status_code for one in (nobody, elsewhere)] == [401, 404]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="cut off"),
        pytest.param(b"1", id="no object"),
        pytest.param(b'{"name": "\\u0000", "text": ""}', id="null byte"),
        pytest.param(b'{"name": "\\ud800", "text": ""}', id="half a surrogate pair"),
        pytest.param(b'{"name": "a", "text": NaN}', id="not a number"),
        pytest.param(b'{"name": "a", "text": ' + b"9" * 5000 + b"}", id="a number of 5,000 digits"),
        pytest.param(b"[" * 100_000, id="very deep"),
        pytest.param("{'name'}".encode("gb18030"), id="not JSON"),
        pytest.param('{"name": "守", "text": ""}'.encode("gb18030"), id="not UTF-8"),
    ],
)
def test_a_body_that_cannot_be_stored_is_refused_whole(cast: Any, body: bytes) -> None:
    response = bearer().post("/api/notes", body, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (400, "BadRequest")


def test_what_is_wrong_is_named(cast: Any) -> None:
    response = post(bearer(), {"name": 3})

    found = {tuple(one["where"]) for one in response.json()["errors"]}
    assert response.status_code == 422
    assert found == {("body", "note", "name"), ("body", "note", "text")}


def test_the_same_call_again_takes_effect_once(cast: Any) -> None:
    first = post(bearer(), {"name": "a", "text": "b"}, key="k1")
    again = post(bearer(), {"name": "a", "text": "b"}, key="k1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert Session.objects.count() == 1


def test_a_key_belongs_to_one_request(cast: Any) -> None:
    post(bearer(), {"name": "a", "text": "b"}, key="k1")

    response = post(bearer(), {"name": "other", "text": "b"}, key="k1")

    assert (response.status_code, response.json()["code"]) == (422, "KeyUsedForAnother")


def test_a_refused_call_leaves_nothing_and_may_be_sent_again(cast: Any) -> None:
    refused = post(bearer(), {"name": "a", "text": "refuse"}, key="k1")

    assert (refused.status_code, refused.json()["code"]) == (409, "NoteTaken")
    assert not Session.objects.exists()
    assert not IdempotencyKey.objects.exists()


def test_two_people_may_use_the_same_key(cast: Any) -> None:
    other = Client(headers={"Authorization": "Bearer expert-writes"})

    assert post(bearer(), {"name": "a", "text": "b"}, key="k1").status_code == 201
    assert post(other, {"name": "c", "text": "b"}, key="k1").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "值守", "a\tb", "a b", " a", "a\x7f"])
def test_a_key_is_plain_and_short(cast: Any, key: str) -> None:
    client = bearer()

    response = client.post("/api/notes", {"name": "a", "text": "b"}, "application/json", HTTP_IDEMPOTENCY_KEY=key)

    assert response.json()["code"] == "WrongIdempotencyKey"


@pytest.mark.django_db(transaction=True)
def test_the_same_call_from_two_places_at_once_takes_effect_once(cast: Any) -> None:
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(post(bearer(), {"name": "a", "text": "b"}, key="k1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [201] * 6
    assert Session.objects.count() == 1


def test_old_keys_are_forgotten(cast: Any) -> None:
    post(bearer(), {"name": "a", "text": "b"}, key="k1")
    made = IdempotencyKey.objects.get().created_at

    assert sweep(at=made + timedelta(days=3)) == 0
    assert sweep(at=made + timedelta(days=3, seconds=1)) == 1


def test_a_list_is_walked_without_gap_or_repeat_while_rows_arrive(cast: Any) -> None:
    for number in range(7):
        Session.objects.create(
            session_key=f"n{number}", session_data="", expire_date=NEW_YEAR - timedelta(days=number // 3)
        )

    seen: list[str] = []
    cursor = ""
    while True:
        page = bearer().get(f"/api/notes?limit=2&cursor={cursor}").json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"] or ""
        Session.objects.create(
            session_key=f"new{len(seen)}", session_data="", expire_date=NEW_YEAR + timedelta(days=len(seen))
        )
        if not cursor:
            break

    assert seen == ["n0", "n1", "n2", "n3", "n4", "n5", "n6"]


@given(cursor=st.text(min_size=1, max_size=80))
@pytest.mark.django_db
def test_any_cursor_is_answered(cursor: str) -> None:
    with contextlib.suppress(WrongCursor):
        cut(Session.objects.all(), paging=Paging(cursor=cursor, limit=2), order=("-expire_date", "session_key"))


def test_an_update_needs_the_state_that_was_seen(cast: Any) -> None:
    post(bearer(), {"name": "a", "text": "old"})

    blind = bearer().patch("/api/notes/a?text=new")
    stale = bearer().patch("/api/notes/a?text=new", headers={"If-Match": tag("a", "older")})
    fresh = bearer().patch("/api/notes/a?text=new", headers={"If-Match": tag("a", "old")})

    assert [blind.status_code, stale.status_code, fresh.status_code] == [428, 412, 200]
    assert fresh["ETag"] == tag("a", "new")
    assert Session.objects.get(session_key="a").session_data == "new"


def test_null_bytes_in_an_address_are_refused(cast: Any) -> None:
    assert bearer().get("/api/notes?cursor=%00").status_code == 400


def test_write_covers_reading_and_areas_stay_apart() -> None:
    assert allows(frozenset({"write"}), area="duty", method="GET")
    assert allows(frozenset({"duty:write"}), area="duty", method="GET")
    assert not allows(frozenset({"duty:read"}), area="duty", method="POST")
    assert not allows(frozenset({"duty:write"}), area="people", method="GET")
