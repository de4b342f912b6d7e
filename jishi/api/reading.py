"""Reading request bodies: strict JSON, before anything else looks at them."""

import json
from typing import Any, Final

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.parser import Parser

LARGEST: Final = 2**63 - 1


def _integer(digits: str) -> int:
    # Longer ones are refused before they are converted: int() is quadratic in the digits.
    if len(digits) > len(str(LARGEST)) + 1 or abs(int(digits)) > LARGEST:
        raise ValueError("a number is out of range")
    return int(digits)


def _constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _refuse_others(value: object) -> None:
    """Refuse all but objects: of anything else the library would see only what it lacks, and take the defaults."""
    if not isinstance(value, dict):
        raise ValueError("a body is an object")  # noqa: TRY004 - it is the value of the document


def _refuse_bad_text(value: object) -> None:
    """Refuse what no database column can hold: null bytes and halves of surrogate pairs."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            if "\x00" in one:
                raise ValueError("a text holds a null byte")
            one.encode()
        elif isinstance(one, dict):
            pending.extend(one.keys())
            pending.extend(one.values())
        elif isinstance(one, list):
            pending.extend(one)


class StrictParser(Parser):
    """Accepts one JSON object that can be stored, and nothing else."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the document, or raise what becomes a 400."""
        try:
            value = json.loads(request.body.decode(), parse_int=_integer, parse_constant=_constant)
            _refuse_others(value)
            _refuse_bad_text(value)
        except (ValueError, RecursionError) as error:
            raise HttpError(400, "unreadable") from error
        return value
