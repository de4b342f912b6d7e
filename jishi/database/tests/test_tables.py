"""The tables of a migration, made together."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from jishi.database.door import together


def key() -> "models.BigAutoField[int, int]":
    return models.BigAutoField(primary_key=True, serialize=False)


def lines() -> list[Operation]:
    """Return two tables that point at each other, and what later lines add to them."""
    shelf = models.ForeignKey("made.Shelf", models.CASCADE)
    first = models.ForeignKey("made.Book", models.CASCADE, null=True, related_name="+")
    return [
        CreateModel("Shelf", [("id", key())]),
        CreateModel("Book", [("id", key()), ("title", models.CharField(max_length=9)), ("shelf", shelf)]),
        AddField("shelf", "first", first),
        AddIndex("book", models.Index(fields=["title"], name="made_book_title")),
        AddConstraint("book", models.UniqueConstraint(fields=["shelf", "title"], name="made_book_once")),
    ]


def tables_after(operations: list[Operation]) -> dict[str, Any]:
    """Migrate there and back; return what the tables were like in between."""
    migration = Migration("0001_initial", "made")
    vars(migration)["operations"] = operations
    with connection.schema_editor() as editor:
        migration.apply(ProjectState(), editor)
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name.startswith("made_")]
        look = connection.introspection
        found = {
            name: (look.get_table_description(cursor, name), look.get_constraints(cursor, name)) for name in names
        }
    with connection.schema_editor() as editor:
        migration.unapply(ProjectState(), editor)
    return found


@pytest.mark.django_db(transaction=True)
def test_tables_made_together_are_those_made_line_by_line() -> None:
    one_by_one = tables_after(lines())

    assert tables_after(together(lines())) == one_by_one
    assert set(one_by_one) == {"made_shelf", "made_book"}


@pytest.mark.django_db(transaction=True)
def test_the_way_back_leaves_no_table() -> None:
    tables_after(together(lines()))

    assert not [name for name in connection.introspection.table_names() if name.startswith("made_")]


def test_what_makes_no_table_keeps_its_place() -> None:
    before, after = RunSQL("SELECT 1"), RunSQL("SELECT 2")

    found = together([before, *lines(), after])

    assert found[0] is before
    assert found[2] is after
    assert len(found) == 3


def test_a_line_about_a_table_of_another_migration_is_refused() -> None:
    elsewhere = AddField("shelf", "name", models.TextField())

    with pytest.raises(AssertionError, match="not made here"):
        together([CreateModel("Book", [("id", key())]), elsewhere])
