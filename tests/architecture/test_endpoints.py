"""Every operation of the API keeps the house's habits: pages, keys, tags, problems, words."""

from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import pytest
from ninja import Schema

from zhishou.config.api import api

NO_TAG_NEEDED = "Asks no If-Match:"
TAG_TOO = "Asks If-Match:"  # a POST that changes what others may have changed
PROBLEM = {"$ref": "#/components/responses/Problem"}


def operations() -> Iterator[Any]:
    for path, verbs in sorted(api.get_openapi_schema()["paths"].items()):
        for method, operation in sorted(verbs.items()):
            yield pytest.param(method, operation, id=f"{method.upper()} {path}")


def headers(operation: dict[str, Any]) -> set[str]:
    return {one["name"] for one in operation["parameters"] if one["in"] == "header"}


def answer(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the successful answer, by its name where it has one."""
    [success] = [given for status, given in operation["responses"].items() if status < 300]
    found: dict[str, Any] = success.get("content", {}).get("application/json", {}).get("schema", {})
    return found


@pytest.mark.parametrize(("method", "operation"), list(operations()))
def test_an_operation_says_in_words_what_it_does(method: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation.get("description", "").endswith("."), "give the endpoint a docstring"


@pytest.mark.parametrize(("method", "operation"), list(operations()))
def test_a_list_is_cut_into_pages(method: str, operation: dict[str, Any]) -> None:
    name = answer(operation).get("$ref", "").rsplit("/", 1)[-1]
    asked = {one["name"] for one in operation["parameters"] if one["in"] == "query"}

    assert answer(operation).get("type") != "array", "answer with Page[...]"
    assert name.startswith("Page_") == ({"cursor", "limit"} <= asked)


@pytest.mark.parametrize(("method", "operation"), list(operations()))
def test_a_post_takes_a_key_and_a_change_takes_a_tag(method: str, operation: dict[str, Any]) -> None:
    reasoned = NO_TAG_NEEDED in operation["description"]

    assert ("Idempotency-Key" in headers(operation)) == (method == "post")
    changes = method in {"put", "patch", "delete"} or TAG_TOO in operation["description"]
    assert ("If-Match" in headers(operation)) == (changes and not reasoned)


@pytest.mark.parametrize(("method", "operation"), list(operations()))
def test_every_refusal_is_a_problem(method: str, operation: dict[str, Any]) -> None:
    refusals = {status: given for status, given in operation["responses"].items() if status >= 400}

    assert set(refusals) >= {400, 401, 403, 404, 422}
    assert all(given == PROBLEM for given in refusals.values())


def schemas(base: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for one in base.__subclasses__():
        yield one
        yield from schemas(one)


def enums(*annotations: object) -> Iterator[type[Enum]]:
    """Yield the choices that stand in annotations: the document holds each under its name, too."""
    for one in annotations:
        if isinstance(one, type) and issubclass(one, Enum):
            yield one
        yield from enums(*get_args(one))


def test_no_two_schemas_share_a_name() -> None:
    """The document holds one schema of a name; of two, the reader of one would be told of the other."""
    found = defaultdict(set)
    for one in schemas():
        if one.__module__.startswith("zhishou."):
            for named in (one, *enums(*(field.annotation for field in one.model_fields.values()))):
                found[named.__name__].add(named.__module__)

    assert {name: sorted(modules) for name, modules in found.items() if len(modules) > 1} == {}
