"""The administration API as a whole: published as it is, described in words, closed unless it says for whom."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from xieban.administration.rules.scopes import AREAS, READ_ONLY
from xieban.config.api import api

PROBLEM = {"$ref": "#/components/responses/Problem"}


def views() -> Iterator[tuple[str, Any]]:
    for _, router in api._routers:
        for path in router.path_operations.values():
            for operation in path.operations:
                yield operation.methods[0], operation.view_func


@pytest.mark.parametrize("name", ["wire/xieban-admin.json", "docs/reference/xieban-admin.md"])
def test_the_published_description_is_the_api_as_it_is(name: str, tmp_path: Path) -> None:
    call_command("api", "export", to=tmp_path)

    published, now = Path(settings.BASE_DIR) / name, tmp_path / name

    assert published.read_text(encoding="utf-8") == now.read_text(encoding="utf-8"), "run `xieban api export`"


def test_every_operation_asks_for_a_scope_of_its_own() -> None:
    found = list(views())

    assert len(found) > 35
    assert {getattr(view, "scope_area", None) for _, view in found} == set(AREAS)
    assert {view.scope_area for method, view in found if method == "POST"} == set(AREAS) - READ_ONLY


def test_every_operation_says_what_it_does_and_how_it_refuses() -> None:
    operations = [one for verbs in api.get_openapi_schema()["paths"].values() for one in verbs.items()]

    for method, operation in operations:
        refusals = {status: given for status, given in operation["responses"].items() if status >= 400}
        headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
        assert operation.get("description", "").endswith("."), operation["summary"]
        assert all(given == PROBLEM for given in refusals.values())
        assert ("Idempotency-Key" in headers) == (method == "post")


def test_the_description_is_served_to_anybody_and_nothing_else_is() -> None:
    assert Client().get("/admin/api/v1/openapi.json").json()["info"]["title"] == "Xieban administration"
    answer = Client().get("/admin/api/v1/nowhere")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
