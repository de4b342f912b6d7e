"""Statements on the straight way to PostgreSQL: answered, refused and broken off as the library's cursor would."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import IsolationLevel

from jishi.database.door import changed_by, is_postgresql, rows_of
from jishi.database.prepared import Prepared

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_postgresql(), reason="SQLite prepares by itself"),
]
OFTEN = 8


@pytest.fixture
def other() -> Iterator[Any]:
    """A connection of somebody else."""
    found = connection.copy()
    yield found
    found.close()


def known_to_the_server() -> list[str]:
    return sorted(text for (text,) in rows_of("SELECT statement FROM pg_prepared_statements", ()))


def test_what_is_asked_often_is_kept_by_the_server_and_answers_each_question_anew() -> None:
    answers = [rows_of("SELECT %s::int + 1, '100%%'", [number]) for number in range(OFTEN)]

    assert answers == [[(number + 1, "100%")] for number in range(OFTEN)]
    assert "SELECT $1::int + 1, '100%'" in known_to_the_server()


def test_what_is_to_be_planned_anew_is_never_kept() -> None:
    for number in range(OFTEN):
        rows_of("SELECT %s::int + 2", [number], planned_anew=True)

    assert "SELECT $1::int + 2" not in known_to_the_server()


def test_what_is_kept_stays_when_somebody_watched_in_between() -> None:
    def ask() -> list[int]:
        with transaction.atomic():
            answers = [number for _ in range(OFTEN) for (number,) in rows_of("SELECT 3", ())]
            transaction.set_rollback(True)
        return answers

    ask()
    with CaptureQueriesContext(connection):
        ask()
        ask()

    assert ask() == [3] * OFTEN


def test_no_more_than_so_many_are_kept_and_all_are_answered() -> None:
    connection.ensure_connection()
    way = Prepared(connection.connection, most=2)

    for number in range(4):
        for _ in range(OFTEN):
            assert way.rows(f"SELECT {number}", [], planned_anew=False) == [(number,)]

    assert [text for text in known_to_the_server() if text in {f"SELECT {n}" for n in range(4)}] == [
        "SELECT 0",
        "SELECT 1",
    ]


@pytest.mark.parametrize("times", [1, OFTEN])
def test_what_is_written_is_taken_back_with_its_transaction(times: int) -> None:
    for _ in range(times):
        with transaction.atomic():
            assert changed_by("INSERT INTO django_content_type (app_label, model) VALUES ('a', %s)", ["b"]) == 1
            transaction.set_rollback(True)

    assert not ContentType.objects.filter(app_label="a").exists()


@pytest.mark.parametrize("times", [1, OFTEN])
def test_a_refusal_names_its_constraint(times: int) -> None:
    ContentType.objects.create(app_label="a", model="b")

    for _ in range(times):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            changed_by("INSERT INTO django_content_type (app_label, model) VALUES ('a', %s)", ["b"])

    assert "app_label" in str(refused.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_a_connection_that_breaks_says_so_and_is_made_anew(other: Any) -> None:
    ((first,),) = rows_of("SELECT pg_backend_pid()", ())

    def broken_off() -> None:
        with transaction.atomic():
            rows_of("SELECT 1", ())
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [first])
            rows_of("SELECT 1", ())

    with pytest.raises(OperationalError):
        broken_off()

    ((second,),) = rows_of("SELECT pg_backend_pid()", ())
    assert second != first


def test_whoever_waits_for_a_lock_keeps_no_other_thread_waiting(other: Any) -> None:
    heard: list[int] = []

    def wait() -> None:
        try:
            rows_of("SELECT pg_advisory_lock(%s)", [77])
            heard.append(77)
        finally:
            connection.close()

    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(77)")
        waiting = threading.Thread(target=wait)
        waiting.start()
        while not rows_of("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", ()):
            pass
        assert not heard
        cursor.execute("SELECT pg_advisory_unlock(77)")
    waiting.join(timeout=30)

    assert heard == [77]


def test_a_transaction_begins_as_its_connection_was_told_to() -> None:
    connection.ensure_connection()
    connection.connection.isolation_level = IsolationLevel.SERIALIZABLE
    try:
        with transaction.atomic():
            assert rows_of("SHOW transaction_isolation", ()) == [("serializable",)]
    finally:
        connection.close()


def test_nothing_can_be_asked_in_a_transaction_that_failed() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows_of("SELECT nothing", ())

    assert rows_of("SELECT 1", ()) == [(1,)]
