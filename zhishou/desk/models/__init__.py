from zhishou.desk.models.agreements import Proposal
from zhishou.desk.models.alerts import Alert
from zhishou.desk.models.calls import CallEvent, CallLine, PhoneCall
from zhishou.desk.models.changes import TicketChange, TicketLink
from zhishou.desk.models.clocks import Clock, ClockEvent, Evidence
from zhishou.desk.models.countersigns import Countersign
from zhishou.desk.models.files import Attachment
from zhishou.desk.models.inlets import Answer, Inlet, Received, SetAside
from zhishou.desk.models.places import Batch, BatchItem, SavedFilter
from zhishou.desk.models.ratings import Rating
from zhishou.desk.models.tickets import Intake, Note, Numbering, Ticket, TierHold
from zhishou.desk.models.visits import DeskCode, Signature, Visit, VisitAct

__all__ = [
    "Alert",
    "Answer",
    "Attachment",
    "Batch",
    "BatchItem",
    "CallEvent",
    "CallLine",
    "Clock",
    "ClockEvent",
    "Countersign",
    "DeskCode",
    "Evidence",
    "Inlet",
    "Intake",
    "Note",
    "Numbering",
    "PhoneCall",
    "Proposal",
    "Rating",
    "Received",
    "SavedFilter",
    "SetAside",
    "Signature",
    "Ticket",
    "TicketChange",
    "TicketLink",
    "TierHold",
    "Visit",
    "VisitAct",
]
