from zhishou.desk.models.agreements import Proposal
from zhishou.desk.models.changes import TicketChange, TicketLink
from zhishou.desk.models.clocks import Clock, ClockEvent, Evidence
from zhishou.desk.models.tickets import Intake, Note, Numbering, Ticket, TierHold

__all__ = [
    "Clock",
    "ClockEvent",
    "Evidence",
    "Intake",
    "Note",
    "Numbering",
    "Proposal",
    "Ticket",
    "TicketChange",
    "TicketLink",
    "TierHold",
]
