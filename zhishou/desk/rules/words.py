"""The words of the desk, and the tables that join them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from zhishou.contracts.rules import Commitment
from zhishou.people.rules import CLIENT_ROLES, VENDOR_ROLES, Role


class TicketKind(StrEnum):
    """What sort of work a ticket is."""

    FAULT = "fault"
    REQUEST = "request"
    CONSULTATION = "consultation"
    CORRECTION = "correction"
    CHANGE = "change"
    VISIT = "visit"


class TicketState(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    RECOVERED = "recovered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


ALLOWED: Final[Mapping[TicketState, frozenset[TicketState]]] = {
    TicketState.OPEN: frozenset(
        {TicketState.IN_PROGRESS, TicketState.RECOVERED, TicketState.WITHDRAWN, TicketState.MERGED}
    ),
    TicketState.IN_PROGRESS: frozenset({TicketState.RECOVERED, TicketState.WITHDRAWN, TicketState.MERGED}),
    TicketState.RECOVERED: frozenset({TicketState.CLOSED, TicketState.IN_PROGRESS, TicketState.MERGED}),
    TicketState.CLOSED: frozenset({TicketState.IN_PROGRESS}),
    TicketState.WITHDRAWN: frozenset({TicketState.IN_PROGRESS}),
    TicketState.MERGED: frozenset(),
}
ENDED: Final = frozenset({TicketState.CLOSED, TicketState.WITHDRAWN, TicketState.MERGED})


class IntakeState(StrEnum):
    """What has become of an intake."""

    WAITING = "waiting"
    OPENED = "opened"
    JOINED = "joined"
    ANSWERED = "answered"


class EvidenceKind(StrEnum):
    """What can stop a clock; a changed status is not among them."""

    CALL = "call"
    REMOTE_SESSION = "remote_session"
    CHECK_IN = "check_in"
    CONFIRMATION = "confirmation"
    PROBE_SAMPLE = "probe_sample"
    EMERGENCY_MEASURE = "emergency_measure"


RESPONSES: Final = frozenset({EvidenceKind.CALL, EvidenceKind.REMOTE_SESSION, EvidenceKind.CHECK_IN})
RECOVERIES: Final = frozenset({EvidenceKind.CONFIRMATION, EvidenceKind.PROBE_SAMPLE})
STOPPED_BY: Final[Mapping[Commitment, frozenset[EvidenceKind]]] = {
    Commitment.PHONE: frozenset({EvidenceKind.CALL}),
    Commitment.REMOTE: frozenset({EvidenceKind.REMOTE_SESSION}),
    Commitment.ONSITE: frozenset({EvidenceKind.CHECK_IN}),
    Commitment.RECOVERY: RECOVERIES,
    Commitment.RESPONSE_CAP: RESPONSES,
    Commitment.REPAIR_CAP: RECOVERIES | {EvidenceKind.EMERGENCY_MEASURE},
}
"""Which evidence keeps which promise. Mission section 3: the repair cap is met by repair or by a measure."""
BEGINS_ANEW: Final = frozenset({Commitment.RECOVERY, Commitment.REPAIR_CAP})
"""What is promised once more when what had worked works no longer."""

CARRIED_BY: Final[Mapping[TicketKind, frozenset[Commitment]]] = {
    kind: frozenset(Commitment)
    if kind in {TicketKind.FAULT, TicketKind.CORRECTION}
    else frozenset({Commitment.PHONE, Commitment.RESPONSE_CAP})
    for kind in TicketKind
}
"""Which commitments a ticket of a kind carries: a fault all six, a question only that somebody answers."""

MENDED: Final = frozenset(kind for kind in TicketKind if Commitment.RECOVERY in CARRIED_BY[kind])
"""Kinds in which something is broken and works again in the end; in the others what was asked for is done."""


class NoteAudience(StrEnum):
    """Who may read a note."""

    VENDOR = "vendor"
    EVERYBODY = "everybody"


SEES_ALL: Final = VENDOR_ROLES | {Role.CLIENT_ADMIN, Role.AUDITOR}
"""Who sees every ticket of a contract; everybody else sees those he called in or filed."""
WORKS: Final = VENDOR_ROLES
REPORTS: Final = CLIENT_ROLES | VENDOR_ROLES
