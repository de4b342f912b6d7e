"""For tests only: take the guards off while a test's database is emptied, or while somebody plays the forger."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from jishi.appendonly.triggers import guarded_tables, put_on, take_off


@contextmanager
def lifted() -> Iterator[None]:
    """Go without guards inside the block; every table that had them has them again afterwards."""
    tables = sorted(guarded_tables(connection))
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        # A table with a reference still to be checked cannot be altered: check those references now.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for table in tables:
        take_off(connection, table)
    try:
        yield
    finally:
        for table in tables:
            put_on(connection, table)


def let_transactional_tests_flush() -> None:
    """Empty protected tables too after a transactional test; the product's own paths stay as they are."""
    original: Any = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    if getattr(original, "lifts_guards", False):
        return

    @wraps(original)
    def teardown(self: TransactionTestCase) -> None:
        with lifted():
            original(self)

    teardown.lifts_guards = True  # type: ignore[attr-defined]
    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]
