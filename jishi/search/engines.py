"""How each database looks into its own index: FTS5 on SQLite, a GIN index of lexemes on PostgreSQL."""

from collections.abc import Sequence
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from jishi.database.door import changed_by, rows_of
from jishi.search.tokens import is_letter, is_whole

Row = tuple[str, str, str]


def candidates(
    connection: BaseDatabaseWrapper, *, kind: str, places: Sequence[str] | None, wanted: Sequence[str], most: int
) -> list[Row]:
    """Return the newest documents that hold every wanted token: key, title, body."""
    apart, letters = _apart(connection, wanted)
    match = asking(connection, places=places, wanted=apart)
    if connection.vendor == "sqlite":
        statement = (
            "SELECT d.key, d.title, d.body FROM jishi_search_index i JOIN jishi_search_document d ON d.id = i.rowid"
            " WHERE jishi_search_index MATCH %s AND d.kind = %s ORDER BY i.rowid DESC LIMIT %s"
        )
    else:
        statement = (
            f"SELECT key, title, body FROM jishi_search_document WHERE tokens @@ %s::tsquery AND {_LETTERS}"  # noqa: S608 - our own words
            " AND kind = %s ORDER BY id DESC LIMIT %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, [match, *letters, kind, most])
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
    apart, letters = _apart(connection, wanted)
    match = asking(connection, places=places, wanted=apart)
    if connection.vendor == "sqlite":
        rows = rows_of(_SQLITE, [match, before, most])
    else:
        # A block is small: its few rows are asked for their places, which costs less than the places' long lists.
        block = [asking(connection, places=None, wanted=apart), *letters, list(places), before]
        rows = rows_of(_POSTGRESQL, [before, *block, *block, match, *letters, most])
    return [position for (position,) in rows]


def among(
    connection: BaseDatabaseWrapper,
    *,
    places: Sequence[str],
    wanted: Sequence[str],
    positions: Sequence[int],
    most: int,
) -> list[int]:
    """Return the first of these positions that hold every wanted token; for PostgreSQL, and common words."""
    apart, letters = _apart(connection, wanted)
    match = asking(connection, places=None, wanted=apart)
    rows = rows_of(_AMONG, [list(positions), list(places), match, *letters, most])
    return [position for (position,) in rows]


def bodies(
    connection: BaseDatabaseWrapper, *, places: Sequence[str], wanted: Sequence[str], positions: Sequence[int]
) -> list[tuple[int, str]]:
    """Return the texts at these positions that hold every wanted token; for PostgreSQL."""
    apart, letters = _apart(connection, wanted)
    match = asking(connection, places=None, wanted=apart)
    return [(one, text) for one, text in rows_of(_BODIES, [list(positions), list(places), match, *letters])]


def _apart(connection: BaseDatabaseWrapper, wanted: Sequence[str]) -> tuple[Sequence[str], tuple[list[str], ...]]:
    """Return what the index is asked for, and single letters that the texts it finds are asked for instead.

    PostgreSQL's index would have to bring together all tokens that begin with the letter, which are in nearly all
    texts; beside anything longer, few texts are left to be looked at. FTS5 reads them in order.
    """
    if connection.vendor == "sqlite":
        return wanted, ()
    alone = [one for one in wanted if is_letter(one)]
    rest = [one for one in wanted if one not in alone]
    return (rest, (alone,)) if rest else (wanted, ([],))


_LETTERS: Final = (
    "NOT EXISTS (SELECT FROM unnest(%s::text[]) AS letter"
    " WHERE strpos(title, letter) = 0 AND strpos(body, letter) = 0)"
)
# By a function that no index knows: what stands at a place is found by the place.
_THERE: Final = f"place = ANY(%s) AND ts_match_vq(tokens, %s::tsquery) AND {_LETTERS}"
# One after another, and none is looked at any more where enough are found.
_AMONG: Final = (
    "SELECT few.one FROM unnest(%s::bigint[]) AS few(one) CROSS JOIN LATERAL"  # noqa: S608 - our own words
    f" (SELECT 1 FROM jishi_search_document WHERE position = few.one AND {_THERE} LIMIT 1) AS held LIMIT %s"
)
_BODIES: Final = (
    f"SELECT position, body FROM jishi_search_document WHERE position = ANY(%s) AND {_THERE} ORDER BY position, key"  # noqa: S608 - our own words
)
_SQLITE: Final = (
    "SELECT position FROM jishi_search_document WHERE"
    " id IN (SELECT rowid FROM jishi_search_index WHERE jishi_search_index MATCH %s) AND position < %s"
    " ORDER BY position DESC LIMIT %s"
)
# Each part is ordered by what no index knows: else a plan that was made for any word walks through all documents
# for a rare one. The parts are disjoint, and the later ones are not begun where the first have enough.
_PART: Final = "(SELECT position FROM jishi_search_document WHERE {} ORDER BY position + 0 DESC)"
_OF_BLOCK: Final = (
    "tokens @@ (SELECT ('''@' || {} || ''' & ' || %s)::tsquery FROM newest)"  # noqa: S608 - our own words
    f" AND {_LETTERS} AND place = ANY(%s) AND position + 0 < %s"
)
_OF_REST: Final = (
    f"tokens @@ (SELECT %s::tsquery) AND {_LETTERS} AND position + 0 < (SELECT (block - 1) << {{}} FROM newest)"  # noqa: S608 - our own words
)
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
    apart, letters = _apart(connection, wanted)
    match = asking(connection, places=places, wanted=apart)
    if connection.vendor == "sqlite":
        statement = "id IN (SELECT rowid FROM jishi_search_index WHERE jishi_search_index MATCH %s)"
    else:
        statement = f"tokens @@ %s::tsquery AND {_LETTERS}"
    return RawSQL(statement, [match, *letters], output_field=BooleanField())  # noqa: S611 - the words are a parameter


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
