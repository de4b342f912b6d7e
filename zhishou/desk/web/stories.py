"""What happened to a ticket, as the timeline part shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhishou.contracts.rules import LEVEL_NAMES, PAUSE_NAMES, Level, PauseReason, say
from zhishou.desk.channels.registry import name_of
from zhishou.desk.queries.history import Happening, HappeningKind
from zhishou.desk.rules.changes import CHANGE_NAMES, EVENT_NAMES, ChangeKind
from zhishou.desk.rules.clocks import EventKind
from zhishou.desk.rules.ratings import STAR_NAMES, Stars
from zhishou.desk.rules.visits import ACT_NAMES, ActKind
from zhishou.desk.rules.words import EvidenceKind
from zhishou.desk.web.rows import commitment_name, tier_name
from zhishou.desk.web.words import EVIDENCE
from zhishou.people.rules import Tier

ICONS = {
    ChangeKind.HANDED_OVER: "transfer",
    ChangeKind.URGED: "bell-ringing",
    ChangeKind.ASSIGNED: "user-check",
    ChangeKind.RELEASED: "user-x",
    ChangeKind.RECOVERED: "check",
    ChangeKind.CONFIRMED: "checks",
    ChangeKind.CLOSED: "clipboard-check",
    ChangeKind.LEVEL_CHANGED: "stairs-up",
    EventKind.PAUSE: "clock-pause",
    EventKind.RESUME: "clock-play",
    EventKind.EXTEND: "hourglass",
    EventKind.BREACH: "alert-octagon",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One row of the timeline."""

    icon: str
    title: str
    text: str
    at: datetime
    by: str


def told(story: Iterable[Happening], language: str) -> list[Told]:
    """Return the story in words, the newest first; one act that touched several clocks is told once."""
    rows: dict[tuple[object, ...], Told] = {}
    for one in story:
        row = Told(
            icon=_icon(one),
            title=_title(one, language),
            text=_pause_words(one.words, language) if one.what == EventKind.PAUSE else one.words,
            at=one.at,
            by=one.by_name,
        )
        rows.setdefault((row.title, row.at, row.text), row)
    return list(rows.values())[::-1]


def _icon(one: Happening) -> str:
    if one.kind is HappeningKind.EVIDENCE:
        return EVIDENCE[EvidenceKind(one.what)].icon
    named = {
        HappeningKind.INTAKE: "inbox",
        HappeningKind.NOTE: "message",
        HappeningKind.VISIT: "map-pin",
        HappeningKind.RATING: "star",
    }
    return named.get(one.kind) or {str(kind): icon for kind, icon in ICONS.items()}.get(one.what, "clipboard-list")


def _title(one: Happening, language: str) -> str:
    match one.kind:
        case HappeningKind.EVIDENCE:
            return str(EVIDENCE[EvidenceKind(one.what)].text)
        case HappeningKind.INTAKE:
            return _("Reached us by: %(channel)s") % {"channel": name_of(one.what)}
        case HappeningKind.NOTE:
            return _("Internal note") if one.is_internal else _("Message")
        case HappeningKind.CLOCK:
            name = say(EVENT_NAMES[EventKind(one.what)], language)
            about = commitment_name(one.subject.split(" ")[0], language) if one.what == EventKind.BREACH else ""
        case HappeningKind.CHANGE:
            name, about = say(CHANGE_NAMES[ChangeKind(one.what)], language), _subject(one, language)
        case HappeningKind.RATING:
            name, about = _("Satisfaction"), say(STAR_NAMES[Stars(int(one.what))], language)
        case HappeningKind.VISIT:
            name, about = say(ACT_NAMES[ActKind(one.what)], language), one.subject
    return f"{name}：{about}" if about else name


def _subject(one: Happening, language: str) -> str:
    """Return what a change was about, its codes in words: tiers, levels, a person, another ticket."""
    if one.what == ChangeKind.HANDED_OVER:
        return " → ".join(tier_name(Tier(part)) for part in one.subject.split(" → "))
    if one.what == ChangeKind.LEVEL_CHANGED:
        return " → ".join(say(LEVEL_NAMES[Level(int(part))], language) for part in one.subject.split(" → "))
    return one.subject


def _pause_words(words: str, language: str) -> str:
    """Return why the clocks rest; the reason is kept by its code, before the note."""
    code, colon, note = words.partition(": ")
    if colon and code in set(PauseReason):
        return f"{say(PAUSE_NAMES[PauseReason(code)], language)}：{note}"
    return words
