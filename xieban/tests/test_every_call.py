"""Every call of the administration API, one by one: there is one for each thing that an operator does, and each
refuses whoever has no token, or no scope for it; each change asks for a reason, each that could do harm for a plan.
"""

import re
from typing import Any, Final

import pytest
from django.test import Client

from xieban.administration.models import Entry
from xieban.administration.rules.scopes import SCOPES
from xieban.administration.tests.doors import arguments
from xieban.administration.tests.program import ROOT, Program
from xieban.config.api import api
from xieban.tests.cast import Cast

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PROMISED: Final = frozenset(
    {
        "GET /parameters", "GET /parameters/{name}/changes", "POST /parameters/{name}",
        "GET /accounts/{uuid}/permissions",
        "GET /flows", "GET /flows/{key}/versions", "GET /flows/{key}/versions/{number}/file", "POST /flows",
        "POST /flows/{key}/versions/{number}/publish", "POST /flows/{key}/versions/{number}/roll-back",
        "GET /instances", "GET /instances/{uuid}", "GET /instances/{uuid}/history",
        "GET /instances/{uuid}/migration",
        *(f"POST /instances/{{uuid}}/{verb}" for verb in (
            "suspend", "resume", "reassign", "retry", "jump", "migrate", "terminate",
        )),
        "GET /accounts", "GET /accounts/{uuid}", "POST /accounts/{uuid}/lock", "POST /accounts/{uuid}/unlock",
        "POST /accounts/{uuid}/sign-out",
        "GET /sessions", "POST /sessions/{uuid}/end",
        "GET /queue", "GET /queue/tasks", "GET /queue/messages", "POST /queue/tasks/{uuid}/retry",
        "POST /queue/messages/{number}/retry",
        "GET /search", "POST /search/{name}/rebuild",
        "GET /attachments/verification",
        "GET /audit", "GET /audit/{uuid}",
        "GET /parts", "GET /parts/{name}",
    }
)  # fmt: skip
HARMLESS: Final = re.compile(r"/(sign-out|unlock|end|retry|rebuild|flows)$")
"""What needs no plan: it takes nothing away that is not there again with the next click; a draft runs nowhere."""
BODIES: Final[dict[str, dict[str, Any]]] = {
    "/flows": {"text": "<x/>"},
    "/instances/{uuid}/jump": {"token": 1, "to": "x"},
    "/instances/{uuid}/migrate": {"version": 1},
    "/instances/{uuid}/reassign": {"token": 1, "people": ["clerk"]},
    "/instances/{uuid}/retry": {"token": 1},
    "/parameters/{name}": {"value": "9"},
}
QUERY: Final = {"version": 1}
"""What is asked of an instance's migration; others ask nothing of the kind."""
REASON: Final = "工单 2023-0001"


def calls() -> list[tuple[str, str, str]]:
    """Return method, path and operation of every call as published."""
    paths = api.get_openapi_schema()["paths"]
    return [
        (method.upper(), path.removeprefix(ROOT), str(one["operationId"]))
        for path, ways in paths.items()
        for method, one in ways.items()
    ]


def address(path: str, operation: str, known: dict[str, dict[str, object]]) -> str:
    values = next((one for route, one in known.items() if operation.endswith(route.partition(":")[2])), {})
    return path.format(**values) if "{" in path else path


def area_of(path: str) -> str:
    elsewhere = {"permissions": "permissions", "sign-out": "sessions"}
    return elsewhere.get(path.rpartition("/")[2]) or path.split("/")[1]


def status(client: Client, method: str, where: str, **body: Any) -> int:
    if method == "GET":
        return client.get(f"{ROOT}{where}", QUERY).status_code
    return client.post(f"{ROOT}{where}", body, content_type="application/json").status_code


def test_there_is_a_call_for_everything_that_is_promised_and_no_other() -> None:
    assert {f"{method} {path}" for method, path, _operation in calls()} == PROMISED


def test_each_refuses_whoever_has_no_token_or_every_scope_but_its_own(cast: Cast) -> None:
    known = {route: one for route, one in arguments(cast).items() if route.startswith("api-1:")}
    nobody, found = Client(), {}

    for method, path, operation in calls():
        where, body = address(path, operation, known), BODIES.get(path, {}) | {"reason": REASON, "dry_run": True}
        others = Program(cast.administrator, *(one for one in SCOPES if one.split(":")[0] != area_of(path)))
        found[f"{method} {path}"] = (
            status(nobody, method, where, **body),
            status(others.client, method, where, **body),
        )
        if method == "POST":
            looks = Program(cast.administrator, f"{area_of(path)}:read")
            assert status(looks.client, method, where, **body) == 403, path

    assert found == dict.fromkeys(found, (401, 403))


def test_each_change_asks_for_a_reason_and_what_could_do_harm_for_a_dry_run_before(cast: Cast) -> None:
    known = {route: one for route, one in arguments(cast).items() if route.startswith("api-1:")}
    program = Program(cast.administrator)

    for method, path, operation in calls():
        if method == "POST":
            where, body = address(path, operation, known), BODIES.get(path, {})
            for reason in ({}, {"reason": ""}, {"reason": "字" * 401}):
                assert status(program.client, method, where, **body, **reason, dry_run=True) == 422, (path, reason)
            answered = status(program.client, method, where, **body, reason=REASON)
            is_planned = HARMLESS.search(path) is None or path.startswith("/instances")
            assert (answered == 428) == is_planned, (path, answered)


def test_each_call_stands_in_the_log_and_a_change_with_before_and_after(cast: Cast) -> None:
    known = {route: one for route, one in arguments(cast).items() if route.startswith("api-1:")}
    program = Program(cast.administrator)

    for method, path, operation in calls():
        where = address(path, operation, known)
        answered = status(program.client, method, where, **BODIES.get(path, {}), reason=REASON, dry_run=True)
        entry = Entry.objects.exclude(method="PAGE").latest("id")
        assert (entry.method, entry.path, entry.status) == (
            method,
            f"{ROOT}{where}{'?version=1' if method == 'GET' else ''}",
            answered,
        )
        assert (entry.person, entry.token) == (cast.administrator, program.token)
        if method == "POST" and answered == 200:
            assert (entry.is_dry_run, entry.reason) == (True, REASON)
            assert None not in (entry.before, entry.after), path
