"""Reads of the ledger; the first argument is who is looking, except where an operator's command asks."""

from zhishou.ledger.queries.entries import (
    OWN_ONLY,
    READERS,
    Detail,
    Filters,
    Part,
    Row,
    bundle_path,
    entries_page,
    entry_rows,
    get_bundle,
    get_entry,
    get_ledger,
    payload_or_none,
    payload_text,
    visible_entries,
)
from zhishou.ledger.queries.heads import head, shown_heads
from zhishou.ledger.queries.naming import KINDS, WHAT, kind_in_words, process_in_words, what_in_words
from zhishou.ledger.queries.verification import Verdict, open_tables, verify, verify_chain
from zhishou.ledger.queries.wording import fault_in_words, in_words

__all__ = [
    "KINDS",
    "OWN_ONLY",
    "READERS",
    "WHAT",
    "Detail",
    "Filters",
    "Part",
    "Row",
    "Verdict",
    "bundle_path",
    "entries_page",
    "entry_rows",
    "fault_in_words",
    "get_bundle",
    "get_entry",
    "get_ledger",
    "head",
    "in_words",
    "kind_in_words",
    "open_tables",
    "payload_or_none",
    "payload_text",
    "process_in_words",
    "shown_heads",
    "verify",
    "verify_chain",
    "visible_entries",
    "what_in_words",
]
