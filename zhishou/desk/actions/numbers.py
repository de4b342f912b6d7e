"""Ticket numbers, counted within one engagement, so that nobody can count another's."""

from django.db import connection
from django.db.models import F

from zhishou.desk.models import Numbering
from zhishou.people.models import Engagement


def next_number(engagement: Engagement) -> int:
    """Return the engagement's next number; a refused ticket may leave a gap on PostgreSQL.

    There it is a sequence of the engagement's own, because a counter row would be held until the caller's
    transaction ends and put every ticket of a busy contract in one line. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        name = f"desk_number_of_{int(engagement.pk)}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [name])
            if cursor.fetchone() == (None,):
                cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")
            cursor.execute("SELECT nextval(%s)", [name])
            return int(cursor.fetchone()[0])
    Numbering.objects.get_or_create(engagement=engagement)
    Numbering.objects.filter(engagement=engagement).update(last=F("last") + 1)
    return Numbering.objects.values_list("last", flat=True).get(engagement=engagement)
