"""How each database looks into its own index: FTS5 on SQLite, a GIN index of lexemes on PostgreSQL."""

from collections.abc import Sequence
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from jishi.database.door import changed_by, rows_of
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


BLOCK: Final = 12
"""A document with a position has the block of its position, of 2 ** 12 positions each, among its tokens."""


def newest(
    connection: BaseDatabaseWrapper, *, places: Sequence[str], wanted: Sequence[str], before: int, most: int
) -> list[int]:
    """Return the positions of the newest documents that hold every wanted token, the greatest first.

    A common word is in thousands of documents; PostgreSQL's index would name them all, to be fetched and sorted.
    So it is asked block by block, and only while there are too few: for the newest two, then for all below.
    """
    match = asking(connection, places=places, wanted=wanted)
    if connection.vendor == "sqlite":
        rows = rows_of(_SQLITE, [match, before, most])
    else:
        # A block is small: its few rows are asked for their places, which costs less than the places' long lists.
        block = [asking(connection, places=None, wanted=wanted), list(places), before]
        rows = rows_of(_POSTGRESQL, [before, *block, *block, match, most])
    return [position for (position,) in rows]


_SQLITE: Final = (
    "SELECT position FROM jishi_search_document WHERE"
    " id IN (SELECT rowid FROM jishi_search_index WHERE jishi_search_index MATCH %s) AND position < %s"
    " ORDER BY position DESC LIMIT %s"
)
# Each part is ordered by what no index knows: else a plan that was made for any word walks through all documents
# for a rare one. The parts are disjoint, and the later ones are not begun where the first have enough.
_PART: Final = "(SELECT position FROM jishi_search_document WHERE {} ORDER BY position + 0 DESC)"
_OF_BLOCK: Final = (
    "tokens @@ (SELECT ('''@' || {} || ''' & ' || %s)::tsquery FROM newest)"
    " AND place = ANY(%s) AND position + 0 < %s"
)
_OF_REST: Final = "tokens @@ (SELECT %s::tsquery) AND position + 0 < (SELECT (block - 1) << {} FROM newest)"
_PARTS: Final = (_OF_BLOCK.format("block"), _OF_BLOCK.format("block - 1"), _OF_REST.format(BLOCK))
_POSTGRESQL: Final = (  # noqa: S608 - our own words
    "WITH newest AS (SELECT max(position) >> {} AS block FROM jishi_search_document WHERE position < %s)"
    " SELECT position FROM ({}) AS found LIMIT %s"
).format(BLOCK, " UNION ALL ".join(_PART.format(part) for part in _PARTS))


def kept(connection: BaseDatabaseWrapper, *, place: str, position: int | None, tokens: Sequence[str]) -> str:
    """Return the tokens as the engine keeps them; PostgreSQL has place and block too, marked as no word is."""
    if connection.vendor == "sqlite":
        return " ".join(tokens)
    block = [] if position is None else [f"@{position >> BLOCK}"]
    return " ".join([f"={place}", *block, *tokens])


def put_in(rows: Sequence[Sequence[object]]) -> None:
    """Write documents, column by column as in `COLUMNS`, in place of what was known of them, in one statement."""
    changed_by(_PUTTING_IN, [list(column) for column in zip(*rows, strict=True)])


COLUMNS: Final = ("kind", "key", "scope", "title", "body", "place", "position", "tokens")
"""What a document holds."""
_CHANGING: Final = COLUMNS[2:]
_PUTTING_IN: Final = (  # noqa: S608 - our own words
    "INSERT INTO jishi_search_document ({}) SELECT {}, array_to_tsvector(string_to_array(rtrim(tokens), ' '))"
    " FROM unnest({}) AS given({}) ON CONFLICT (kind, key) DO UPDATE SET {}"
).format(
    ", ".join(COLUMNS),
    ", ".join(COLUMNS[:-1]),
    ", ".join(f"%s::{'bigint' if name == 'position' else 'text'}[]" for name in COLUMNS),
    ", ".join(COLUMNS),
    ", ".join(f"{name} = excluded.{name}" for name in _CHANGING),
)


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
