"""Reading a sheet: either the whole of it, or every fault with its line, key and what was expected."""

import tomllib
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from zhishou.contracts.rules.positions import key_lines, line_of
from zhishou.inspections.rules.sheet import Path, Sheet, contradictions

LONGEST: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """One thing wrong with a sheet."""

    line: int
    key: str
    expected: str


class WrongSheet(ValueError):
    """A sheet that cannot be used; `faults` has all that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read_sheet(text: str) -> Sheet:
    """Return the sheet, or raise with every fault at once."""
    if len(text) > LONGEST or "\x00" in text:
        fault = Fault(line=1, key="-", expected=f"at most {LONGEST} characters, none of them a null")
        raise WrongSheet((fault,))
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WrongSheet((_syntax(str(error), text),)) from error
    lines = key_lines(text)
    try:
        sheet = Sheet.model_validate(values)
    except ValidationError as error:
        faults = {
            _fault(lines, tuple(one["loc"]), one["type"], one["msg"]) for one in error.errors(include_url=False)
        }
        raise WrongSheet(tuple(sorted(faults))) from error
    wrong = [
        Fault(line=line_of(lines, path), key=_dotted(path), expected=expected)
        for path, expected in contradictions(sheet)
    ]
    if wrong:
        raise WrongSheet(tuple(sorted(wrong)))
    return sheet


def _syntax(message: str, text: str) -> Fault:
    words, _, place = message.rpartition(" (at ")
    digits = [part for part in place.replace(",", " ").rstrip(")").split() if part.isdigit()]
    line = int(digits[0]) if digits else text.count("\n") + 1
    return Fault(line=line, key="-", expected=f"this is not TOML: {words or message}")


def _fault(lines: dict[Path, int], path: Path, kind: str, message: str) -> Fault:
    said = message.removeprefix("Value error, ")
    expected = {"missing": "missing", "extra_forbidden": "unknown key"}.get(kind, said)
    return Fault(line=line_of(lines, path), key=_dotted(path), expected=expected)


def _dotted(path: Path) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "-"
