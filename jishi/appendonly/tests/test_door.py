"""The guard is asked with raw SQL, as somebody at the database's own console would."""

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pytest
from django.db import IntegrityError, connection, transaction

from jishi.appendonly import door

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROWS = [(1, "first"), (2, "second")]


class Editor(NamedTuple):
    """All that the operation asks of an editor; SQLite opens no real one in a test's transaction."""

    connection: Any


@pytest.fixture
def table(db: None) -> str:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE jishi_trial (id integer PRIMARY KEY, word varchar(20) UNIQUE)")
        cursor.executemany("INSERT INTO jishi_trial (id, word) VALUES (%s, %s)", ROWS)
    run(forwards=True)
    return "jishi_trial"


def run(*, forwards: bool) -> None:
    operation, editor = door.protect("jishi_trial"), cast("BaseDatabaseSchemaEditor", Editor(connection))
    (operation.database_forwards if forwards else operation.database_backwards)("jishi", editor)


def rows() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, word FROM jishi_trial ORDER BY id")
        return list(cursor.fetchall())


REFUSED = [
    "UPDATE jishi_trial SET word = 'forged' WHERE id = 1",
    "UPDATE jishi_trial SET id = 9 WHERE id = 1",
    "DELETE FROM jishi_trial WHERE id = 2",
    "DELETE FROM jishi_trial",
]
REFUSED_BY_ENGINE = {
    "postgresql": [
        "TRUNCATE jishi_trial",
        "INSERT INTO jishi_trial VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET word = 'forged'",
    ],
    "sqlite": [
        "REPLACE INTO jishi_trial (id, word) VALUES (1, 'forged')",
        "INSERT OR REPLACE INTO jishi_trial (id, word) VALUES (3, 'second')",
        "UPDATE OR IGNORE jishi_trial SET word = 'forged'",
    ],
}


def test_the_database_refuses_every_change_and_keeps_every_row(table: str) -> None:
    for statement in REFUSED + REFUSED_BY_ENGINE[connection.vendor]:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert rows() == ROWS


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a question for PostgreSQL only")
def test_a_session_that_calls_itself_a_replica_is_refused_too(table: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(REFUSED[0])


def test_rows_are_still_added(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO jishi_trial (id, word) VALUES (3, 'third')")

    assert rows() == [*ROWS, (3, "third")]


def test_the_door_says_which_tables_stand_open(table: str) -> None:
    tables = frozenset({table, "nowhere"})

    assert door.missing(connection, tables) == {"nowhere"}

    run(forwards=False)

    assert door.missing(connection, tables) == tables
    with connection.cursor() as cursor:
        cursor.execute(REFUSED[0])
    assert rows()[0] == (1, "forged")


def test_protecting_twice_is_the_same_as_once(table: str) -> None:
    run(forwards=True)

    assert table in door.protected(connection)
