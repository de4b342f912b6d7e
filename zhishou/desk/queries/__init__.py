"""Reads of the desk; who is looking comes first."""

from zhishou.desk.queries.agreements import get_proposal, pending_proposals, proposals_of
from zhishou.desk.queries.clocks import clocks_of, get_clock, history_of, reading_of, terms_of
from zhishou.desk.queries.explanation import Difference, differences, explain_clock
from zhishou.desk.queries.history import Happening, evidence_of, history, linked_tickets, notes_of
from zhishou.desk.queries.tickets import (
    get_intake,
    get_ticket,
    holders,
    ticket_numbered,
    ticket_of_event,
    tickets_by,
    visible_intakes,
    visible_tickets,
    waiting_intakes,
)

__all__ = [
    "Difference",
    "Happening",
    "clocks_of",
    "differences",
    "evidence_of",
    "explain_clock",
    "get_clock",
    "get_intake",
    "get_proposal",
    "get_ticket",
    "history",
    "history_of",
    "holders",
    "linked_tickets",
    "notes_of",
    "pending_proposals",
    "proposals_of",
    "reading_of",
    "terms_of",
    "ticket_numbered",
    "ticket_of_event",
    "tickets_by",
    "visible_intakes",
    "visible_tickets",
    "waiting_intakes",
]
