"""The tables of Xieban as whoever reads the database needs them: what a row is, columns, what is hidden."""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import DatabaseWrapper

from xieban.administration.rules.privacy import HIDDEN, READABLE_LIBRARIES

HEAD = """# The tables of Xieban

Made by `xieban schema export` from the code; a test holds it to that. Types are PostgreSQL's. Moments are UTC.
`xieban readonly grant ROLE` makes a role that reads what stands here and nothing else, and nothing *hidden*.
Tables and columns change with upgrades: grant again after each. Where the administration API answers the same
question, ask that: it is promised.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    name: str
    kind: str
    may_be_null: bool
    to: str
    words: str
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table that is described."""

    name: str
    area: str
    words: str
    columns: tuple[Column, ...]

    @property
    def readable(self) -> list[str]:
        """Return the columns that the read-only role reads."""
        return [one.name for one in self.columns if not one.is_hidden]


def tables() -> list[Table]:
    """Return every table that is described, by area and name."""
    wrapper = DatabaseWrapper(settings.DATABASES["default"] | {"OPTIONS": {}, "TIME_ZONE": None})
    found = [
        _table(model, wrapper)
        for model in apps.get_models(include_auto_created=True)
        if _is_described(model) and not model._meta.proxy
    ]
    return sorted(found, key=lambda one: (one.area, one.name))


def _is_described(model: type[models.Model]) -> bool:
    return model.__module__.split(".")[0] in {settings.PRODUCT, "jishi"} or (
        model._meta.app_label in READABLE_LIBRARIES
    )


def _table(model: type[models.Model], wrapper: BaseDatabaseWrapper) -> Table:
    name, module = model._meta.db_table, model.__module__.split(".")
    hidden = HIDDEN.get(name, frozenset())
    fields = cast("list[models.Field[Any, Any]]", model._meta.concrete_fields)
    return Table(
        name=name,
        area=".".join(module[:2]) if module[0] in {settings.PRODUCT, "jishi"} else module[0],
        words=cleandoc(model.__doc__ or "").partition("\n\n")[0].replace("\n", " "),
        columns=tuple(_column(field, hidden, wrapper) for field in fields),
    )


def _column(field: "models.Field[Any, Any]", hidden: frozenset[str], wrapper: BaseDatabaseWrapper) -> Column:
    column = str(field.column)
    related = field.related_model
    choices = ", ".join(f"`{value}`" for value, _words in field.flatchoices if value != "")
    words = [str(field.help_text), f"One of {choices}." if choices else ""]
    return Column(
        name=column,
        kind=str(field.db_type(wrapper)),
        may_be_null=bool(field.null),
        to=related._meta.db_table if isinstance(related, type) else "",
        words=" ".join(one for one in words if one),
        is_hidden=column in hidden,
    )


def in_markdown() -> str:
    """Return the reference page of the tables."""
    return "\n".join([HEAD, *_lines(tables())]).rstrip() + "\n"


def _lines(found: list[Table]) -> Iterator[str]:
    area = ""
    for table in found:
        if table.area != area:
            area = table.area
            yield f"## {area}"
            yield ""
        yield f"### {table.name}"
        yield ""
        yield from (table.words, "")
        yield "| Column | Type | Null | What |"
        yield "|---|---|---|---|"
        for one in table.columns:
            words = " ".join(
                part
                for part in ("*hidden*" if one.is_hidden else "", f"→ {one.to}" if one.to else "", one.words)
                if part
            )
            yield f"| {one.name} | {one.kind} | {'yes' if one.may_be_null else ''} | {words.replace('|', '/')} |"
        yield ""
