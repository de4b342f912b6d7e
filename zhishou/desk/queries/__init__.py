"""Reads of the desk; who is looking comes first."""

from zhishou.desk.queries.clocks import clocks_of, history_of, reading_of, terms_of
from zhishou.desk.queries.tickets import get_intake, get_ticket, visible_tickets, waiting_intakes

__all__ = [
    "clocks_of",
    "get_intake",
    "get_ticket",
    "history_of",
    "reading_of",
    "terms_of",
    "visible_tickets",
    "waiting_intakes",
]
