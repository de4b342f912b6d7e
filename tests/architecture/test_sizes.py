"""Files fit a sitting, functions fit a screen; exceptions are listed and only shrink."""

import ast
import tomllib
from collections.abc import Iterator

import pytest

from tests.architecture.tree import ROOT, name_of, parsed, python_files, statements

LARGEST_FILE, LARGEST_TEST_FILE, LARGEST_FUNCTION = 400, 500, 60
CATCH_ALL = {
    "utils.py",
    "common.py",
    "misc.py",
    "base.py",
    "helpers.py",
    "helper.py",
    "services.py",
    "exceptions.py",
}
EXCEPTIONS = tomllib.loads((ROOT / "tests/architecture/sizes.toml").read_text(encoding="utf-8"))


def functions(name: str, tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield every function of a file with its length in lines, decorators left out."""
    for node in statements(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def too_large(kind: str, sizes: Iterator[tuple[str, int]], limit: int) -> list[str]:
    listed = EXCEPTIONS[kind]
    return [f"{name}: {size}" for name, size in sizes if size > max(limit, listed.get(name, {}).get("lines", 0))]


@pytest.mark.parametrize(("tests", "limit"), [(False, LARGEST_FILE), (True, LARGEST_TEST_FILE)])
def test_files_fit_a_sitting(tests: bool, limit: int) -> None:  # noqa: FBT001 - a parameter of the table
    sizes = (
        (name_of(path), len(path.read_text(encoding="utf-8").splitlines()))
        for path in python_files()
        if "migrations" not in path.parts and ("tests" in path.parts) == tests
    )

    assert too_large("files", sizes, limit) == []


def test_functions_fit_a_screen() -> None:
    sizes = (
        one
        for path in python_files()
        if "migrations" not in path.parts
        for one in functions(name_of(path), parsed(path))
    )

    assert too_large("functions", sizes, LARGEST_FUNCTION) == []


def test_exceptions_are_needed_and_have_a_reason() -> None:
    named = {name.partition(":")[0] for kind in ("files", "functions") for name in EXCEPTIONS[kind]}
    sizes: dict[str, int] = {}
    for path in python_files():
        if name_of(path) in named:
            sizes |= {name_of(path): len(path.read_text(encoding="utf-8").splitlines())}
            sizes |= dict(functions(name_of(path), parsed(path)))

    for one in [*EXCEPTIONS["files"].items(), *EXCEPTIONS["functions"].items()]:
        name, exception = one
        assert exception["reason"], name
        assert sizes.get(name) == exception["lines"], (
            f"{name} has {sizes.get(name)} lines now: lower or remove the exception"
        )


def test_no_drawer_for_everything() -> None:
    assert [name_of(path) for path in python_files() if path.name in CATCH_ALL] == []


def test_a_planted_long_function_is_found() -> None:
    source = "def long():\n" + "    pass\n" * LARGEST_FUNCTION

    assert too_large("functions", functions("planted.py", ast.parse(source)), LARGEST_FUNCTION) == [
        "planted.py:long: 61"
    ]
