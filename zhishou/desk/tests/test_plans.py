"""A console over a hundred thousand tickets asks the indexes of the few that are going on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from conftest import NOON
from zhishou.desk.queries.dues import late_next
from zhishou.desk.queries.lists import hands
from zhishou.desk.tests.factories import Desk

pytestmark = pytest.mark.one_engine  # SQLite plans for few rows as for many


def plans(ask: Callable[[], object]) -> str:
    """Return how SQLite goes about what is asked, as it is asked: a value that is bound is no part of the text."""
    found: list[str] = []

    def explain(execute: Any, sql: str, values: Any, many: bool, context: Any) -> object:  # noqa: FBT001 - Django's
        found.extend(row[3] for row in execute(f"EXPLAIN QUERY PLAN {sql}", values, many, context))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(explain):
        ask()
    return "\n".join(found)


def test_what_is_late_next_is_read_from_the_first_clock_on(desk: Desk) -> None:
    plan = plans(lambda: late_next(desk.cast.manager, engagement=desk.cast.engagement, at=NOON))

    assert "SEARCH desk_clock USING INDEX desk_clock_late_next" in plan
    assert "USING INDEX desk_ticket" not in plan, "all that is going on would be gathered first"


def test_in_whose_hands_something_is_asks_for_what_is_going_on_alone(desk: Desk) -> None:
    plan = plans(lambda: hands(desk.cast.engagement, at=NOON))

    assert "desk_ticket_in_hand" in plan or "desk_ticket_going" in plan
