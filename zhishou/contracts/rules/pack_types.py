"""The smallest parts of a contract pack, each with the sentence that says what is expected of it."""

import re
from contextlib import suppress
from datetime import date
from typing import Annotated, Final

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from jishi.calendars.door import Duration, Window
from jishi.sentences.door import Wrong
from jishi.sentences.door import gettext_noop as _

_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


class Part(BaseModel):
    """One table of a pack: no unknown keys, no silent conversions, never changed once read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def _duration(value: object) -> Duration:
    if not isinstance(value, str):
        raise Wrong(_("a duration is a text, such as “10 min” or “half a day”"))
    return Duration.parse(value)


def _window(value: object) -> Window:
    if not isinstance(value, str):
        raise Wrong(_("a window is a text, such as “08:30-11:30”"))
    return Window.parse(value)


def _day(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if type(value) is not date:
        raise Wrong(_("a date is written without quotes and without a time, such as 2023-12-31"))
    return value


def is_credit_code(text: str) -> bool:
    """Say whether a unified social credit code (GB 32100) is well formed, check character included."""
    if len(text) != len(_CREDIT_WEIGHTS) + 1 or any(letter not in _CREDIT_ALPHABET for letter in text):
        return False
    total = sum(
        weight * _CREDIT_ALPHABET.index(letter) for weight, letter in zip(_CREDIT_WEIGHTS, text, strict=False)
    )
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == text[-1]


def _credit_code(value: object) -> str:
    if not isinstance(value, str) or not is_credit_code(value):
        raise Wrong(
            _("a unified social credit code has 18 characters of GB 32100, the last of which checks the others")
        )
    return value


DURATION_FORM: Final = r"^(at once|half an? [a-z ]+|(\d+(\.\d+)?|an?|one) ?[a-z ]+|[立即时半\d].*)$"
Span = Annotated[
    Duration,
    PlainValidator(_duration),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": DURATION_FORM, "examples": ["10 min", "half a day", "3 working days"]}
    ),
]
DayWindow = Annotated[
    Window,
    PlainValidator(_window),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{1,2}:\d{2}(:\d{2})?-\d{1,2}:\d{2}(:\d{2})?$",
            "examples": ["08:30-11:30"],
        }
    ),
]
Day = Annotated[
    date,
    PlainValidator(_day),
    PlainSerializer(date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
CreditCode = Annotated[
    str,
    PlainValidator(_credit_code),
    WithJsonSchema({"type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"}),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Fen = Annotated[int, Field(ge=0, le=10**13)]
DaysAhead = Annotated[int, Field(ge=1, le=366)]
