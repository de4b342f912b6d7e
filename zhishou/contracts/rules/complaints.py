"""What pydantic finds wrong, in sentences of our own: its words are for programmers, and in English only."""

import re
from collections.abc import Mapping
from typing import Final

from pydantic_core import ErrorDetails

from jishi.sentences.door import Sentence, Wrong
from jishi.sentences.door import gettext_noop as _

NONE_OF_THESE: Final = _("%(input)s is nothing that may stand here")
COMPLAINTS: Final[Mapping[str, str]] = {
    "missing": _("missing"),
    "extra_forbidden": _("unknown key"),
    "string_type": _("%(input)s is not a text in quotes"),
    "int_type": _("%(input)s is not a whole number"),
    "float_type": _("%(input)s is not a number"),
    "finite_number": _("%(input)s is not a number that can be compared"),
    "bool_type": _("%(input)s is neither true nor false"),
    "list_type": _("%(input)s is not a list in square brackets"),
    "dict_type": _("%(input)s is not a table"),
    "model_type": _("%(input)s is not a table"),
    "literal_error": _("%(input)s is not one of: %(allowed)s"),
    "enum": _("%(input)s is not one of: %(allowed)s"),
    "string_pattern_mismatch": _("%(input)s is not written as it must be"),
    "string_too_short": _("%(input)s is too short: expected at least %(least)s characters"),
    "string_too_long": _("%(input)s is too long: expected at most %(most)s characters"),
    "too_short": _("%(length)s are too few: expected at least %(least)s"),
    "too_long": _("%(length)s are too many: expected at most %(most)s"),
    "greater_than_equal": _("%(input)s is too small: expected at least %(least)s"),
    "less_than_equal": _("%(input)s is too large: expected at most %(most)s"),
}
"""By pydantic's name of the error; a declaration that can meet another one fails a test."""
_ALLOWED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'|([^\s,']+)")
_MOST_SHOWN: Final = 60


def complaint(detail: ErrorDetails) -> Sentence:
    """Return what is wrong, without what was expected instead."""
    given = detail.get("ctx", {})
    error = given.get("error")
    if isinstance(error, Wrong):
        return error.sentence
    return Sentence.of(
        COMPLAINTS.get(detail["type"], NONE_OF_THESE),
        input=shown(detail["input"]),
        allowed=_allowed(str(given.get("expected", ""))),
        length=str(given.get("actual_length", "")),
        least=str(given.get("ge", given.get("min_length", ""))),
        most=str(given.get("le", given.get("max_length", ""))),
    )


def nothing_that_fits(value: object) -> Sentence:
    """Return what is wrong where several kinds of value may stand, and this is none of them."""
    return Sentence.of(NONE_OF_THESE, input=shown(value))


def shown(value: object) -> str:
    """Return a value as TOML writes it, as long as fits a line."""
    text = _written(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 3]}…"


def _written(value: object) -> str:
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_written(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_written(one)}' for key, one in value.items())}}}"
    return str(value)


def _allowed(expected: str) -> tuple[str, ...]:
    """Return the values that pydantic lists, “'a', 'b' or 3”; those in quotes stay in quotes."""
    return tuple(
        f"“{quoted}”" if quoted else plain.lower()
        for quoted, plain in _ALLOWED.findall(expected)
        if quoted or plain != "or"
    )
