"""The one byte form of a fact, so that two readers always compute the same digest."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

LARGEST: Final = 256 * 1024
DEEPEST: Final = 40
_WRITER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_PLAIN: Final = frozenset({str, int, bool, type(None)})


class NotEvidence(ValueError):
    """Something that was to be recorded has no single, lasting form."""


def canonical(value: Mapping[str, object]) -> bytes:
    """Return the one byte form of a JSON object: UTF-8, keys sorted by code point, no blanks."""
    _check(value, path="payload", depth=0)
    try:
        form = _WRITER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise NotEvidence("payload holds half of a character (a lone surrogate).") from error
    except ValueError as error:
        raise NotEvidence(f"payload cannot be written: {error}.") from error
    if len(form) > LARGEST:
        raise NotEvidence(f"payload has {len(form)} bytes; {LARGEST} at most. Record a digest of the rest.")
    return form


def digest(value: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def moment(value: datetime) -> str:
    """Return a moment in UTC to the microsecond, e.g. 2023-03-15T04:00:00.000000Z."""
    if value.utcoffset() is None:
        raise NotEvidence(f"{value} has no time zone.")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def _check(value: object, *, path: str, depth: int) -> None:
    if depth > DEEPEST:
        raise NotEvidence(f"{path} is nested more than {DEEPEST} deep.")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise NotEvidence(f"{path} has the key {key!r}; keys are text.")
            if type(inner) not in _PLAIN:
                _check(inner, path=f"{path}.{key}", depth=depth + 1)
    elif isinstance(value, (list, tuple)):
        _check_all(value, path=path, depth=depth)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise NotEvidence(f"{path} is {value}, which JSON cannot hold.")
    elif not (value is None or isinstance(value, (str, bool, int))):
        raise NotEvidence(f"{path} is a {type(value).__name__}; only what JSON holds can be evidence.")


def _check_all(values: Sequence[object], *, path: str, depth: int) -> None:
    for number, inner in enumerate(values):
        _check(inner, path=f"{path}[{number}]", depth=depth + 1)
