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
class Source:
    """What a file of Python says by its calls, and its classes: name, what each comes from, docstring."""

    said: list[Said]
    classes: list[tuple[str, set[str], str]]


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
    found = [said for path in _files(area, ".py") for said in _source(path, top).said]
    for path in _files(area, ".html", ".txt"):
        if "templates" in path.relative_to(area).parts:
            # Its indentation means nothing, and would trouble the reader of Python that comes after it.
            lines = templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines()
            found += _in_template("\n".join(line.strip() for line in lines).encode(), _name(path, top))
    families = refusals(top)
    for path in _files(area, ".py"):
        found += [
            Said(text=one_line(docstring), file=_name(path, top))
            for name, _bases, docstring in _source(path, top).classes
            if name in families and docstring
        ]
    return found


def _name(path: Path, top: Path) -> str:
    return path.relative_to(top).as_posix()


@cache
def _source(path: Path, top: Path) -> Source:
    """Read a file once for all that is asked of it: by its syntax tree, which sees into the braces of f-strings."""
    found = Source(said=[], classes=[])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            found.said.extend(_in_call(node, _name(path, top)))
        elif isinstance(node, ast.ClassDef):
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            bases |= {base.attr for base in node.bases if isinstance(base, ast.Attribute)}
            found.classes.append((node.name, bases, ast.get_docstring(node) or ""))
    return found


def _in_call(node: ast.Call, name: str) -> Iterator[Said]:
    called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
    if called not in KEYWORDS:
        return
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    context = texts.pop(0) if "pgettext" in called and texts else ""
    if texts:
        plural = texts[1] if "ngettext" in called or "npgettext" in called else ""
        yield Said(text=texts[0], plural=plural, context=context, file=name)


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
        (name, base)
        for area in areas(top)
        for path in _files(area, ".py")
        for name, bases, _docstring in _source(path, top).classes
        for base in bases
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
