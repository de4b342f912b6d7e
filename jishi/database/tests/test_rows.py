"""Plain inserts and compiled queries give what Django's own would give."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from jishi.database.door import (
    Compiled,
    Given,
    columns_of,
    delete_all,
    insert_all,
    insert_columns,
    insert_once,
    is_postgresql,
    new_row,
    row_of,
    update_one,
)
from jishi.outbox.models import Message

NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def message(event_id: uuid.UUID | None = None, *, hearer: str = "alice", at: datetime = NOON) -> Message:
    return Message(
        event_id=event_id or uuid.uuid4(),
        event="jishi.Rang",
        hearer=hearer,
        payload={"题": "公文", "number": [1, None]},
        published_at=at,
        next_try_at=at,
    )


def _by_event(*shape: str, event_id: Given, until: Given) -> QuerySet[Message, tuple[Any, ...]]:
    found = Message.objects.filter(Q(event_id=event_id) & Q(published_at__lte=until))
    return found.order_by(*(shape or ("id",))).values_list(*columns_of(Message))


BY_EVENT = Compiled(_by_event)


def asked(event_id: uuid.UUID, *shape: str, until: datetime = NOON) -> list[Message]:
    return [row_of(Message, iter(row)) for row in BY_EVENT(*shape, event_id=event_id, until=until)]


def test_rows_go_in_by_one_statement_and_come_back_as_they_were() -> None:
    rows = [message(hearer=name) for name in ("alice", "bob", "charlie")]

    with CaptureQueriesContext(connection) as seen:
        insert_all(rows)
        insert_all([])

    assert len(seen) == 1
    kept = {row.pk: row for row in Message.objects.all()}
    for row in rows:
        assert not row._state.adding
        for name in columns_of(Message):
            assert getattr(kept[row.pk], name) == getattr(row, name)


def test_constraints_hold_for_plain_inserts_too() -> None:
    one = message()
    insert_all([one])

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([message(one.event_id)])


def test_the_same_is_inserted_once_and_the_transaction_goes_on() -> None:
    one, again = message(), message()
    again.event_id = one.event_id

    assert insert_once(one)
    assert not insert_once(again)
    assert Message.objects.count() == 1


def test_a_compiled_query_answers_each_question_anew() -> None:
    one, other = message(), message(at=NOON + timedelta(hours=1))
    same = message(one.event_id, hearer="bob")
    insert_all([one, other, same])

    assert [row.hearer for row in asked(one.event_id)] == ["alice", "bob"]
    assert [row.hearer for row in asked(one.event_id, "-id")] == ["bob", "alice"]
    assert asked(other.event_id) == []
    [found] = asked(other.event_id, until=NOON + timedelta(hours=1))
    assert (found.payload, found.published_at, found.event_id) == (
        other.payload,
        other.published_at,
        other.event_id,
    )


def test_a_row_is_changed_only_where_it_stands_as_expected() -> None:
    one, other = message(), message()
    insert_all([one, other])
    one.hearer, one.payload = "bob", {"now": "this"}

    assert not update_one(one, ["hearer", "payload"], event="jishi.Other")
    assert update_one(one, ["hearer", "payload"], event="jishi.Rang")

    assert sorted(Message.objects.values_list("hearer", flat=True)) == ["alice", "bob"]
    assert Message.objects.get(pk=one.pk).payload == {"now": "this"}


def test_a_new_row_is_what_the_constructor_makes() -> None:
    one, other = message(), message()
    columns = {name: getattr(one, name) for name in ("event_id", "event", "hearer", "payload")}

    made = new_row(Message, **columns, published_at=NOON, next_try_at=NOON)
    insert_all([made])

    again = Message.objects.get()
    for name in set(columns_of(Message)) - {"id"}:
        assert getattr(again, name) == getattr(one, name)
    assert new_row(Message).__dict__.keys() == other.__dict__.keys()


def columns(*names: str) -> dict[str, list[Any]]:
    return {
        "event_id": [uuid.uuid4() for _ in names],
        "event": ["jishi.Rang"] * len(names),
        "hearer": list(names),
        "payload": [{"题": name} for name in names],
        "published_at": [NOON] * len(names),
        "next_try_at": [NOON] * len(names),
        "attempts": [0] * len(names),
        "last_error": [""] * len(names),
    }


def test_columns_become_rows_in_their_order_and_rows_go_by_their_keys() -> None:
    with CaptureQueriesContext(connection) as seen:
        insert_columns(Message, columns("alice", "bob", "charlie"))
        insert_columns(Message, columns())

    rows = list(Message.objects.order_by("id"))
    assert len(seen) == 1
    assert [(row.hearer, row.payload) for row in rows] == [
        (name, {"题": name}) for name in ("alice", "bob", "charlie")
    ]
    delete_all(Message, [rows[0].pk, rows[2].pk])
    assert [row.hearer for row in Message.objects.all()] == ["bob"]


def test_what_is_too_long_is_refused_and_never_cut_off() -> None:
    if not is_postgresql():
        pytest.skip("SQLite knows no lengths")
    with pytest.raises(DataError), transaction.atomic():
        insert_columns(Message, columns("a" * 500))
