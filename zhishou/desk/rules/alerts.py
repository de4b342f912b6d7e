"""What an alert says, in the words of the desk."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from zhishou.contracts.rules import Level, ServiceCode

LEVELS: Final[Mapping[str, Level]] = {
    **dict.fromkeys(("1", "fatal", "emergency", "disaster", "critical", "page"), Level.FATAL),
    **dict.fromkeys(("2", "severe", "error", "major", "high"), Level.SEVERE),
}
"""Which level a label `level` or `severity` means; anything else, and nothing, is level 3."""
LONGEST_TITLE: Final = 200
LONGEST_VALUE: Final = 1000
LONGEST_WORDS: Final = 20_000
MOST_LABELS: Final = 60
CUT: Final = "…"


class Outcome(StrEnum):
    """What became of one message about an alert."""

    OPENED = "opened"
    JOINED = "joined"
    KNOWN = "known"
    RESOLVED = "resolved"
    NEVER_HEARD_OF = "never_heard_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertNews:
    """One message about an alert: that it fires, or that it is over."""

    fingerprint: str
    """Names the alert: the same labels are the same alert."""
    started_at: datetime
    """Since when it fires; with the fingerprint it names this time of firing."""
    resolved_at: datetime | None
    title: str
    words: str
    level: Level
    service_code: ServiceCode
    source: str = ""
    """Where whoever doubts it can look, e.g. the sample's id or its address."""


def level_of(labels: Mapping[str, str]) -> Level:
    """Return how grave an alert is, by its own label or by the usual one."""
    said = labels.get("level") or labels.get("severity") or ""
    return LEVELS.get(said.strip().lower(), Level.ORDINARY)


def service_of(labels: Mapping[str, str]) -> ServiceCode:
    """Return of which service an alert is: what it says, else a module's where it names one, else the system's."""
    said = labels.get("service_code", "").strip()
    if said in {one.value for one in ServiceCode}:
        return ServiceCode(said)
    return ServiceCode.BASIC_OPERATION if labels.get("module") else ServiceCode.SYSTEM_ENVIRONMENT


def fingerprint_of(labels: Mapping[str, str]) -> str:
    """Return a name for an alert that brings none."""
    told = "\n".join(f"{name}={value}" for name, value in sorted(labels.items()))
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()


def plain(text: str, *, most: int) -> str:
    """Return a text without what no column holds, and no longer than it may be."""
    text = "".join(one for one in text if one in "\n\t" or one.isprintable()).strip()
    text = text.encode(errors="replace").decode()
    return text if len(text) <= most else text[: most - 1] + CUT


def title_of(labels: Mapping[str, str], annotations: Mapping[str, str]) -> str:
    """Return what a ticket about an alert is called."""
    named = " ".join(part for part in (labels.get("alertname"), labels.get("instance")) if part)
    found = annotations.get("summary") or named or "alert"
    parts = (plain(part, most=LONGEST_TITLE) for part in found.split())  # of some nothing is left
    return plain(" ".join(part for part in parts if part), most=LONGEST_TITLE) or "alert"


def words_of(labels: Mapping[str, str], annotations: Mapping[str, str], *, source: str) -> str:
    """Return everything that an alert says, for a person to read."""
    told = [plain(annotations.get("summary", ""), most=LONGEST_VALUE)]
    told.append(plain(annotations.get("description", ""), most=4 * LONGEST_VALUE))
    pairs = sorted(labels.items())[:MOST_LABELS]
    told.append("\n".join(f"{plain(name, most=100)}: {plain(value, most=200)}" for name, value in pairs))
    told.append(plain(source, most=500))
    return plain("\n\n".join(part for part in told if part), most=LONGEST_WORDS) or "alert"
