"""Rows that templates show as they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, gettext

from zhishou.systems.models import ManagedSystem, Probe
from zhishou.systems.queries import Look as Asked
from zhishou.systems.queries import advice_of, look_of
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import say
from zhishou.watch.models import Alert, ProbeState
from zhishou.watch.web.looks import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab above the pages of the watch."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRow:
    """One probe as a page shows it."""

    state: ProbeState
    check: str
    unit: str
    warn: Threshold | None
    critical: Threshold | None
    window: str
    advice: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert with how long it lasted."""

    alert: Alert
    lasted: timedelta
    ticket_number: int | None


def tabs(look: Look, system: ManagedSystem | None, *, current: str) -> list[Tab]:
    """Return the tabs of the watch, those of one system where one is shown."""
    here = {"engagement_code": look.engagement.code}
    made = [("alerts", gettext("Alerts"), reverse("watch:alerts", kwargs=here), "alarm")]
    if system is None:
        made.insert(0, ("map", gettext("Systems"), reverse("watch:overview", kwargs=here), "sitemap"))
    else:
        there = {**here, "system_code": system.code}
        made.insert(0, ("map", gettext("System map"), reverse("watch:map", kwargs=there), "sitemap"))
        made += [
            ("quiet", gettext("Silences and windows"), reverse("watch:quiet", kwargs=there), "bell-off"),
            ("users", gettext("Told to users"), reverse("watch:users", kwargs=there), "speakerphone"),
        ]
    return [Tab(label=label, url=url, icon=icon, current=name == current) for name, label, url, icon in made]


def probe_rows(states: Iterable[ProbeState]) -> list[ProbeRow]:
    """Return probes with what is normal for them and what to do otherwise."""
    return [_probe_row(one, look_of(one.probe)) for one in states]


def unit_of(probe: Probe) -> str:
    """Return in what a probe measures."""
    return look_of(probe).unit


def _probe_row(state: ProbeState, asked: Asked) -> ProbeRow:
    check, language = CHECKS.get(asked.spec.check), get_language() or ""
    return ProbeRow(
        state=state,
        check=say(check.name, language) if check else asked.spec.check,
        unit=asked.unit,
        warn=asked.warn,
        critical=asked.critical,
        window=asked.spec.window or (check.window if check else ""),
        advice=say(advice_of(asked.spec), language),
        link=asked.spec.link or (check.link if check else ""),
    )


def history_rows(alerts: Iterable[Alert], *, at: datetime) -> list[AlertRow]:
    """Return alerts with how long each lasted, and the ticket of what broke together."""
    return [
        AlertRow(
            alert=one,
            lasted=(one.closed_at or at) - one.opened_at,
            ticket_number=(one.leader or one).ticket_number,
        )
        for one in alerts
    ]
