"""Rows of the ledger; all but `Waiting` are refused change by the database itself."""

from zhishou.ledger.models.chain import Batch, Chain, Seal, ShownHead, Waiting
from zhishou.ledger.models.entry import Entry

__all__ = ["Batch", "Chain", "Entry", "Seal", "ShownHead", "Waiting"]
