"""Reads about documents; the only way to a row that somebody may see."""

from xieban.documents.queries.documents import (
    document_at,
    document_of_event,
    document_of_instance,
    documents_of_events,
    documents_of_instances,
    drafted_by,
    few_visible,
    get_document,
    roles_in,
    visible,
)
from xieban.documents.queries.offering import offer
from xieban.documents.queries.standing import (
    Standing,
    is_signed,
    last_sign_off,
    last_typesetting,
    live_number,
    mandatory_for,
    numbers_of,
    seals_for,
    series_for,
    standing_of,
)

__all__ = [
    "Standing",
    "document_at",
    "document_of_event",
    "document_of_instance",
    "documents_of_events",
    "documents_of_instances",
    "drafted_by",
    "few_visible",
    "get_document",
    "is_signed",
    "last_sign_off",
    "last_typesetting",
    "live_number",
    "mandatory_for",
    "numbers_of",
    "offer",
    "roles_in",
    "seals_for",
    "series_for",
    "standing_of",
    "visible",
]
