"""For tests only: take the guards off while a test's database is emptied, or while somebody plays the forger."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

from jishi.appendonly.triggers import guarded_tables, put_on, take_off

# What `migrate` itself writes stays, as it does after Django's own flush, which writes it again each time.
MADE_BY_MIGRATE: Final = frozenset({"auth_permission", "django_content_type", "django_migrations", "django_site"})


@contextmanager
def lifted(among: Collection[str] | None = None) -> Iterator[None]:
    """Go without guards inside the block; every table that had them has them again afterwards."""
    tables = sorted(guarded_tables(connection))
    if among is not None:
        tables = [table for table in tables if table in among]
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        # A table with a reference still to be checked cannot be altered: check those references now.
        check_references()
    for table in tables:
        take_off(connection, table)
    try:
        yield
    finally:
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            check_references()
        for table in tables:
            put_on(connection, table)


def check_references() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def filled_tables() -> list[str]:
    """Return the tables that a test has left rows in, as one question."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")"  # noqa: S608 - our own tables
        for name in sorted(set(names) - MADE_BY_MIGRATE)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def empty_tables() -> None:
    """Empty what is filled, guarded tables too; to truncate every table and migrate again takes seconds."""
    filled = filled_tables()
    with transaction.atomic(), lifted(among=filled), connection.cursor() as cursor:
        for name in filled:
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608 - our own tables
        begin_sequences_anew()
        invented = ContentType.objects.exclude(app_label__in=[one.label for one in apps.get_app_configs()])
        Permission.objects.filter(content_type__in=invented).delete()
        invented.delete()


def begin_sequences_anew() -> None:
    """Let what counts by itself begin at one, as where nothing was ever made; keys of tables go on."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(oid::regclass, 1, false) FROM pg_class AS counter WHERE relkind = 'S' AND NOT EXISTS"
                " (SELECT 1 FROM pg_depend WHERE objid = counter.oid AND deptype IN ('a', 'i'))"
            )


def let_transactional_tests_flush() -> None:
    """Empty protected tables too after a transactional test; the product's own paths stay as they are."""

    def teardown(self: TransactionTestCase) -> None:
        empty_tables()

    patched: Any = TransactionTestCase
    patched._fixture_teardown = teardown
