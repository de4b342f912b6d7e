"""The read-only role and the page that describes what it reads."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from xieban.administration.actions.readonly import CannotGrant, grant_reading, revoke_reading
from xieban.administration.management.commands.schema import PAGE
from xieban.administration.queries.schema import tables
from xieban.administration.rules.privacy import HIDDEN
from xieban.tests.cast import Cast

ROLE = "xieban_reader_of_a_test"


def test_the_published_schema_is_the_one_of_the_models(tmp_path: Path) -> None:
    call_command("schema", "export", to=tmp_path)

    published, now = Path(settings.BASE_DIR) / PAGE, tmp_path / PAGE

    assert published.read_text(encoding="utf-8") == now.read_text(encoding="utf-8"), "run `xieban schema export`"


def test_every_table_of_ours_is_described_and_what_is_hidden_is_there() -> None:
    described = {one.name: {column.name for column in one.columns} for one in tables()}
    ours = {
        model._meta.db_table for model in apps.get_models() if model.__module__.split(".")[0] in {"xieban", "jishi"}
    }

    assert ours <= set(described)
    assert all(one.words and not one.words.startswith(f"{one.name}(") for one in tables())
    assert all(columns < described[name] for name, columns in HIDDEN.items())


def test_what_could_open_something_is_hidden() -> None:
    words = ("password", "hash", "secret", "payload")
    shown = {(one.name, column) for one in tables() for column in one.readable if column in words}

    assert shown == set()


def ask(statement: str) -> None:
    """Ask as the role, in a savepoint of its own; the role is ours again afterwards."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {ROLE}")
            cursor.execute(statement)
            cursor.execute("RESET ROLE")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_role_reads_what_is_described_and_does_nothing_else(cast: Cast) -> None:
    for _ in range(2):  # again after an upgrade
        assert grant_reading(role=ROLE, password="only for this test") == len(tables())

    for table in tables():
        ask(f'SELECT {", ".join(table.readable)} FROM "{table.name}" LIMIT 1')  # noqa: S608 - our own names
    refused = [
        "SELECT password FROM directory_person",
        "SELECT * FROM directory_person",
        "SELECT * FROM django_session",
        "SELECT * FROM mfa_authenticator",
        "UPDATE directory_person SET name = 'x'",
        "DELETE FROM flows_fact",
        "INSERT INTO directory_cache VALUES ('a', 'b', now())",
        "CREATE TABLE public.mine (word TEXT)",
    ]
    for statement in refused:
        with pytest.raises(ProgrammingError, match="permission denied"):
            ask(statement)
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(rolconfig) FROM pg_roles WHERE rolname = %s", [ROLE])
        assert ("default_transaction_read_only=on",) in cursor.fetchall()
    revoke_reading(role=ROLE)
    with pytest.raises(CannotGrant):
        revoke_reading(role=ROLE)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["", "Robert; DROP TABLE x", "角色", "a" * 64])
def test_a_name_that_is_no_name_of_a_role_is_refused(role: str) -> None:
    with pytest.raises(CannotGrant):
        grant_reading(role=role)
