"""What many tests begin with is made once by a process, by the real actions, and laid again as rows after that.

To load the sample contract takes a hundred times as long as most tests that begin with it. What making it left in
the tables is remembered, and laid in a later test's transaction by a few statements. The rows are those that the
actions wrote; only where a test begins from something else than the first did, they are made anew.
"""

from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

Made = TypeVar("Made")
Row = tuple[Any, ...]
Dump = dict[str, dict[Any, Row]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a model, with the columns that a row is given."""

    name: str
    columns: tuple[str, ...]
    key: int

    @classmethod
    def of(cls, model: type[Model]) -> "Table":
        fields = [one for one in model._meta.local_concrete_fields if not one.generated]
        columns = tuple(str(one.column) for one in fields)
        key = model._meta.pk
        assert key is not None
        return cls(model._meta.db_table, columns, columns.index(str(key.column)))

    def quoted(self) -> str:
        return ", ".join(f'"{column}"' for column in self.columns)

    def rows(self) -> dict[Any, Row]:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {self.quoted()} FROM "{self.name}"')  # noqa: S608 - our own tables
            return {row[self.key]: row for row in cursor.fetchall()}


@dataclass(slots=True)
class Layer:
    """What one making left: the rows that it added, those that it changed, and how many were there before."""

    made: Any
    before: dict[str, int] = field(default_factory=dict)
    added: list[tuple[str, str, list[Row]]] = field(default_factory=list)
    changed: list[tuple[str, Row]] = field(default_factory=list)


KEPT: Final[dict[tuple[str, Hashable], Layer]] = {}


def laid(name: Hashable, make: Callable[[], Made]) -> Made:
    """Return what `make` makes: made the first time, and laid as rows after that; a copy for each caller."""
    layer = KEPT.get((connection.vendor, name))
    if layer is not None and holds(layer.before) and lay(layer):
        made: Made = deepcopy(layer.made)
        return made
    if layer is not None:
        return make()
    before = dump()
    made = make()
    layer = difference(before, dump(), made=deepcopy(made))
    if layer is not None:
        KEPT[connection.vendor, name] = layer
    return made


def tables() -> list[Table]:
    models = apps.get_models(include_auto_created=True)
    return [Table.of(model) for model in models if model._meta.managed and not model._meta.proxy]


def dump() -> Dump:
    return {table.name: table.rows() for table in tables()}


def difference(before: Dump, after: Dump, *, made: object) -> Layer | None:
    """Return what was added and changed, or None when something went away, which a layer cannot say."""
    layer = Layer(made=made)
    for table in tables():
        old, new = before[table.name], after[table.name]
        if old.keys() - new.keys():
            return None
        added = [row for key, row in new.items() if key not in old]
        changed = [row for key, row in new.items() if key in old and old[key] != row]
        if added or changed:
            layer.before[table.name] = len(old)
        if added:
            layer.added.append((table.name, insertion(table), added))
        layer.changed += [(update(table), (*row, row[table.key])) for row in changed]
    return layer


def insertion(table: Table) -> str:
    return f'INSERT INTO "{table.name}" ({table.quoted()})'


def update(table: Table) -> str:
    sets = ", ".join(f'"{column}" = %s' for column in table.columns)
    return f'UPDATE "{table.name}" SET {sets} WHERE "{table.columns[table.key]}" = %s'  # noqa: S608 - our own tables


def holds(counts: dict[str, int]) -> bool:
    """Say whether the tables hold so many rows."""
    if not counts:
        return True
    asked = ", ".join(f'(SELECT count(*) FROM "{name}")' for name in counts)  # noqa: S608 - our own tables
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return list(cursor.fetchone()) == list(counts.values())


def lay(layer: Layer) -> bool:
    """Lay the rows; False, and nothing laid, when a test's own rows already have their keys."""
    after = dict(layer.before)
    with transaction.atomic():
        with connection.cursor() as cursor:
            for name, statement, rows in layer.added:
                row = f"({', '.join(['%s'] * len(rows[0]))})"
                values = [value for one in rows for value in one]
                # A trigger may have laid a row's companion already; the counts say whether all are there.
                every = ", ".join([row] * len(rows))
                cursor.execute(f"{statement} VALUES {every} ON CONFLICT DO NOTHING", values)
                after[name] += len(rows)
            for statement, values_of_row in layer.changed:
                cursor.execute(statement, values_of_row)
        complete = holds(after)
        transaction.set_rollback(not complete)
    return complete
