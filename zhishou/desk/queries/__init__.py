"""Reads of the desk; who is looking comes first."""

from zhishou.desk.queries.clocks import clocks_of, history_of, reading_of, terms_of
from zhishou.desk.queries.history import Happening, evidence_of, history, linked_tickets, notes_of
from zhishou.desk.queries.tickets import get_intake, get_ticket, holders, visible_tickets, waiting_intakes

__all__ = [
    "Happening",
    "clocks_of",
    "evidence_of",
    "get_intake",
    "get_ticket",
    "history",
    "history_of",
    "holders",
    "linked_tickets",
    "notes_of",
    "reading_of",
    "terms_of",
    "visible_tickets",
    "waiting_intakes",
]
