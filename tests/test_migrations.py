"""The migrations make what the models say."""

import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from jishi.appendonly.door import missing
from jishi.database.door import known_migrations


def columns(table: str) -> dict[str, bool]:
    """Return the table's columns, and whether each may be NULL."""
    asked = (
        "SELECT column_name, is_nullable = 'YES' FROM information_schema.columns WHERE table_name = %s"
        if connection.vendor == "postgresql"
        else 'SELECT name, NOT "notnull" FROM pragma_table_info(%s)'
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [table])
        return {name: bool(nullable) for name, nullable in cursor.fetchall()}


def names_of(table: str) -> set[str]:
    """Return the names of the table's constraints and indexes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return set(connection.introspection.get_constraints(cursor, table))
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = %s", [table])
        rows = cursor.fetchall()
    return {name for name, _ in rows} | set(
        re.findall(r'CONSTRAINT "(\w+)"', " ".join(sql or "" for _, sql in rows))
    )


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_table_has_the_columns_and_constraints_of_its_model() -> None:
    wrong = []
    for model in apps.get_models():
        options = model._meta
        if options.proxy or not options.managed:
            continue
        found = columns(options.db_table)
        expected = {field.column: field for field in options.local_concrete_fields}
        if set(found) != set(expected):
            wrong.append(f"{options.label}: columns {sorted(str(name) for name in set(found) ^ set(expected))}")
        wrong += [
            f"{options.label}.{name}: NULL"
            for name, field in expected.items()
            if name in found and found[name] != field.null and not field.primary_key
        ]
        named = names_of(options.db_table)
        wrong += [
            f"{options.label}: {one.name} is not in the database"
            for one in (*options.constraints, *options.indexes)
            if one.name not in named
        ]

    assert wrong == []


def protected_by_migrations() -> set[str]:
    """Return the tables that some migration has protected, as their files say."""
    modules = {inspect.getfile(type(one)) for one in MigrationLoader(None).disk_migrations.values()}
    return {
        name for module in modules for name in re.findall(r'\bprotect\("(\w+)"\)', Path(module).read_text("utf-8"))
    }


@pytest.mark.django_db
def test_what_was_protected_once_is_protected_after_every_later_migration() -> None:
    assert missing(connection, frozenset(protected_by_migrations())) == frozenset()


@pytest.mark.django_db
def test_every_migration_that_a_database_bears_is_known_here_even_where_several_are_one_now() -> None:
    loader = MigrationLoader(connection)

    assert set(loader.applied_migrations) - known_migrations(loader) == set()
