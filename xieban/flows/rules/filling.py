"""Checking what was filled in at a node against the fields that it has; pure."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from xieban.flows.rules.draft import CannotDo, Why
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Field, FieldKind

LONGEST: Final = 4000
MOST: Final = 500


def filled(fields: tuple[Field, ...], values: Mapping[str, Value], *, required: bool = True) -> dict[str, Value]:
    """Return the values to keep, or raise with the name of the first that is not as it must be."""
    known = {field.name: field for field in fields}
    for name, value in values.items():
        if name not in known or not (_empty(value) or _fits(known[name], value)):
            raise CannotDo(Why.WRONG_VALUE, name=known[name].label if name in known else name)
    for field in fields:
        if required and field.required and _empty(values.get(field.name)):
            raise CannotDo(Why.WRONG_VALUE, name=field.label)
    return dict(values)


def fits(kind: FieldKind, value: Value) -> bool:
    """Say whether a value is of a kind."""
    return _FITS[kind](value)


def _empty(value: Value) -> bool:
    return value is None or value in ("", ())


def _fits(field: Field, value: Value) -> bool:
    return fits(field.kind, value) and (field.kind is not FieldKind.CHOICE or value in field.options)


def _text(value: Value) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _date(value: Value) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return bool(date.fromisoformat(value) if len(value) == len("2026-01-01") else datetime.fromisoformat(value))
    except ValueError:
        return False


def _moment(value: Value) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _ids(value: Value) -> bool:
    return (
        isinstance(value, tuple)
        and len(value) <= MOST
        and all(isinstance(one, int) and not isinstance(one, bool) for one in value)
    )


_FITS: Final[Mapping[FieldKind, Callable[[Value], bool]]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.YES_NO: lambda value: isinstance(value, bool),
    FieldKind.CHOICE: _text,
    FieldKind.DATE: _date,
    FieldKind.MOMENT: _moment,
    FieldKind.PEOPLE: _ids,
    FieldKind.DEPARTMENTS: _ids,
}
