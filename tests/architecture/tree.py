"""The checkout as the checks see it: tracked and new files, modules, imports."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTS = ("zhishou", "xieban")
CODE = (*PRODUCTS, "jishi", "tests", "bench")


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the project; from git where there is one, else by walking."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout.split("\0")  # fmt: skip
        return tuple(sorted(ROOT / name for name in listed if name and (ROOT / name).is_file()))
    return tuple(sorted(path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts))


def python_files(*, tests: bool = True) -> list[Path]:
    found = [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in CODE]
    return found if tests else [path for path in found if "tests" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """Yield every statement, however deep; of the ten times as many expressions none."""
    for part in ("body", "handlers", "orelse", "finalbody", "cases"):
        for inner in getattr(tree, part, ()):
            if isinstance(inner, ast.stmt):
                yield inner
            yield from statements(inner)


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and full dotted name of everything a module imports; `from a import b` gives `a.b`."""
    for node in statements(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def type_checking_lines(tree: ast.AST) -> set[int]:
    """Return the lines inside `if TYPE_CHECKING:`; naming a type is not a dependency."""
    return {
        line
        for node in statements(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
