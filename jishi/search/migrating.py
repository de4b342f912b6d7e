"""For models and migrations: where tokens are kept, as lexemes on PostgreSQL, as a text for FTS5 on SQLite."""

from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import TextField

if TYPE_CHECKING:
    Texts = TextField[str, str]
else:
    Texts = TextField


class TokensField(Texts):
    """Tokens with one blank between; PostgreSQL's own parser is not asked: in a C database it knows no Chinese."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the type of the column."""
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_placeholder(self, _value: object, _compiler: Any, connection: BaseDatabaseWrapper) -> str:
        """Return how the text becomes what is kept."""
        if connection.vendor == "postgresql":
            return "array_to_tsvector(string_to_array(rtrim(%s), ' '))"
        return "%s"
