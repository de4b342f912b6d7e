"""Reads of this area; for administrators of the whole deployment."""

from xieban.administration.queries.entries import Found, entries, get_entry
from xieban.administration.queries.labels import scope_choices
from xieban.administration.queries.rows import entry_rows, part_rows, stuck_rows, token_rows
from xieban.administration.queries.tokens import require_administrator, token_of, tokens
from xieban.administration.queries.works import places_of, works_of

__all__ = [
    "Found",
    "entries",
    "entry_rows",
    "get_entry",
    "part_rows",
    "places_of",
    "require_administrator",
    "scope_choices",
    "stuck_rows",
    "token_of",
    "token_rows",
    "tokens",
    "works_of",
]
