"""Reading TOML at all: what Python's reader finds, in sentences of our own."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Final

from jishi.sentences.door import Sentence
from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.positions import Path

NO_TOML: Final = _("this is not TOML: %(wrong)s")
UNREADABLE: Final = _("what stands here cannot be read")
TOO_DEEP: Final = _("tables or lists are nested too deeply")
TOO_LONG_A_NUMBER: Final = _("a number has too many digits")
NULL: Final = _("holds a null character; expected text without it")
COMPLAINTS: Final[Mapping[str, str]] = {
    "Invalid statement": _("expected a key, a table in brackets or a comment"),
    "Expected newline or end of document": _("expected the end of the line after the value"),
    "Expected '=' after a key": _("expected “=” after the key"),
    "Expected ']' at the end": _("expected “]” after the table's name"),
    "Expected ']]' at the end": _("expected “]]” after the table's name"),
    "Expected": _("a text is not closed; expected its closing quotes"),
    "Found invalid character": _("a character that may not stand here"),
    "Illegal character": _("a character that may not stand here"),
    "Invalid initial character": _("a key begins wrongly; put keys with other characters in quotes"),
    "Cannot declare": _("the table %(name)s stands here twice"),
    "Cannot overwrite": _("the key stands here twice"),
    "Duplicate inline table key": _("the key %(name)s stands here twice"),
    "Cannot mutate": _("the table %(name)s is closed and cannot be added to here"),
    "Cannot redefine": _("the table %(name)s is closed and cannot be added to here"),
    "Unclosed array": _("a list is not closed; expected “]”"),
    "Unclosed inline table": _("a table is not closed; expected “}”"),
    "Unescaped '\\'": _("a backslash in a text must be doubled, or the text put in single quotes"),
    "Invalid hex": _("a wrong number of a character after a backslash"),
    "Escaped character": _("a wrong number of a character after a backslash"),
    "Unterminated string": _("a text is not closed; expected its closing quotes"),
    "Invalid date": _("there is no such date or time"),
    "Invalid value": _("a value is missing or wrong; texts stand in quotes"),
}
"""By how the reader's own words begin; the longest beginning that fits is meant."""
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_NAMES: Final = re.compile(r"'([^']*)'")


class NoToml(ValueError):
    """A text that is no TOML, on which line, and why."""

    def __init__(self, line: int, wrong: Sentence) -> None:
        super().__init__(str(line))
        self.line, self.sentence = line, Sentence.of(NO_TOML, wrong=wrong)


def read_toml(text: str) -> dict[str, object]:
    """Return the values of a text, or raise `NoToml`."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(str(error), text) from error
    except RecursionError as error:
        raise NoToml(1, Sentence.of(TOO_DEEP)) from error
    except ValueError as error:  # Python reads no number of more than some thousand digits
        raise NoToml(1, Sentence.of(TOO_LONG_A_NUMBER)) from error


def nulls(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield where a null character stands: no database keeps one in a text."""
    if isinstance(value, str) and "\x00" in value:
        yield path
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from [(*path, key)] if "\x00" in key else nulls(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from nulls(one, (*path, number))


def _no_toml(message: str, text: str) -> NoToml:
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    begins = max((one for one in COMPLAINTS if message.startswith(one)), key=len, default="")
    name = ".".join(_NAMES.findall(message[: place.start()] if place else message))
    return NoToml(line, Sentence.of(COMPLAINTS.get(begins, UNREADABLE), name=name))
