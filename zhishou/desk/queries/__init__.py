"""Reads of the desk; who is looking comes first."""

from zhishou.desk.queries.agreements import get_proposal, pending_proposals, proposals_of
from zhishou.desk.queries.callers import (
    caller_with_number,
    find_callers,
    get_caller,
    tickets_of_caller,
)
from zhishou.desk.queries.calls import call_of, find_call, line_of, unwritten_calls
from zhishou.desk.queries.clocks import clocks_of, get_clock, history_of, reading_of, readings_of, terms_of
from zhishou.desk.queries.countersigns import countersigns_of, countersigns_waiting, get_countersign
from zhishou.desk.queries.explanation import Difference, differences, explain_clock, reason_words
from zhishou.desk.queries.files import files_of, files_of_intakes, get_file
from zhishou.desk.queries.history import Happening, evidence_of, history, linked_tickets, missed, notes_of
from zhishou.desk.queries.lists import page_of
from zhishou.desk.queries.plain import plain_page
from zhishou.desk.queries.ratings import cycle_of, may_rate, ratings_of, satisfaction_of
from zhishou.desk.queries.tickets import (
    get_intake,
    get_ticket,
    holders,
    ticket_numbered,
    ticket_of_event,
    tickets_by,
    tickets_numbered,
    visible_intakes,
    visible_tickets,
    waiting_intakes,
)
from zhishou.desk.queries.visits import Quota, drawn_on, get_visit, signature_of, visible_visits, visits_of

__all__ = [
    "Difference",
    "Happening",
    "Quota",
    "call_of",
    "caller_with_number",
    "clocks_of",
    "countersigns_of",
    "countersigns_waiting",
    "cycle_of",
    "differences",
    "drawn_on",
    "evidence_of",
    "explain_clock",
    "files_of",
    "files_of_intakes",
    "find_call",
    "find_callers",
    "get_caller",
    "get_clock",
    "get_countersign",
    "get_file",
    "get_intake",
    "get_proposal",
    "get_ticket",
    "get_visit",
    "history",
    "history_of",
    "holders",
    "line_of",
    "linked_tickets",
    "may_rate",
    "missed",
    "notes_of",
    "page_of",
    "pending_proposals",
    "plain_page",
    "proposals_of",
    "ratings_of",
    "reading_of",
    "readings_of",
    "reason_words",
    "satisfaction_of",
    "signature_of",
    "terms_of",
    "ticket_numbered",
    "ticket_of_event",
    "tickets_by",
    "tickets_numbered",
    "tickets_of_caller",
    "unwritten_calls",
    "visible_intakes",
    "visible_tickets",
    "visible_visits",
    "visits_of",
    "waiting_intakes",
]
