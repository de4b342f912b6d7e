"""Cursor pagination: a page ends at a row, not at a number, so that new rows never shift it."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from ninja import Field as Described
from ninja import Schema

from jishi.refusals.door import Invalid

if TYPE_CHECKING:
    from django.db.models import Field

Row = TypeVar("Row", bound=Model)
Thing = TypeVar("Thing")
Item = TypeVar("Item")


class WrongCursor(Invalid):
    """This cursor is not one of ours for this list. Begin again without a cursor."""


class Paging(Schema):
    """Which part of a list is asked for."""

    cursor: str | None = Described(None, max_length=600, description="`next_cursor` of the page before.")
    limit: int = Described(50, ge=1, le=200, description="Rows at most.")


class Page(Schema, Generic[Item]):
    """Part of a list; `next_cursor` is null on the last part."""

    items: list[Item]
    next_cursor: str | None = None


def _pack(values: Sequence[object]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def _texts(cursor: str, *, count: int) -> list[str]:
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise WrongCursor from error
    if not isinstance(plain, list) or len(plain) != count or not all(isinstance(p, str) for p in plain):
        raise WrongCursor
    return plain


def _unpack(model: type[Model], fields: Sequence[str], cursor: str) -> list[Any]:
    plain = _texts(cursor, count=len(fields))
    try:
        columns = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in fields]
        values = [column.to_python(text) for column, text in zip(columns, plain, strict=True)]
    except (ValueError, ValidationError, OverflowError) as error:
        raise WrongCursor from error
    if any("\x00" in value for value in values if isinstance(value, str)):
        raise WrongCursor
    if any(abs(value) > 2**63 - 1 for value in values if isinstance(value, int)):
        raise WrongCursor
    return values


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition for rows that come after `values` in `order`, mixed directions included."""
    condition, equal = Q(), Q()
    for term, value in zip(order, values, strict=True):
        name = term.removeprefix("-")
        beyond = Q(**{f"{name}__{'lt' if term.startswith('-') else 'gt'}": value})
        condition |= equal & beyond
        equal &= Q(**{name: value})
    return condition


def seen_last(model: type[Model], *, paging: Paging, order: Sequence[str] = ("-id",)) -> list[Any]:
    """Return the fields of `order` of the row at which the page before ended; nothing on the first page."""
    return _unpack(model, [term.removeprefix("-") for term in order], paging.cursor) if paging.cursor else []


def cut(rows: QuerySet[Row], *, paging: Paging, order: Sequence[str] = ("-id",)) -> tuple[list[Row], str | None]:
    """Return the asked page and the cursor of the next; the last field of `order` must be unique.

    Every field of `order` is a column of the model itself and never null.
    """
    names = [term.removeprefix("-") for term in order]
    if paging.cursor:
        rows = rows.filter(_after(order, _unpack(rows.model, names, paging.cursor)))
    return ended(list(rows.order_by(*order)[: paging.limit + 1]), paging=paging, order=order)


def ended(found: list[Thing], *, paging: Paging, order: Sequence[str] = ("-id",)) -> tuple[list[Thing], str | None]:
    """Return a page of rows, in order, of which one more was read than it holds, and the cursor of the next."""
    if len(found) <= paging.limit:
        return found, None
    found = found[: paging.limit]
    last: Any = found[-1]
    names = [term.removeprefix("-") for term in order]
    return found, _pack([last[name] if isinstance(last, dict) else getattr(last, name) for name in names])


def cursor_after(row: Model, *, order: Sequence[str] = ("-id",)) -> str:
    """Return the cursor of the page after a row, where a page of a list that `cut` cuts ends early."""
    return _pack([getattr(row, term.removeprefix("-")) for term in order])


def cut_reckoned(
    things: Iterable[Thing], *, paging: Paging, key: Callable[[Thing], str]
) -> tuple[list[Thing], str | None]:
    """Return the asked page of what is reckoned, not stored, in the order of `key`, which is unique."""
    ordered = sorted(things, key=key)
    if paging.cursor:
        [last] = _texts(paging.cursor, count=1)
        ordered = [thing for thing in ordered if key(thing) > last]
    if len(ordered) <= paging.limit:
        return ordered, None
    page = ordered[: paging.limit]
    return page, _pack([key(page[-1])])
