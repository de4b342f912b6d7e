"""Reading XML that a stranger may have written: no entities, no outside files, nothing without a bound; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

LARGEST: Final = 1_000_000
"""Bytes; a flow of a hundred nodes with its drawing takes about a tenth."""
DEEPEST: Final = 60
MOST: Final = 20_000
"""Elements."""


class WrongTree(ValueError):
    """A text that is not XML, or XML of a kind that is never read."""

    def __init__(self, words: str, *, line: int) -> None:
        super().__init__(words)
        self.line = line


@dataclass(slots=True, kw_only=True)
class Element:
    """One element of the file, with the line on which it begins; names are `{namespace}local`."""

    name: str
    attributes: Mapping[str, str]
    line: int
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    @property
    def local(self) -> str:
        """Return the name without its namespace."""
        return self.name.rpartition("}")[2]

    @property
    def namespace(self) -> str:
        """Return the namespace, or nothing."""
        return self.name.rpartition("}")[0].removeprefix("{")

    def get(self, name: str, otherwise: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, otherwise)

    def all(self, name: str) -> Iterator["Element"]:
        """Yield the children of that name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Element | None":
        """Return the first child of that name."""
        return next(self.all(name), None)


class _Builder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate("UTF-8", namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.ProcessingInstructionHandler = self.refuse_instruction
        self.open: list[Element] = []
        self.root: Element | None = None
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST or len(self.open) >= DEEPEST:
            raise WrongTree("too many or too deeply nested elements", line=self.parser.CurrentLineNumber)
        named = {_braced(key): value for key, value in attributes.items()}
        element = Element(name=_braced(name), attributes=named, line=self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _name: str) -> None:
        element = self.open.pop()
        element.text = element.text.strip()

    def characters(self, text: str) -> None:
        self.open[-1].text += text

    def refuse_doctype(self, *_: object) -> None:
        raise WrongTree("a document type (DOCTYPE)", line=self.parser.CurrentLineNumber)

    def refuse_instruction(self, *_: object) -> None:
        raise WrongTree("a processing instruction", line=self.parser.CurrentLineNumber)


def read_tree(text: bytes) -> Element:
    """Return the root of the file, or raise with the line that is wrong."""
    if len(text) > LARGEST:
        raise WrongTree("more than a million bytes", line=1)
    builder = _Builder()
    try:
        builder.parser.Parse(text, True)
    except expat.ExpatError as error:
        raise WrongTree(expat.errors.messages.get(error.code, "not XML"), line=error.lineno) from error
    if builder.root is None:
        raise WrongTree("no element", line=1)
    return builder.root


def _braced(name: str) -> str:
    return "{" + name if "}" in name else name
