"""Reading a pack: either the whole of it, or every fault with its line, key and what was expected."""

import difflib
import tomllib
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from zhishou.contracts.rules.consistency import inconsistencies
from zhishou.contracts.rules.pack import Pack
from zhishou.contracts.rules.positions import Path, key_lines, line_of


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """One thing wrong with a pack."""

    line: int
    key: str
    expected: str

    def words(self, file: str) -> str:
        """Return the fault on one line, as compilers do."""
        return f"{file}:{self.line}: {self.key}: {self.expected}"


class WrongPack(ValueError):
    """A pack that cannot be loaded; `faults` has all that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read_pack(text: str) -> Pack:
    """Return the pack, or raise with every fault at once."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongPack((_syntax(error, text),)) from error
    lines = key_lines(text)
    found: set[Fault] = set()
    try:
        pack = Pack.model_validate(values)
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = {_fault(detail, lines) for detail in details}
        pack = _sound_part(values, wrong={detail["loc"][0] for detail in details})
    found |= {
        Fault(line=line_of(lines, path), key=_dotted(path), expected=expected)
        for path, expected in inconsistencies(pack)
    }
    if found:
        raise WrongPack(tuple(sorted(found)))
    return pack


def _sound_part(values: dict[str, object], *, wrong: set[int | str]) -> Pack:
    """Return a pack of the keys that are right by themselves, so that what contradicts them is found as well."""
    return Pack.model_construct(
        None,
        **{
            name: TypeAdapter[object](field.annotation or object).validate_python(values[name])
            for name, field in Pack.model_fields.items()
            if name in values and name not in wrong
        },
    )


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Fault:
    message = str(error)
    words, _, place = message.rpartition(" (at ")
    digits = [part for part in place.replace(",", " ").rstrip(")").split() if part.isdigit()]
    line = int(digits[0]) if digits else text.count("\n") + 1
    return Fault(line=line, key="-", expected=f"this is not TOML: {words or message}")


def _fault(detail: ErrorDetails, lines: dict[Path, int]) -> Fault:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    if detail["type"] == "extra_forbidden":
        expected = _unknown(path)
    else:
        said = _complaint(detail)
        wanted = _description(path)
        expected = f"{said}; expected {wanted}" if wanted else said
    return Fault(line=line_of(lines, path), key=_dotted(path), expected=expected)


def _complaint(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "missing"
    message = detail["msg"].removeprefix("Value error, ").rstrip(".")
    if message.startswith("Input should be "):
        return f"{_shown(detail['input'])} is not {message.removeprefix('Input should be ')}"
    return message if "“" in message else f"{_shown(detail['input'])} is wrong: {message}"


def _unknown(path: Path) -> str:
    table = _part_at(path[:-1])
    known = list(_keys(table)) if table is not None else []
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    hint = f"; did you mean “{near[0]}”?" if near else f"; expected one of: {', '.join(known)}" if known else ""
    return f"unknown key{hint}"


def _description(path: Path) -> str:
    """Return what the declaration says of the nearest described key of the path."""
    while path:
        table, name = _part_at(path[:-1]), path[-1]
        if table is not None:
            for key, described in _keys(table).items():
                if key == name:
                    return described
        path = path[:-1]
    return ""


def _keys(schema: dict[str, object]) -> dict[str, str]:
    properties = schema.get("properties", {})
    assert isinstance(properties, dict)  # noqa: S101 - our own schema
    return {key: str(value.get("description", "")) for key, value in properties.items()}


def _part_at(path: Path) -> dict[str, object] | None:
    """Follow the path through the pack's own JSON Schema to the table it names."""
    node: object = _SCHEMA
    for part in path:
        node = _resolved(node)
        if not isinstance(node, dict):
            return None
        if isinstance(part, int):
            node = node.get("items")
        else:
            node = node.get("properties", {}).get(part, node.get("additionalProperties"))
    found = _resolved(node)
    return found if isinstance(found, dict) and "properties" in found else None


def _resolved(node: object) -> object:
    if isinstance(node, dict) and "$ref" in node:
        return _SCHEMA["$defs"][str(node["$ref"]).rpartition("/")[2]]
    return node


def _shown(value: object) -> str:
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004 - fits a line


def _dotted(path: Path) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "-"


def schema() -> dict[str, object]:
    """Return the JSON Schema of a pack, as published in wire/."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_SCHEMA}


_SCHEMA = Pack.model_json_schema()
