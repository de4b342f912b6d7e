"""Generated calls over the whole published description of the administration API, as a program that may do all.

Nothing breaks, every answer is as described, and nothing is accepted that the description refuses.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from jishi.api.door import as_json
from xieban.administration.tests.doors import arguments
from xieban.administration.tests.program import Program
from xieban.config.api import api
from xieban.tests.cast import Cast

Operation: TypeAlias = Any  # the library leaves its own type open

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
HABITS = settings(
    max_examples=int(os.environ.get("SCHEMA_EXAMPLES", "3")),  # of each kind and operation
    deadline=None,
    database=None,
    derandomize="SCHEMA_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@cache
def document() -> Any:
    schema = openapi.from_dict(json.loads(as_json(api.get_openapi_schema())))
    schema.app = WSGIHandler()
    return schema


def operations() -> list[Operation]:
    return [found.ok() for found in document().get_all_operations()]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let the calls stay inside this test's transaction, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def known_for(operation: Operation, given_values: dict[str, dict[str, object]]) -> dict[str, str]:
    """Return the values of the path under which something is there."""
    called = operation.definition.raw["operationId"]
    values = next((one for route, one in given_values.items() if called.endswith(route.partition(":")[2])), {})
    return {one.name: str(values[one.name]) for one in operation.path_parameters}


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
def test_generated_calls_are_answered_as_described(cast: Cast) -> None:
    given_values = {route: values for route, values in arguments(cast).items() if route.startswith("api-1:")}
    program = Program(cast.administrator)
    found = operations()
    assert len(found) > 35

    for operation in found:
        known = known_for(operation, given_values)
        kinds = [operation.as_strategy(GenerationMode.POSITIVE, path_parameters=known or None)]
        if operation.body or operation.query:
            kinds.append(operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=known or None))
        for kind in kinds:
            ask(kind, program)


def ask(kind: Any, program: Program) -> None:
    @HABITS
    @given(case=kind)
    def asked(case: Any) -> None:
        with transaction.atomic():
            case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {program.raw}"})
            transaction.set_rollback(True)

    asked()
