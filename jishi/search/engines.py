"""How each database looks into its own index: FTS5 on SQLite, a GIN index of lexemes on PostgreSQL."""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from jishi.search.tokens import is_whole

Row = tuple[str, str, str]


def candidates(
    connection: BaseDatabaseWrapper, *, kind: str, places: Sequence[str] | None, wanted: Sequence[str], most: int
) -> list[Row]:
    """Return the newest documents that hold every wanted token: key, title, body."""
    match = asking(connection, places=places, wanted=wanted)
    if connection.vendor == "sqlite":
        statement = (
            "SELECT d.key, d.title, d.body FROM jishi_search_index i JOIN jishi_search_document d ON d.id = i.rowid"
            " WHERE jishi_search_index MATCH %s AND d.kind = %s ORDER BY i.rowid DESC LIMIT %s"
        )
    else:
        statement = (
            "SELECT key, title, body FROM jishi_search_document WHERE tokens @@ %s::tsquery AND kind = %s"
            " ORDER BY id DESC LIMIT %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, [match, kind, most])
        return list(cursor.fetchall())


def kept(connection: BaseDatabaseWrapper, *, place: str, tokens: Sequence[str]) -> str:
    """Return the tokens as the engine keeps them; PostgreSQL has the place among them, marked as no word is."""
    return " ".join(tokens if connection.vendor == "sqlite" else [f"={place}", *tokens])


def holds(connection: BaseDatabaseWrapper, *, places: Sequence[str] | None, wanted: Sequence[str]) -> RawSQL:
    """Return the condition that a document holds every wanted token, for a statement of its own or inside another.

    It names its columns alone: inside another statement they are those of the innermost table.
    """
    match = asking(connection, places=places, wanted=wanted)
    if connection.vendor == "sqlite":
        statement = "id IN (SELECT rowid FROM jishi_search_index WHERE jishi_search_index MATCH %s)"
    else:
        statement = "tokens @@ %s::tsquery"
    return RawSQL(statement, [match], output_field=BooleanField())  # noqa: S611 - the words are a parameter


def asking(connection: BaseDatabaseWrapper, *, places: Sequence[str] | None, wanted: Sequence[str]) -> str:
    """Say in the engine's words what to look for; two Han letters are a whole token, all else a beginning."""
    if connection.vendor == "sqlite":
        match = " AND ".join(f'tokens : "{token}"{"" if is_whole(token) else " *"}' for token in wanted)
        return match if places is None else f"place : ({' OR '.join(places)}) AND {match}"
    match = " & ".join(f"'{token}'{'' if is_whole(token) else ':*'}" for token in wanted)
    if places is None:
        return match
    quoted = [f"'={place}'" for place in places]
    return f"({' | '.join(quoted)}) & {match}"
