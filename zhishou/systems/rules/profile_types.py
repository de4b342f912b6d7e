"""The smallest parts of a profile, each with what is expected of it."""

import re
from typing import Annotated, Final

from pydantic import Field, PlainValidator, StringConstraints, WithJsonSchema

from jishi.sentences.door import Wrong
from jishi.sentences.door import gettext_noop as _

_UNITS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86400}
BEYOND: Final = _("%(number)s s is not from “%(shortest)s” to “%(longest)s”")
_SPAN: Final = re.compile(r"(\d{1,6}) ?(s|min|h|d)")


def _seconds(value: object) -> int:
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found:
        return int(found[1]) * _UNITS[found[2]]
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Wrong(_("a span is a text, such as “30 s”, “5 min”, “2 h” or “1 d”"))


def _between(least: int, most: int, shortest: str, longest: str) -> PlainValidator:
    def read(value: object) -> int:
        number = _seconds(value)
        if not least <= number <= most:
            raise Wrong(BEYOND, number=number, shortest=shortest, longest=longest)
        return number

    return PlainValidator(read)


_WRITTEN: Final = WithJsonSchema(
    {"type": ["string", "integer"], "pattern": r"^\d{1,6} ?(s|min|h|d)$", "examples": ["30 s"]}
)
Lasting = Annotated[int, _between(1, 400 * 86400, "1 s", "400 d"), _WRITTEN]
Every = Annotated[int, _between(5, 7 * 86400, "5 s", "7 d"), _WRITTEN]
Patience = Annotated[int, _between(1, 120, "1 s", "120 s"), _WRITTEN]
WindowLength = Annotated[int, _between(60, 86400, "1 min", "24 h"), _WRITTEN]
Address = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
Retries = Annotated[int, Field(ge=0, le=5)]
Times = Annotated[int, Field(ge=1, le=20)]
FaultLevel = Annotated[int, Field(ge=1, le=3)]
Weekday = Annotated[str, StringConstraints(pattern=r"^(daily|mon|tue|wed|thu|fri|sat|sun)$")]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
OptionName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
