"""Rows that are gathered are written as those that are not, in one statement and with the transaction around it."""

import uuid
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

from jishi.database.door import (
    Bell,
    drawn_number,
    gathered,
    insert_all,
    is_postgresql,
    key_ahead,
    ring,
    rows_of,
    settle,
)
from jishi.database.middleware import KeptConnectionMiddleware
from jishi.outbox.models import Message

NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def message(event_id: uuid.UUID | None = None, *, hearer: str = "alice") -> Message:
    return Message(
        event_id=event_id or uuid.uuid4(),
        event="jishi.Rang",
        hearer=hearer,
        payload={"题": "公文"},
        published_at=NOON,
        next_try_at=NOON,
    )


def kind(name: str) -> ContentType:
    return ContentType(app_label="gathered", model=name)


def test_what_is_gathered_has_its_keys_at_once_and_lies_there_afterwards() -> None:
    kinds, messages = [kind("a"), kind("b")], [message(hearer=name) for name in ("alice", "bob", "charlie")]

    with transaction.atomic(), gathered({Message: 2}):
        insert_all(messages[:2])
        insert_all(messages[2:])  # no key was drawn for it
        insert_all(kinds, keys=False)
        keys = [one.pk for one in messages]

    assert {row.pk: row.hearer for row in Message.objects.all()} == dict(
        zip(keys, ("alice", "bob", "charlie"), strict=True)
    )
    assert keys[0] < keys[1]
    found = ContentType.objects.filter(app_label="gathered").order_by("pk")
    assert list(found.values_list("model", flat=True)) == ["a", "b"]


@pytest.mark.skipif(not is_postgresql(), reason="on SQLite everything is written at once")
def test_many_tables_and_rings_are_one_statement() -> None:
    with CaptureQueriesContext(connection) as seen, transaction.atomic(), gathered({Message: 1}):
        before = len(seen)
        insert_all([message()])
        insert_all([kind("a")], keys=False)
        ring("test_gathering", "again")
        ring("test_gathering", "again")
        assert len(seen) == before
        settle()
        assert len(seen) == before + 1
        assert Message.objects.count() == 1


def test_what_was_gathered_before_a_failure_is_not_written() -> None:
    with suppress(RuntimeError), transaction.atomic(), gathered({Message: 1}):
        insert_all([message()])
        raise RuntimeError("half way")

    assert not Message.objects.exists()


def test_constraints_refuse_what_is_gathered_too() -> None:
    one = message()
    insert_all([one])

    with pytest.raises(IntegrityError), transaction.atomic(), gathered({Message: 1}):
        insert_all([message(one.event_id)])


@pytest.mark.skipif(not is_postgresql(), reason="on SQLite nothing rings")
@pytest.mark.django_db(transaction=True)
def test_a_gathered_ring_is_heard_once_the_transaction_commits() -> None:
    bell = Bell("test_gathering")
    bell.open()
    with transaction.atomic(), gathered({}):
        ring("test_gathering", "together")

    assert bell.wait(timeout=30) == ["together"]
    bell.close()


@pytest.mark.skipif(not is_postgresql(), reason="on SQLite keys and numbers are not drawn")
def test_a_key_is_told_ahead_and_numbers_are_drawn_along_with_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY SEQUENCE counted START 7")
    one = message()

    with transaction.atomic(), gathered({Message: 1}, numbers=["counted", "nobody_made_it"]):
        ahead = key_ahead(Message)
        drawn = [drawn_number("counted"), drawn_number("counted"), drawn_number("nobody_made_it")]
        insert_all([one])
        assert key_ahead(Message) is None

    assert ahead == one.pk
    assert drawn == [7, None, None]
    assert key_ahead(Message) is None


@pytest.mark.skipif(not is_postgresql(), reason="on SQLite there is no connection to ask")
@pytest.mark.django_db(transaction=True)
def test_a_request_does_not_ask_a_connection_that_stands() -> None:
    for name, value in {"health_check_enabled": True, "health_check_done": False}.items():
        setattr(connection, name, value)  # as a request begins

    with CaptureQueriesContext(connection) as seen:
        KeptConnectionMiddleware(lambda _: HttpResponse(str(Message.objects.count())))(HttpRequest())

    assert not [one for one in seen.captured_queries if one["sql"] == "SELECT 1"]


@pytest.mark.skipif(not is_postgresql(), reason="on SQLite there is no connection to lose")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_meanwhile_is_made_anew() -> None:
    other = connection.copy()
    ((first,),) = rows_of("SELECT pg_backend_pid()", ())
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [first])
    other.close()
    for name, value in {"health_check_enabled": True, "health_check_done": False}.items():
        setattr(connection, name, value)  # as a request begins

    ((second,),) = rows_of("SELECT pg_backend_pid()", ())

    assert second != first
