"""What happened to a ticket, as the timeline part shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from jishi.calendars.door import Duration
from jishi.refusals.door import listed
from zhishou.contracts.rules import LEVEL_NAMES, SERVICE_NAMES, Level, ServiceCode, say
from zhishou.desk.channels.registry import name_of
from zhishou.desk.queries import reason_words
from zhishou.desk.queries.history import Happening, HappeningKind
from zhishou.desk.rules.changes import EVENT_NAMES, PROPOSAL_NAMES, ChangeKind, change_name
from zhishou.desk.rules.clocks import EventKind
from zhishou.desk.rules.modules import module_name
from zhishou.desk.rules.ratings import STAR_NAMES, Stars
from zhishou.desk.rules.replies import Split, split_quoted
from zhishou.desk.rules.visits import ACT_NAMES, ActKind
from zhishou.desk.rules.words import EvidenceKind, TicketKind
from zhishou.desk.web.lengths import gist
from zhishou.desk.web.rows import commitment_name, tier_name
from zhishou.desk.web.words import EVIDENCE, KINDS
from zhishou.people.rules import Tier

ICONS = {
    ChangeKind.HANDED_OVER: "transfer",
    ChangeKind.URGED: "bell-ringing",
    ChangeKind.ASSIGNED: "user-check",
    ChangeKind.RELEASED: "user-x",
    ChangeKind.RECOVERED: "check",
    ChangeKind.CONFIRMED: "checks",
    ChangeKind.NOT_YET: "x",
    ChangeKind.CLOSED: "clipboard-check",
    ChangeKind.REOPENED: "repeat",
    ChangeKind.LEVEL_CHANGED: "stairs-up",
    ChangeKind.COUNTERSIGN_ASKED: "users",
    ChangeKind.COUNTERSIGNED: "writing-sign",
    ChangeKind.OBJECTED: "circle-x",
    ChangeKind.RETITLED: "edit",
    ChangeKind.KIND_CHANGED: "edit",
    ChangeKind.SERVICE_CHANGED: "edit",
    ChangeKind.MODULE_CHANGED: "edit",
    ChangeKind.MERGED: "layers-linked",
    ChangeKind.TOOK_IN: "layers-linked",
    EventKind.PAUSE: "clock-pause",
    EventKind.RESUME: "clock-play",
    EventKind.EXTEND: "hourglass",
    EventKind.VOID: "ban",
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
    is_internal: bool = False
    is_message: bool = False
    quoted: str = ""  # what a reply put below its own words
    gist: str = ""  # what a very long text begins with; empty where it is short enough to stand whole


def told(story: Iterable[Happening], language: str, *, kind: TicketKind) -> list[Told]:
    """Return the story of a ticket of that kind in words, the newest first; what one act did is told once."""
    rows: dict[tuple[object, ...], Told] = {}
    for one in _together(_once(list(story))):
        text = reason_words(one.words, language) if one.kind is HappeningKind.CLOCK else one.words
        written = one.kind in {HappeningKind.NOTE, HappeningKind.INTAKE}
        said = split_quoted(text) if written else Split(own=text)
        row = Told(
            icon=_icon(one),
            title=_title(one, language, kind),
            text=said.own,
            quoted=said.quoted,
            at=one.at,
            by=one.by_name,
            is_internal=one.is_internal and bool(text),
            is_message=one.kind is HappeningKind.NOTE and not one.is_internal,
            gist=gist(said.own),
        )
        rows.setdefault((row.title, row.at, row.text), row)
    return list(rows.values())[::-1]


def _once(story: list[Happening]) -> list[Happening]:
    """Leave out evidence that another line tells: the client's confirmation, and the call that was the report."""
    confirmed = {(one.at, one.by_name) for one in story if one.what == ChangeKind.CONFIRMED}
    reported = {(one.at, one.words) for one in story if one.kind is HappeningKind.INTAKE}

    def is_told(one: Happening) -> bool:
        if one.what == EvidenceKind.CONFIRMATION:
            return (one.recorded_at, one.by_name) in confirmed
        return one.what == EvidenceKind.CALL and (one.at, one.words) in reported

    return [one for one in story if one.kind is not HappeningKind.EVIDENCE or not is_told(one)]


