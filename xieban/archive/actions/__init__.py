"""Writes of the archive: checks, records, who looked."""

from xieban.archive.actions.archiving import (
    NotFinished,
    archive_again,
    archive_finished,
    check_for_flow,
    inspect,
    note_opening,
)
from xieban.archive.actions.packing import pack

__all__ = [
    "NotFinished",
    "archive_again",
    "archive_finished",
    "check_for_flow",
    "inspect",
    "note_opening",
    "pack",
]
