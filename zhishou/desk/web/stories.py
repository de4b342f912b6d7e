"""What happened to a ticket, as the timeline part shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhishou.contracts.rules import PAUSE_NAMES, PauseReason, say
from zhishou.desk.queries.stories import Happening
from zhishou.desk.rules.words import EvidenceKind, NoteAudience
from zhishou.desk.web.rows import commitment_name, tier_name
from zhishou.desk.web.words import EVIDENCE, channel_name

ICONS = {
    "reached": "inbox",
    "opened": "clipboard-list",
    "handed_over": "transfer",
    "note": "message",
    "pause": "clock-pause",
    "resume": "clock-play",
    "extend": "hourglass",
    "breach": "alert-octagon",
    "retarget": "stairs-up",
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
    """Return the story in words."""
    return [
        Told(
            icon=EVIDENCE[EvidenceKind(one.about)].icon if one.what == "evidence" else ICONS[one.what],
            title=_title(one, language),
            text=_pause_words(one.words, language) if one.what == "pause" else one.words,
            at=one.at,
            by=one.by,
        )
        for one in story
    ]


def _title(one: Happening, language: str) -> str:
    if one.what == "evidence":
        return str(EVIDENCE[EvidenceKind(one.about)].text)
    if one.what == "breach":
        return _("Breached: %(commitment)s") % {"commitment": commitment_name(one.about, language)}
    if one.what == "reached":
        return _("Reached us by: %(channel)s") % {"channel": channel_name(one.about)}
    if one.what == "handed_over":
        return _("Handed over to: %(tier)s") % {"tier": tier_name(one.about)}
    if one.what == "note":
        return _("Internal note") if one.about == NoteAudience.VENDOR else _("Message")
    return {
        "opened": _("Ticket opened"),
        "pause": _("Clocks paused"),
        "resume": _("Clocks run again"),
        "extend": _("Deadline extended"),
        "retarget": _("Level changed"),
    }[one.what]


def _pause_words(words: str, language: str) -> str:
    """Return why the clocks rest; the reason is kept by its code, before the note."""
    code, colon, note = words.partition(": ")
    if colon and code in set(PauseReason):
        return f"{say(PAUSE_NAMES[PauseReason(code)], language)}：{note}"
    return words
