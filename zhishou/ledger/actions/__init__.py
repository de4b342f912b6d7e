"""Writes to the ledger: record a fact, seal what waits, show the head, write a bundle."""

from zhishou.ledger.actions.bundle import Counted, NotExportable, write_bundle
from zhishou.ledger.actions.finding import rebuild_search
from zhishou.ledger.actions.recording import Fact, record, record_all
from zhishou.ledger.actions.sealing import seal
from zhishou.ledger.actions.showing import show_heads
from zhishou.ledger.actions.working import begin_export, begin_verification

__all__ = [
    "Counted",
    "Fact",
    "NotExportable",
    "begin_export",
    "begin_verification",
    "rebuild_search",
    "record",
    "record_all",
    "seal",
    "show_heads",
    "write_bundle",
]
