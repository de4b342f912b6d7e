"""Documents with a position carry its block among their tokens on PostgreSQL, by which the newest are found first."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def add(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "UPDATE jishi_search_document SET tokens = tokens || array_to_tsvector(ARRAY['@' || (position >> 12)])"
            " WHERE position IS NOT NULL"
        )


def take_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "UPDATE jishi_search_document SET tokens = ts_delete(tokens, '@' || (position >> 12))"
            " WHERE position IS NOT NULL"
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("jishi_search", "0003_lexemes")]
    operations: ClassVar = [migrations.RunPython(add, take_away)]
