"""Generated calls over the whole published description of the API, as a manager and as a stranger.

Nothing breaks, every answer is as described, and nothing is accepted that the description refuses.
"""

import json
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeAlias

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jishi.api.door import as_json
from tests.test_every_door import House, house
from zhishou.config.api import api
from zhishou.people import actions
from zhishou.people.models import Person

__all__ = ["house"]

Operation: TypeAlias = Any  # the library leaves its own type open

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
]
CALLERS = ("manager", "stranger_manager")
EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "5"))  # of each kind and operation, by each caller
HABITS = settings(
    max_examples=EXAMPLES,
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


def operations() -> Iterator[Any]:
    for found in document().get_all_operations():
        operation = found.ok()
        yield pytest.param(operation, id=operation.label)


def there(house: House, operation: Operation) -> dict[str, str]:
    """Return the values of the path under which something is there."""
    names = [one.name for one in operation.path_parameters]
    known = {"code": house.persons["expert"].role_grants.get().engagement.code}
    pattern = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(operation.path)))
    for route in house.given:
        found = pattern.fullmatch(house.address(route)) if route.startswith("api-1:") else None
        if found:
            return found.groupdict()
    return {name: known.get(name, str(house.persons["expert"].uuid)) for name in names}


def token_for(person: Person, *, at: datetime) -> str:
    """Return a token that was used: else each call would note its first use, and take it back."""
    made = actions.make_token(name="schema", scopes=["write"], expires_at=at + timedelta(days=1), by=person, at=at)
    actions.use_token(raw=made.raw, at=at)
    return made.raw


def arrives_as_meant(case: Any) -> bool:
    """Say whether what is wrong arrives: an address cannot carry an empty list, so that nobody could refuse it."""
    return not any(value in ([], {}) for value in (case.query or {}).values())


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let the calls stay inside this test's transaction, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("operation", list(operations()))
def test_generated_calls_are_answered_as_described(operation: Operation, house: House) -> None:
    """To think a call up costs more than to answer it, so that each is made by every caller."""
    at = timezone.now()
    known = there(house, operation)
    tokens = [token_for(house.persons[caller], at=at) for caller in CALLERS]
    kinds = [operation.as_strategy(GenerationMode.POSITIVE, path_parameters=known or None)]
    if operation.path_parameters:
        kinds.append(operation.as_strategy(GenerationMode.POSITIVE))
    if operation.body or operation.query:
        kinds.append(operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=known or None))

    for kind in kinds:

        @HABITS
        @given(case=kind)
        def ask(case: Any) -> None:
            assume(arrives_as_meant(case))
            for token in tokens:
                with transaction.atomic():
                    case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {token}"})
                    transaction.set_rollback(True)

        ask()
