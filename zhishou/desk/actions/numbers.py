"""Ticket numbers, counted within one engagement, so that nobody can count another's."""

from typing import Final

from django.db import connection

from jishi.database.door import drawn_number, is_postgresql, rows_of
from zhishou.people.models import Engagement


def next_number(engagement: Engagement) -> int:
    """Return the engagement's next number; a refused ticket may leave a gap on PostgreSQL.

    There it is a sequence of the engagement's own, because a counter row would be held until the caller's
    transaction ends and put every ticket of a busy contract in one line. SQLite has one writer anyway.
    """
    if not is_postgresql():
        return int(rows_of(_COUNT, [engagement.pk])[0][0])
    name = sequence_of(engagement)
    drawn = drawn_number(name)
    if drawn is not None:
        return drawn
    # Null where there is no such sequence yet: the first ticket makes it.
    ((number,),) = rows_of("SELECT nextval(to_regclass(%s))", [name])
    if number is None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")
        ((number,),) = rows_of("SELECT nextval(to_regclass(%s))", [name])
    return int(number)


def sequence_of(engagement: Engagement) -> str:
    """Name the sequence of an engagement's numbers."""
    return f"desk_number_of_{int(engagement.pk)}"


_COUNT: Final = (
    "INSERT INTO desk_numbering (engagement_id, last) VALUES (%s, 1)"
    " ON CONFLICT (engagement_id) DO UPDATE SET last = last + 1 RETURNING last"
)
