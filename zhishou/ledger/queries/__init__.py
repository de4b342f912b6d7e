"""Reads of the ledger; the first argument is who is looking, except where an operator's command asks."""

from zhishou.ledger.queries.verification import Verdict, open_tables, verify, verify_chain
from zhishou.ledger.queries.wording import fault_in_words, in_words

__all__ = ["Verdict", "fault_in_words", "in_words", "open_tables", "verify", "verify_chain"]
