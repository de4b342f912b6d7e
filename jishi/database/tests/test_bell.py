import pytest
from django.db import DatabaseError, connection

from jishi.database.door import Bell, ring

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def end_the_other_connections() -> None:
    """Do to them what a database that is started anew does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite there is no connection to lose")
def test_a_bell_whose_connection_broke_says_so_and_hears_again() -> None:
    bell = Bell("test_bell")
    bell.open()
    end_the_other_connections()

    with pytest.raises(DatabaseError):
        bell.wait(timeout=30)
    bell.close()
    bell.open()
    ring("test_bell", "again")

    assert bell.wait(timeout=30) == ["again"]
    bell.close()
