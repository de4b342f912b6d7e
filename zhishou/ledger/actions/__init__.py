"""Writes to the ledger: record a fact, seal what waits, show the head, write a bundle."""

from zhishou.ledger.actions.bundle import Counted, NotExportable, write_bundle
from zhishou.ledger.actions.recording import record
from zhishou.ledger.actions.sealing import seal

__all__ = ["Counted", "NotExportable", "record", "seal", "write_bundle"]