def _together(story: Iterable[Happening]) -> list[Happening]:
    """Let one act that ended several clocks be one line that names them all."""
    found: dict[object, Happening] = {}
    for number, one in enumerate(story):
        ends = one.kind is HappeningKind.CLOCK and one.what == EventKind.VOID
        key = (one.at, one.words, one.by_name) if ends else number
        before = found.get(key)
        found[key] = one if before is None else replace(before, subject=f"{before.subject},{one.subject}")
    return list(found.values())


def _icon(one: Happening) -> str:
    if one.kind is HappeningKind.EVIDENCE:
        return EVIDENCE[EvidenceKind(one.what)].icon
    if one.kind is HappeningKind.NOTE:
        return "lock" if one.is_internal else "message"
    named = {
        HappeningKind.INTAKE: "inbox",
        HappeningKind.PROPOSAL: "heart-handshake",
        HappeningKind.VISIT: "map-pin",
        HappeningKind.RATING: "star",
    }
    return named.get(one.kind) or {str(kind): icon for kind, icon in ICONS.items()}.get(one.what, "clipboard-list")


def _title(one: Happening, language: str, kind: TicketKind) -> str:
    match one.kind:
        case HappeningKind.EVIDENCE:
            return str(EVIDENCE[EvidenceKind(one.what)].text)
        case HappeningKind.INTAKE:
            return _("Reached us by: %(channel)s") % {"channel": name_of(one.what)}
        case HappeningKind.NOTE:
            return _("Internal note") if one.is_internal else _("Message")
        case HappeningKind.RATING:
            name, about = _("Satisfaction"), say(STAR_NAMES[Stars(int(one.what))], language)
        case HappeningKind.VISIT:
            name, about = say(ACT_NAMES[ActKind(one.what)], language), one.subject
        case HappeningKind.PROPOSAL:
            name, about = say(PROPOSAL_NAMES[one.what], language), _about_proposal(one, language)
        case HappeningKind.CLOCK:
            name = say(EVENT_NAMES[EventKind(one.what)], language)
            names_it = one.what in {EventKind.BREACH, EventKind.EXTEND, EventKind.VOID}
            named = [commitment_name(each.split(" ")[0], language) for each in one.subject.split(",")]
            about = listed(named) if names_it else ""
        case HappeningKind.CHANGE:
            name, about = say(change_name(ChangeKind(one.what), kind), language), _subject(one, language)
    name = name[:1].upper() + name[1:]
    return _("%(name)s: %(about)s") % {"name": name, "about": about} if about else name


def _about_proposal(one: Happening, language: str) -> str:
    commitment, _space, within = one.subject.partition(" ")
    named = commitment_name(commitment, language)
    return f"{named} → {Duration.parse(within).words(language)}" if within else named


def _subject(one: Happening, language: str) -> str:
    """Return what a change was about, its codes in words: tiers, levels, a person, another ticket."""
    before_after = one.subject.split(" → ")
    match one.what:
        case ChangeKind.HANDED_OVER:
            return " → ".join(tier_name(Tier(part)) for part in before_after)
        case ChangeKind.LEVEL_CHANGED:
            return " → ".join(say(LEVEL_NAMES[Level(int(part))], language) for part in before_after)
        case ChangeKind.KIND_CHANGED:
            return " → ".join(str(KINDS[TicketKind(part)]) for part in before_after)
        case ChangeKind.MODULE_CHANGED:
            return " → ".join(module_name(part, language) or "—" for part in before_after)
        case ChangeKind.SERVICE_CHANGED:
            return " → ".join(f"{part} {say(SERVICE_NAMES[ServiceCode(part)], language)}" for part in before_after)
    return f"#{one.subject}" if one.subject.isdecimal() else one.subject
