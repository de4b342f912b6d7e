"""Reading a declaration in TOML: either all of it, or every fault with its line, key and what was expected."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from jishi.sentences.door import Sentence, Translate, in_english
from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.complaints import complaint, nothing_that_fits
from zhishou.contracts.rules.positions import Path, key_lines, line_of
from zhishou.contracts.rules.syntax import NULL, NoToml, nulls, read_toml

Declared = TypeVar("Declared", bound=BaseModel)
Finding = tuple[Path, Sentence]
EXPECTED: Final = _("%(wrong)s; expected: %(wanted)s")
MEANT: Final = _("%(wrong)s; did you mean “%(meant)s”?")
ONE_OF: Final = _("%(wrong)s; expected one of: %(known)s")


class Told(NamedTuple):
    """A fault in the language of who reads it."""

    line: int
    key: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a declaration."""

    line: int
    key: str
    expected: Sentence

    def told(self, translate: Translate) -> Told:
        """Return the fault in the language of a catalogue."""
        return Told(self.line, self.key, self.expected.said(translate))

    def words(self, file: str, translate: Translate = in_english) -> str:
        """Return the fault on one line, as compilers do."""
        return f"{file}:{self.line}: {self.key}: {self.expected.said(translate)}"


class WrongDeclaration(ValueError):
    """A declaration that cannot be used; `faults` has all that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults), key=lambda one: one.told(in_english)))
        super().__init__(f"{len(self.faults)} faults")


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
            values = read_toml(text)
        except NoToml as error:
            raise self._wrong([Fault(line=error.line, key="-", expected=error.sentence)]) from error
        lines = key_lines(text)
        found: list[Finding] = [(path, Sentence.of(NULL)) for path in nulls(values)]
        try:
            whole = self._model.model_validate(values)
        except ValidationError as error:
            details = error.errors(include_url=False)
            found += [self._finding(detail, values) for detail in details]
            whole = self._sound_part(values, wrong={detail["loc"][0] for detail in details})
        found += self._inconsistencies(whole)
        if found:
            raise self._wrong(
                Fault(line=line_of(lines, path), key=_dotted(path), expected=said) for path, said in found
            )
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

    def _finding(self, detail: ErrorDetails, values: dict[str, object]) -> Finding:
        loc = tuple(part for part in detail["loc"] if part != "[key]")
        path = loc if detail["type"] in {"missing", "extra_forbidden"} else _within(values, loc)
        said = complaint(detail)
        if detail["type"] == "extra_forbidden":
            table = self._part_at(path[:-1])
            return path, near(said, str(path[-1]), _keys(table) if table is not None else ())
        if path != loc:  # of a key where several kinds may stand, each of which complains
            said = nothing_that_fits(_value_at(values, path))
        wanted = self._description(path)
        return path, Sentence.of(EXPECTED, wrong=said, wanted=Sentence.of(wanted)) if wanted else said

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
        if isinstance(node, dict) and "anyOf" in node:  # a table, or nothing
            node = next((one for one in node["anyOf"] if "$ref" in one), node)
        if isinstance(node, dict) and "$ref" in node:
            return self.schema["$defs"][str(node["$ref"]).rpartition("/")[2]]
        return node


def near(wrong: Sentence, word: str, known: Iterable[str]) -> Sentence:
    """Return what is wrong with a hint at what may have been meant."""
    names = tuple(known)
    found = difflib.get_close_matches(word, names, n=1)
    if found:
        return Sentence.of(MEANT, wrong=wrong, meant=found[0])
    return Sentence.of(ONE_OF, wrong=wrong, known=names) if names else wrong


def _steps(values: object, path: Path) -> Iterator[object]:
    """Yield the value at every part of a path, as far as there are values."""
    for part in path:
        if isinstance(values, list):
            values = dict(enumerate(values))
        if not isinstance(values, dict) or part not in values:
            return
        values = values[part]
        yield values


def _within(values: dict[str, object], loc: Path) -> Path:
    """Return the part of an error's place that is a place in the text; the kinds of a union are none."""
    return loc[: sum(1 for _step in _steps(values, loc))]


def _value_at(values: dict[str, object], path: Path) -> object:
    return [values, *_steps(values, path)][-1]


def _keys(schema: dict[str, object]) -> dict[str, str]:
    properties = schema.get("properties", {})
    assert isinstance(properties, dict)  # noqa: S101 - our own schema
    return {key: str(value.get("description", "")) for key, value in properties.items()}


def _dotted(path: Path) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "-"
