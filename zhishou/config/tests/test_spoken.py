"""The ledger says what people know an object under, and asks each kind once however many rows there are."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import NOON, Cast
from zhishou.ledger import actions
from zhishou.people.models import Person

pytestmark = pytest.mark.once

HERE = "/c/red-cross/ledger/"


def record(cast: Cast, person: Person) -> None:
    actions.record(
        what="people.person_changed",
        about_kind="person",
        about_key=str(person.uuid),
        engagement=cast.engagement,
        by=cast.manager,
        happened_at=NOON,
        at=NOON,
        payload={},
    )


@pytest.fixture
def manager(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.manager)
    return client


def test_a_row_of_the_ledger_names_the_person_beside_the_uuid(cast: Cast, manager: Client) -> None:
    record(cast, cast.expert)

    page = manager.get(HERE).content.decode()
    found = manager.get(HERE, {"key": str(cast.expert.uuid)}).content.decode()

    assert f"{cast.manager.name} · 人员 {cast.expert.name}" in page
    assert f"{cast.manager.name} · 人员 {cast.expert.name}" in found


def test_the_ledger_names_nobody_of_another_contract(cast: Cast, manager: Client) -> None:
    record(cast, cast.stranger_manager)

    assert cast.stranger_manager.name not in manager.get(HERE).content.decode()


def test_more_rows_ask_no_more_queries(cast: Cast, manager: Client) -> None:
    record(cast, cast.expert)
    manager.get(HERE)
    with CaptureQueriesContext(connection) as few:
        manager.get(HERE)
    for person in (cast.first_line, cast.second_line, cast.front_desk):
        record(cast, person)

    with CaptureQueriesContext(connection) as more:
        manager.get(HERE)

    assert len(more) == len(few)
