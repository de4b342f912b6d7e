"""Whatever is recorded anywhere has a name that readers know."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

from zhishou.contracts.rules.entitlements import MovementKind
from zhishou.desk.channels.registry import channels
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.visits import ActKind
from zhishou.duty.models.changes import SwapState
from zhishou.inspections.rules.words import ActKind as RoundActKind
from zhishou.ledger.queries.naming import CHANNELS, KINDS, WHAT, process_in_words
from zhishou.people.events import FACTS

PRODUCT = Path(__file__).resolve().parents[1] / "zhishou"
RECORDERS = {"record", "_record", "_record_absence", "file", "file_round", "_file", "Fact"}
CODE = re.compile(r"[a-z]+(?:_[a-z]+)*(?:\.[a-z]+(?:_[a-z]+)*)?")
# Codes whose end is decided while the product runs.
FAMILIES = {
    "contracts.entitlement_{}": [kind.value for kind in MovementKind],
    "desk.ticket_{}": [kind.value for kind in ChangeKind],
    "desk.visit_{}": [kind.value for kind in ActKind],
    "duty.swap_{}": [SwapState.AGREED.value, SwapState.DECLINED.value],
    "duty.{}": [],  # the areas' own `_record`, whose callers are read too
    "inspections.round_{}": [kind.value for kind in RoundActKind],
    "inspections.{}": [],  # as above
    "people.{}": [re.sub(r"(?<!^)(?=[A-Z])", "_", fact.__name__).lower() for fact in FACTS],
}


@cache
def recorded() -> frozenset[tuple[str, str]]:
    """Every code that is handed to a recorder, with the file that does it."""
    return frozenset(_recorded())


def _recorded() -> Iterator[tuple[str, str]]:
    for path in sorted(PRODUCT.rglob("*.py")):
        area, *rooms = path.relative_to(PRODUCT).parts
        if "tests" in rooms or "migrations" in rooms:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            yield from ((code, f"{area}/{'/'.join(rooms)}") for code in _codes(node, area))


def _codes(node: ast.AST, area: str) -> Iterator[str]:
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        named = [one.value for one in node.keywords if one.arg == "what"]
        given = [*named, *node.args[:2]] if called in RECORDERS else []
    elif isinstance(node, ast.Assign) and [getattr(one, "id", "") for one in node.targets] == ["what"]:
        given = [node.value]
    else:
        return
    for value in given:
        code = _text(value)
        if CODE.fullmatch(code.replace("{}", "x")):
            yield from _family(code if "." in code else f"{area}.{code}")


def _text(value: ast.expr) -> str:
    if isinstance(value, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in value.values)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _family(code: str) -> list[str]:
    return [code.replace("{}", end) for end in FAMILIES[code]] if "{}" in code else [code]


def test_every_recorded_code_has_a_name() -> None:
    nameless = {(code, file) for code, file in recorded() if code not in WHAT}

    assert nameless == set()


def test_every_name_is_recorded_somewhere() -> None:
    assert set(WHAT) - {code for code, _file in recorded()} == set()


@pytest.mark.parametrize("fact", FACTS)
def test_what_a_fact_is_about_has_a_name(fact: type) -> None:
    assert fact.about in KINDS  # type: ignore[attr-defined]


def test_a_channel_that_acts_by_itself_has_the_name_that_the_desk_gives_it() -> None:
    with translation.override("zh-hans"):
        assert {kind: str(name) for kind, name in CHANNELS.items()} == {
            kind: str(one.name) for kind, one in channels().items()
        }
        assert process_in_words("channel alert") == "渠道：告警"


def test_every_process_that_acts_by_itself_has_a_name() -> None:
    said = re.compile(r"""\b(?:process(?:: str)?|PROCESS(?:: Final)?|by_name) ?= ?"([a-z. ]+)\"""")
    files = [path for path in PRODUCT.rglob("*.py") if not {"tests", "migrations"} & {*path.parts}]
    found = {name for path in files for name in said.findall(path.read_text(encoding="utf-8"))}

    assert {"desk", "watch", "tick"} <= found
    with translation.override("zh-hans"):
        assert [name for name in sorted(found) if process_in_words(name).isascii()] == []
