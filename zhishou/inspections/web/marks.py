"""How states, outcomes and severities look: a kind, an icon, a word."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from zhishou.contracts.rules import say
from zhishou.inspections.rules.words import (
    CHANGE_NAMES,
    OUTCOME_NAMES,
    SEVERITY_NAMES,
    Change,
    ItemOutcome,
    RoundState,
    Severity,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A state by icon and word; the kind only tints it."""

    kind: str
    icon: str
    text: "str | StrPromise"


STATES: Final = {
    RoundState.DUE: Mark(kind="info", icon="calendar-event", text=_("To be inspected")),
    RoundState.UNDER_WAY: Mark(kind="warning", icon="map-pin", text=_("Round under way")),
    RoundState.CLOSED: Mark(kind="success", icon="circle-check", text=_("Round finished")),
    RoundState.CANCELLED: Mark(kind="neutral", icon="ban", text=_("Round called off")),
}
LATE: Final = Mark(kind="danger", icon="clock", text=_("Round overdue"))
_OUTCOMES: Final = {
    ItemOutcome.NORMAL: ("success", "circle-check"),
    ItemOutcome.ABNORMAL: ("danger", "alert-triangle"),
    ItemOutcome.UNKNOWN: ("warning", "help"),
    ItemOutcome.NOTED: ("neutral", "file-text"),
    ItemOutcome.NOT_APPLICABLE: ("neutral", "ban"),
}
_SEVERITIES: Final = {
    Severity.CRITICAL: ("danger", "alert-circle"),
    Severity.HIGH: ("danger", "alert-triangle"),
    Severity.MEDIUM: ("warning", "alert-triangle"),
    Severity.LOW: ("info", "info-circle"),
    Severity.HINT: ("neutral", "info-circle"),
    Severity.UNKNOWN: ("neutral", "help"),
}
_CHANGES: Final = {
    Change.NEW: ("danger", "plus"),
    Change.WORSE: ("danger", "arrow-up"),
    Change.UNKNOWN: ("neutral", "help"),
    Change.BETTER: ("success", "arrow-down"),
    Change.CURED: ("success", "check"),
}


def outcome_mark(outcome: ItemOutcome, severity: Severity | None, language: str) -> Mark:
    """Return an outcome as a mark; an abnormal one says how bad it is."""
    kind, icon = _OUTCOMES[outcome] if severity is None else _SEVERITIES[severity]
    text = say(OUTCOME_NAMES[outcome], language)
    return Mark(
        kind=kind, icon=icon, text=f"{text} · {say(SEVERITY_NAMES[severity], language)}" if severity else text
    )


def severity_mark(severity: Severity, language: str) -> Mark:
    """Return a severity as a mark."""
    kind, icon = _SEVERITIES[severity]
    return Mark(kind=kind, icon=icon, text=say(SEVERITY_NAMES[severity], language))


def change_mark(change: Change, language: str) -> Mark | None:
    """Return how something stands beside last time; nothing where nothing changed."""
    if change not in _CHANGES:
        return None
    kind, icon = _CHANGES[change]
    return Mark(kind=kind, icon=icon, text=say(CHANGE_NAMES[change], language))
