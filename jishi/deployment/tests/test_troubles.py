"""What is wrong with the database itself, told apart from what was wrongly asked of it."""

import pytest
from django.db import DatabaseError, connection, transaction

from jishi.deployment.door import about_database, is_at_fault_itself

pytestmark = pytest.mark.django_db


def asked(statement: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return caught.value


def test_a_table_that_was_never_made_is_named_with_what_makes_it() -> None:
    error = asked("SELECT 1 FROM never_made")

    said = str(about_database(error))

    assert is_at_fault_itself(error)
    assert "never_made" in said
    assert "SELECT" not in said
    assert "migrate" in said
    assert "缺少本版本的表" in said


@pytest.mark.parametrize("statement", ["SELEKT 1", "SELECT nothing_of_the_kind"])
def test_what_we_asked_wrongly_is_a_fault_of_ours(statement: str) -> None:
    assert not is_at_fault_itself(asked(statement))
