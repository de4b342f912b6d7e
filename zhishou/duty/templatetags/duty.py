"""`{% load duty %}`: words for tiers, levels, spans."""

from datetime import datetime

from django import template
from django.utils.translation import gettext_lazy as _

from zhishou.contracts.rules import Level
from zhishou.duty.queries.words import ending, hours, span
from zhishou.people.models import ROLE_NAMES
from zhishou.people.rules import Role

register = template.Library()
register.simple_tag(span)
register.simple_tag(hours)

LEVELS = {
    Level.FATAL: _("Level 1 (fatal)"),
    Level.SEVERE: _("Level 2 (severe)"),
    Level.ORDINARY: _("Level 3 (ordinary)"),
}
GAPS = {
    "nobody": _("Nobody on watch"),
    "deactivated": _("The account is closed"),
    "no_role": _("Role missing"),
    "no_channel": _("No channel to be reached by"),
}
STATES = {
    "running": _("Calling"),
    "acknowledged": _("Answered"),
    "stopped": _("Stopped"),
    "exhausted": _("Nobody answered"),
}
STATE_MARKS = {
    "running": ("danger", "bell-ringing"),
    "acknowledged": ("success", "check"),
    "stopped": ("neutral", "player-stop"),
    "exhausted": ("danger", "alert-octagon"),
}
WAYS = {"link": _("by the link in the message"), "page": _("on the page"), "api": _("by the API")}


@register.filter
def tier_name(tier: str) -> str:
    """Name a tier."""
    return str(ROLE_NAMES[Role(tier)])


@register.filter
def level_name(level: int) -> str:
    """Name a level."""
    return str(LEVELS[Level(level)])


@register.filter
def gap_name(kind: str) -> str:
    """Name what is wrong."""
    return str(GAPS[kind])


@register.filter
def state_name(state: str) -> str:
    """Name how a ladder stands."""
    return str(STATES[state])


@register.filter
def state_kind(state: str) -> str:
    """Say which tint a ladder's state has."""
    return STATE_MARKS[state][0]


@register.filter
def state_icon(state: str) -> str:
    """Say which icon a ladder's state has."""
    return STATE_MARKS[state][1]


@register.filter
def way_name(via: str) -> str:
    """Say how somebody answered."""
    return str(WAYS.get(via, via))


@register.filter
def clock(moment: datetime, at: datetime) -> str:
    """Say a moment's time of day, after its date where that is another than today's."""
    return ending(moment, at=at)


@register.filter
def minutes_of(seconds: float) -> int:
    """Say seconds as minutes."""
    return int(seconds) // 60
