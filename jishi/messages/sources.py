"""Finds every message that an area's code and templates say."""

import ast
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NOT_SAID = {"tests", "migrations", "__pycache__", "locale", "static"}
REFUSAL = "Refusal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message in one file; `plural` is empty where it has none."""

    text: str
    plural: str = ""
    context: str = ""
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A class of Python, as far as its docstring may be a message."""

    name: str
    bases: frozenset[str]
    docstring: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What one file of Python says: messages as text, plural and context, and its classes."""

    said: tuple[tuple[str, str, str], ...]
    kinds: tuple[Kind, ...]


def areas(top: Path) -> list[Path]:
    """Return every folder that keeps its own catalogue: the rooms of each product, and the parts below them."""
    return sorted(
        inner
        for product in (top / "jishi", *(wiring.parents[1] for wiring in top.glob("*/config/wiring.py")))
        for inner in product.glob("*")
        if (inner / "__init__.py").exists() and inner.name not in NOT_SAID
    )


def _files(area: Path, *endings: str) -> Iterator[Path]:
    for path in sorted(area.rglob("*")):
        if path.suffix in endings and not NOT_SAID & set(path.relative_to(area).parts):
            yield path


def said_by(area: Path, *, top: Path) -> list[Said]:
    """Return the messages of one area, each once per file."""
    found = [said for path in _files(area, ".py") for said in _in_python(path, _name(path, top))]
    for path in _files(area, ".html", ".txt"):
        if "templates" in path.relative_to(area).parts:
            # Its indentation means nothing, and would trouble the reader of Python that comes after it.
            lines = templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines()
            found += _in_template("\n".join(line.strip() for line in lines).encode(), _name(path, top))
    families = refusals(top)
    for path in _files(area, ".py"):
        found += [Said(text=text, file=_name(path, top)) for text in _docstrings(path, families)]
    return found


def _name(path: Path, top: Path) -> str:
    return path.relative_to(top).as_posix()


def _in_python(path: Path, name: str) -> Iterator[Said]:
    for text, plural, context in _code(path.read_text(encoding="utf-8")).said:
        yield Said(text=text, plural=plural, context=context, file=name)


@cache
def _code(source: str) -> Code:
    """Read a file once: its messages, its refusals and the kin of all refusals are asked one after another."""
    # By the syntax tree, which also sees into the braces of an f-string.
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call | ast.ClassDef)]
    said = (_said(node) for node in nodes if isinstance(node, ast.Call))
    return Code(
        said=tuple(one for one in said if one),
        kinds=tuple(_kind(node) for node in nodes if isinstance(node, ast.ClassDef)),
    )


def _said(node: ast.Call) -> tuple[str, str, str] | None:
    called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
    if called not in KEYWORDS:
        return None
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    context = texts.pop(0) if "pgettext" in called and texts else ""
    if not texts:
        return None
    plural = texts[1] if "ngettext" in called or "npgettext" in called else ""
    return texts[0], plural, context


def _kind(node: ast.ClassDef) -> Kind:
    bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
    bases |= {base.attr for base in node.bases if isinstance(base, ast.Attribute)}
    return Kind(name=node.name, bases=frozenset(bases), docstring=ast.get_docstring(node) or "")


def _in_template(source: bytes, name: str) -> list[Said]:
    found = []
    for _line, message, _comments, context in extract(
        "python", io.BytesIO(source), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        text, plural = (message, "") if isinstance(message, str) else (message[0], message[1])
        if text:
            found.append(Said(text=text, plural=plural, context=context or "", file=name))
    return found


@cache
def refusals(top: Path) -> frozenset[str]:
    """Return the names of all refusals: of their class, or of one that comes from it."""
    kin = {
        (kind.name, base)
        for area in areas(top)
        for path in _files(area, ".py")
        for kind in _code(path.read_text(encoding="utf-8")).kinds
        for base in kind.bases
    }
    known = {REFUSAL}
    while True:
        more = {name for name, base in kin if base in known} - known
        if not more:
            return frozenset(known)
        known |= more


def one_line(docstring: str) -> str:
    """Return a docstring as the message it is: on one line."""
    return " ".join(docstring.split())


def _docstrings(path: Path, families: frozenset[str]) -> Iterator[str]:
    for kind in _code(path.read_text(encoding="utf-8")).kinds:
        if kind.name in families and kind.docstring:
            yield one_line(kind.docstring)
