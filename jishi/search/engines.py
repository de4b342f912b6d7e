"""How each database looks into its own index: FTS5 on SQLite, a GIN index of lexemes on PostgreSQL."""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

Row = tuple[str, str, str]

# The lexemes are made from our own tokens, never by PostgreSQL's parser, which knows no Chinese in a C database.
VECTOR = "array_to_tsvector(string_to_array(rtrim(place || ' ' || tokens), ' '))"
COLUMNS = "kind, place, tokens"


def candidates(
    connection: BaseDatabaseWrapper, *, kind: str, places: Sequence[str] | None, wanted: Sequence[str], most: int
) -> list[Row]:
    """Return the newest documents that hold every wanted token: key, title, body."""
    if connection.vendor == "sqlite":
        match = " AND ".join(f'tokens : "{token}" *' for token in wanted)
        if places is not None:
            match = f"place : ({' OR '.join(places)}) AND {match}"
        statement = (
            "SELECT d.key, d.title, d.body FROM jishi_search_index i JOIN jishi_search_document d ON d.id = i.rowid"
            " WHERE jishi_search_index MATCH %s AND d.kind = %s ORDER BY i.rowid DESC LIMIT %s"
        )
    else:
        match = " & ".join(f"'{token}':*" for token in wanted)
        if places is not None:
            match = f"({' | '.join(places)}) & {match}"
        statement = (
            f"SELECT key, title, body FROM jishi_search_document WHERE {VECTOR} @@ %s::tsquery AND kind = %s"  # noqa: S608
            " ORDER BY id DESC LIMIT %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, [match, kind, most])
        return list(cursor.fetchall())
