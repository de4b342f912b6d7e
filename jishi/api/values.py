"""Values as programs send them: exactly what the description says, and nothing that only looks like it."""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Strict

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def _written(value: Any) -> Any:
    """Refuse numbers and bare dates, which would be read as something that nobody meant."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("write a moment with its zone, e.g. 2023-03-15T12:00:00+08:00")
    return value


def _reachable(value: datetime) -> datetime:
    # Near the ends of the calendar a moment cannot be moved to another zone.
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError(f"the year lies between {_FIRST_YEAR} and {_LAST_YEAR}")
    # PostgreSQL knows no zone 16 hours and more from Greenwich, which RFC 3339 can write.
    return value.astimezone(UTC)


def _plain(value: str) -> str:
    if "\x00" in value:
        raise ValueError("a text holds no null byte")
    return value


Moment = Annotated[datetime, BeforeValidator(_written), AfterValidator(_reachable)]
"""A moment written with its zone, between 1900 and 2200; read, it is in UTC."""

Whole = Annotated[int, Strict()]
"""A whole number in a body: not a text of digits, not true or false."""

Plain = Annotated[str, AfterValidator(_plain)]
"""A text of a query."""

NEEDS_TAG: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "description": "The ETag of the state that you saw.",
            "schema": {"type": "string"},
        }
    ],
    "responses": {
        HTTPStatus.PRECONDITION_FAILED.value: {"$ref": "#/components/responses/Problem"},
        HTTPStatus.PRECONDITION_REQUIRED.value: {"$ref": "#/components/responses/Problem"},
    },
}
"""Give it as `openapi_extra` to an operation that calls `expect_tag`."""
