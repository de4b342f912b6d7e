"""The desk's words as pages say them: every state is an icon and a word, the tint only helps."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhishou.contracts.rules import LEVEL_NAMES, Level, say
from zhishou.desk.rules.channels import Nature
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.words import MENDED, EvidenceKind, TicketKind, TicketState

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A state as `{% mark %}` shows it."""

    kind: str
    icon: str
    text: "str | StrPromise"


STANDINGS: Final[dict[Standing, Mark]] = {
    Standing.ON_TRACK: Mark(kind="info", icon="clock", text=_("On track")),
    Standing.AT_RISK: Mark(kind="warning", icon="alert-triangle", text=_("At risk")),
    Standing.BREACHED: Mark(kind="danger", icon="alert-octagon", text=_("Breached")),
    Standing.PAUSED: Mark(kind="neutral", icon="clock-pause", text=_("Paused")),
    Standing.KEPT: Mark(kind="success", icon="circle-check", text=_("Kept")),
    Standing.VOID: Mark(kind="neutral", icon="ban", text=_("Void")),
}
STATES: Final[dict[TicketState, Mark]] = {
    TicketState.OPEN: Mark(kind="info", icon="circle-dashed", text=pgettext_lazy("state of a ticket", "Open")),
    TicketState.IN_PROGRESS: Mark(kind="info", icon="progress-check", text=_("In progress")),
    TicketState.RECOVERED: Mark(kind="success", icon="check", text=_("Recovered or done")),
    TicketState.CLOSED: Mark(kind="neutral", icon="lock", text=pgettext_lazy("state of a ticket", "Closed")),
    TicketState.WITHDRAWN: Mark(kind="neutral", icon="arrow-back-up", text=_("Withdrawn")),
    TicketState.MERGED: Mark(kind="neutral", icon="layers-linked", text=_("Merged")),
}
RECOVERED: Final = Mark(kind="success", icon="check", text=_("Recovered"))
FULFILLED: Final = Mark(kind="success", icon="check", text=pgettext_lazy("state of a ticket", "Done"))
LEVEL_MARKS: Final[dict[Level, tuple[str, str]]] = {
    Level.FATAL: ("danger", "urgent"),
    Level.SEVERE: ("warning", "alert-triangle"),
    Level.ORDINARY: ("neutral", "info-circle"),
}
KINDS: Final[dict[TicketKind, "str | StrPromise"]] = {
    TicketKind.FAULT: _("Fault"),
    TicketKind.REQUEST: _("Request"),
    TicketKind.CONSULTATION: _("Consultation"),
    TicketKind.CORRECTION: _("Correction"),
    TicketKind.CHANGE: pgettext_lazy("kind of ticket", "Change"),
    TicketKind.VISIT: _("On-site service"),
}
EVIDENCE: Final[dict[EvidenceKind, Mark]] = {
    EvidenceKind.CALL: Mark(kind="info", icon="phone-call", text=_("Phone call")),
    EvidenceKind.REMOTE_SESSION: Mark(kind="info", icon="device-desktop", text=_("Remote session")),
    EvidenceKind.CHECK_IN: Mark(kind="info", icon="map-pin", text=_("Check-in on site")),
    EvidenceKind.EMERGENCY_MEASURE: Mark(kind="warning", icon="tool", text=_("Emergency measure")),
    EvidenceKind.CONFIRMATION: Mark(kind="success", icon="checks", text=_("Confirmed by the client")),
    EvidenceKind.PROBE_SAMPLE: Mark(kind="success", icon="activity", text=_("Probe sample")),
}


def state_mark(state: TicketState, kind: TicketKind) -> Mark:
    """Return where a ticket of a kind stands: what was never broken does not recover."""
    if state is not TicketState.RECOVERED:
        return STATES[state]
    return RECOVERED if kind in MENDED else FULFILLED


def level_mark(level: int, language: str) -> Mark:
    """Return how grave a ticket is."""
    kind, icon = LEVEL_MARKS[Level(level)]
    return Mark(kind=kind, icon=icon, text=say(LEVEL_NAMES[Level(level)], language))


NATURES: Final[dict[str, Mark]] = {
    Nature.PERSON: Mark(kind="info", icon="user", text=_("From a person")),
    Nature.AUTOMATIC: Mark(kind="neutral", icon="settings", text=_("Automatic")),
    Nature.BOUNCE: Mark(kind="warning", icon="arrow-back-up", text=_("Came back")),
    Nature.OWN: Mark(kind="neutral", icon="refresh", text=_("Our own")),
}
