"""Who may import whom, where the import linter cannot see it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.street import contract, street
from tests.architecture.tree import (
    PRODUCTS,
    ROOT,
    imports,
    module_of,
    parsed,
    python_files,
    statements,
    type_checking_lines,
)

AREA_DOORS = {"actions", "queries", "events", "rules"}
JISHI_DOORS = {"door", "events"}


def meetings(module: str, tree: ast.AST) -> list[str]:
    """Return imports of one product in the other."""
    other = {"zhishou": "xieban", "xieban": "zhishou"}.get(module.split(".", maxsplit=1)[0])
    return [f"{module}:{line} imports {name}" for line, name in imports(tree) if name.split(".")[0] == other]


def raids(module: str, tree: ast.AST) -> list[str]:
    """Return places that read or write another area's rows by themselves; naming its models is allowed."""
    area = module.split(".")[:2]
    foreign = {
        alias.asname or alias.name
        for node in statements(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if node.module.split(".")[0] in PRODUCTS and "models" in node.module.split(".")
        if node.module.split(".")[:2] != area
    }
    if not foreign:
        return []
    return [
        f"{module}:{node.lineno} {node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
        if isinstance(node.value, ast.Name) and node.value.id in foreign
    ]


def trespasses(module: str, tree: ast.AST) -> list[str]:
    """Return imports that enter another room by a wall instead of a door."""
    own, quiet, found = module.split("."), type_checking_lines(tree), []
    in_tests = bool({"tests", "conftest"} & set(own))
    for line, name in imports(tree):
        there = name.split(".")
        if line in quiet or len(there) < 3 or there[:2] == own[:2]:
            continue
        if there[0] in PRODUCTS and there[0] == own[0] and there[1] != "config" and own[1] != "config":
            if in_tests and there[1] == "tests":  # the cast of a product, for the tests of all its areas
                continue
            allowed = AREA_DOORS | ({"tests", "models", "jobs"} if in_tests else {"models"})
            if there[2] not in allowed:
                found.append(f"{module}:{line} imports {name}")
        if there[0] == "jishi" and there[2] not in JISHI_DOORS and not in_tests and own[1:2] != ["config"]:
            found.append(f"{module}:{line} imports {name}")
    return found


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module with its tree, read when a test asks: every worker collects these tests."""
    return ((module_of(path), parsed(path)) for path in python_files())


def test_the_products_never_meet_in_python() -> None:
    assert [fault for case in modules() for fault in meetings(*case)] == []


def test_rooms_are_entered_by_their_doors() -> None:
    assert [fault for case in modules() for fault in trespasses(*case)] == []


def test_rows_are_read_and_written_by_their_own_room() -> None:
    proofs = {"tests", "bench"}  # they count rows to judge what the rooms did
    cases = [case for case in modules() if not proofs & set(case[0].split("."))]

    assert [fault for case in cases for fault in raids(*case)] == []


def test_doors_of_the_web_neither_read_nor_write_rows() -> None:
    """House style 6: a view parses, calls one query or action, renders."""
    faults = [
        f"{module_of(path)}:{node.lineno}"
        for path in python_files(tests=False)
        if path.relative_to(ROOT).parts[0] in PRODUCTS and {"web", "api", "jobs"} & set(module_of(path).split("."))
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "save", "delete"}
    ]

    assert faults == []


def test_the_import_linter_keeps_every_contract() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-3000:]


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_area_is_on_the_street_and_in_every_list(product: str) -> None:
    areas = {path.name for path in (ROOT / product).iterdir() if (path / "__init__.py").exists()} - {"tests"}
    inner = {name.split(".")[1] for name in contract("inner", product=product)["containers"]}
    sources = contract("root", product=product)["source_modules"]
    below = {name.split(".")[1] for name in sources if name.startswith(f"{product}.")}

    assert set().union(*street(product)) == areas
    assert inner == below == areas - {"config"}


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("zhishou.duty.actions", "from xieban.flows import engine"),
        ("xieban.chat.web.views", "import zhishou.people.queries"),
    ],
)
def test_a_planted_meeting_is_found(module: str, line: str) -> None:
    assert meetings(module, ast.parse(line))


def test_a_planted_raid_is_found() -> None:
    assert raids(
        "zhishou.duty.queries", ast.parse("from zhishou.people.models import Person\nPerson.objects.all()")
    )


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("zhishou.duty.actions", "from zhishou.people.web.views import sign_in"),
        ("zhishou.duty.web.views", "from zhishou.contracts.jobs import tick"),
        ("zhishou.duty.jobs", "from jishi.outbox.models import Message"),
        ("zhishou.duty.jobs", "def later():\n    from jishi.outbox.models import Message"),
    ],
)
def test_a_planted_trespass_is_found(module: str, line: str) -> None:
    assert trespasses(module, ast.parse(line))
