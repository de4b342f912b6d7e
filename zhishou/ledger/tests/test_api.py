import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from conftest import NOON, Cast
from jishi.work.models import Work
from zhishou.ledger import actions
from zhishou.ledger.actions.working import verify_ledger
from zhishou.ledger.tests.factories import an_entry, entries
from zhishou.people.models import Person

pytestmark = pytest.mark.once

HERE = "/api/v1/engagements/red-cross/ledger"


def ask(person: Person, path: str, body: object = None, *, status: int = 200, **query: Any) -> dict[str, Any]:
    client = Client()
    client.force_login(person)
    response = (
        client.get(HERE + path, query)
        if body is None
        else client.post(HERE + path, json.dumps(body), content_type="application/json")
    )
    assert response.status_code == status, response.content.decode()
    return dict(response.json())


def test_entries_are_listed_page_by_page_and_none_twice(cast: Cast) -> None:
    entries(cast.engagement, 5)

    first = ask(cast.auditor, "/entries", limit="3")
    rest = ask(cast.auditor, "/entries", limit="3", cursor=first["next_cursor"])

    keys = [one["about_key"] for one in first["items"] + rest["items"]]
    assert keys == ["T-5", "T-4", "T-3", "T-2", "T-1"]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"what": "desk.ticket_closed"}, ["T-2"]),
        ({"about_kind": "ticket", "about_key": "T-1"}, ["T-1"]),
        ({"since": "2023-03-15T13:00:00+08:00"}, ["T-2"]),
        ({"until": "2023-03-15T13:00:00+08:00"}, ["T-1"]),
        ({"search": "打印机"}, ["T-2"]),
        ({"what": "nothing.such"}, []),
    ],
)
def test_entries_are_looked_for(cast: Cast, asked: dict[str, Any], found: list[str]) -> None:
    an_entry(cast.engagement, key="T-1")
    an_entry(
        cast.engagement, key="T-2", what="desk.ticket_closed", at=NOON + timedelta(hours=1), title="打印机卡纸"
    )
    actions.seal(at=NOON + timedelta(hours=2))  # words are found from then on

    assert [one["about_key"] for one in ask(cast.manager, "/entries", **asked)["items"]] == found


def test_an_engineer_sees_only_what_he_did(cast: Cast) -> None:
    an_entry(cast.engagement, by=cast.manager, key="T-1")
    an_entry(cast.engagement, by=cast.expert, key="T-2")

    assert [one["about_key"] for one in ask(cast.expert, "/entries")["items"]] == ["T-2"]
    assert len(ask(cast.manager, "/entries", by=str(cast.expert.uuid))["items"]) == 1


def test_an_entry_tells_its_place_in_the_chain(cast: Cast) -> None:
    first, second = entries(cast.engagement, 2)
    waiting = ask(cast.auditor, f"/entries/{second.uuid}")
    actions.seal(at=NOON)

    whole = ask(cast.auditor, f"/entries/{second.uuid}")
    before = ask(cast.auditor, f"/entries/{first.uuid}")

    assert waiting["place"] is None
    assert whole["place"]["position"] == 2
    assert whole["place"]["previous_hash"] == before["place"]["chain_hash"]
    assert whole["payload"] == {"title": "公文打不开", "level": 2}
    assert json.loads(whole["payload_text"]) == whole["payload"]


def test_the_heads_that_were_shown_are_listed(cast: Cast) -> None:
    entries(cast.engagement, 3)
    actions.seal(at=NOON)
    actions.show_heads(at=NOON)

    [head] = ask(cast.client_admin, "/heads")["items"]

    assert (head["day"], head["entries"]) == ("2023-03-15", 3)


def test_a_verification_is_begun_and_asked_after(cast: Cast) -> None:
    entries(cast.engagement, 3)
    actions.seal(at=NOON)
    begun = ask(cast.auditor, "/verify", {}, status=202)
    assert begun["state"] == "waiting"
    work = Work.objects.get()
    verify_ledger.func(work=str(work.uuid), **work.arguments)

    done = ask(cast.auditor, f"/verify/{begun['uuid']}")

    assert done["state"] == "done"
    assert "3" in done["found"]
    ask(cast.manager, f"/verify/{begun['uuid']}", status=404)
    ask(cast.auditor, f"/verify/{uuid4()}", status=404)


def test_the_address_of_the_work_is_given(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.auditor)

    response = client.post(f"{HERE}/verify", "{}", content_type="application/json")

    assert client.get(response.headers["Location"]).json()["state"] == "waiting"


@pytest.mark.parametrize(("name", "status"), [("expert", 403), ("requester", 403), ("stranger_admin", 404)])
def test_nobody_else_verifies(cast: Cast, name: str, status: int) -> None:
    ask(getattr(cast, name), "/verify", {}, status=status)

    assert not Work.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [{"since": "2023-03-15"}, {"since": "0001-01-01T00:00:00+08:00"}, {"until": "12"}, {"by": "x"}, {"limit": "0"}],
)
def test_what_cannot_be_meant_is_refused(cast: Cast, asked: dict[str, Any]) -> None:
    assert ask(cast.manager, "/entries", status=422, **asked)["code"] == "Invalid"


def test_a_head_is_sixty_four_digits(cast: Cast) -> None:
    ask(cast.manager, "/verify", {"head": "short"}, status=422)
