"""Reading a declaration in TOML: either all of it, or every fault with its line, key and what was expected."""

import difflib
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from zhishou.contracts.rules.positions import Path, key_lines, line_of

Declared = TypeVar("Declared", bound=BaseModel)
Finding = tuple[Path, str]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """One thing wrong with a declaration."""

    line: int
    key: str
    expected: str

    def words(self, file: str) -> str:
        """Return the fault on one line, as compilers do."""
        return f"{file}:{self.line}: {self.key}: {self.expected}"


class WrongDeclaration(ValueError):
    """A declaration that cannot be used; `faults` has all that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class Sheet(Generic[Declared]):
    """Reads one kind of declaration by its model, and by what contradicts itself beyond each key."""

    def __init__(
        self,
        model: type[Declared],
        *,
        inconsistencies: Callable[[Declared], Iterable[Finding]],
        wrong: type[WrongDeclaration] = WrongDeclaration,
    ) -> None:
        self._model = model
        self._inconsistencies = inconsistencies
        self._wrong = wrong
        self.schema: dict[str, Any] = model.model_json_schema()

    def read(self, text: str) -> Declared:
        """Return what is declared, or raise with every fault at once."""
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self._wrong((_syntax(error, text),)) from error
        lines = key_lines(text)
        found: set[Fault] = set()
        try:
            whole = self._model.model_validate(values)
        except ValidationError as error:
            details = error.errors(include_url=False)
            found = {self._fault(detail, lines) for detail in details}
            whole = self._sound_part(values, wrong={detail["loc"][0] for detail in details})
        found |= {
            Fault(line=line_of(lines, path), key=_dotted(path), expected=expected)
            for path, expected in self._inconsistencies(whole)
        }
        if found:
            raise self._wrong(tuple(sorted(found)))
        return whole

    def _sound_part(self, values: dict[str, object], *, wrong: set[int | str]) -> Declared:
        """Return the keys that are right by themselves, so that what contradicts them is found as well."""
        return self._model.model_construct(
            None,
            **{
                name: TypeAdapter[object](field.annotation or object).validate_python(values[name])
                for name, field in self._model.model_fields.items()
                if name in values and name not in wrong
            },
        )

    def _fault(self, detail: ErrorDetails, lines: dict[Path, int]) -> Fault:
        path = tuple(part for part in detail["loc"] if part != "[key]")
        if detail["type"] == "extra_forbidden":
            expected = self._unknown(path)
        else:
            said = _complaint(detail)
            wanted = self._description(path)
            expected = f"{said}; expected {wanted}" if wanted else said
        return Fault(line=line_of(lines, path), key=_dotted(path), expected=expected)

    def _unknown(self, path: Path) -> str:
        table = self._part_at(path[:-1])
        known = list(_keys(table)) if table is not None else []
        return f"unknown key{near(str(path[-1]), known)}"

    def _description(self, path: Path) -> str:
        """Return what the declaration says of the nearest described key of the path."""
        while path:
            table, name = self._part_at(path[:-1]), path[-1]
            if table is not None:
                for key, described in _keys(table).items():
                    if key == name:
                        return described
            path = path[:-1]
        return ""

    def _part_at(self, path: Path) -> dict[str, object] | None:
        """Follow the path through the declaration's own JSON Schema to the table it names."""
        node: object = self.schema
        for part in path:
            node = self._resolved(node)
            if not isinstance(node, dict):
                return None
            if isinstance(part, int):
                node = node.get("items")
            else:
                node = node.get("properties", {}).get(part, node.get("additionalProperties"))
        found = self._resolved(node)
        return found if isinstance(found, dict) and "properties" in found else None

    def _resolved(self, node: object) -> object:
        if isinstance(node, dict) and "$ref" in node:
            return self.schema["$defs"][str(node["$ref"]).rpartition("/")[2]]
        return node


def near(word: str, known: Iterable[str]) -> str:
    """Return a hint at what may have been meant."""
    names = list(known)
    found = difflib.get_close_matches(word, names, n=1)
    if found:
        return f"; did you mean “{found[0]}”?"
    return f"; expected one of: {', '.join(names)}" if names else ""


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Fault:
    message = str(error)
    words, _, place = message.rpartition(" (at ")
    digits = [part for part in place.replace(",", " ").rstrip(")").split() if part.isdigit()]
    line = int(digits[0]) if digits else text.count("\n") + 1
    return Fault(line=line, key="-", expected=f"this is not TOML: {words or message}")


def _complaint(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "missing"
    message = detail["msg"].removeprefix("Value error, ").rstrip(".")
    if message.startswith("Input should be "):
        return f"{_shown(detail['input'])} is not {message.removeprefix('Input should be ')}"
    return message if "“" in message else f"{_shown(detail['input'])} is wrong: {message}"


def _keys(schema: dict[str, object]) -> dict[str, str]:
    properties = schema.get("properties", {})
    assert isinstance(properties, dict)  # noqa: S101 - our own schema
    return {key: str(value.get("description", "")) for key, value in properties.items()}


def _shown(value: object) -> str:
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004 - fits a line


def _dotted(path: Path) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "-"
