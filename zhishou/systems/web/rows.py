"""What the pages of systems show, ready for a template."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhishou.systems import queries
from zhishou.systems.models import Agent, Component, Connector, ManagedSystem, Probe
from zhishou.systems.queries.agents import News, news_of
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.observing import Observation, Outcome
from zhishou.systems.rules.words import (
    COMPONENT_NAMES,
    CONNECTOR_NAMES,
    SEVERITY_NAMES,
    UNIT_NAMES,
    ComponentKind,
    ConnectorKind,
    Unit,
    say,
)

ICONS = {
    ComponentKind.WEB: "world",
    ComponentKind.WORKERS: "settings",
    ComponentKind.DATABASE: "database",
    ComponentKind.CACHE: "layers-linked",
    ComponentKind.QUEUE: "stack-2",
    ComponentKind.CHAT: "messages",
    ComponentKind.MAIL: "mail",
    ComponentKind.NETWORK: "network",
    ComponentKind.HOST: "server",
    ComponentKind.FILES: "files",
    ComponentKind.CERTIFICATE: "certificate",
    ComponentKind.BACKUP: "archive",
}
AGENT_SILENT = timedelta(seconds=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state as a mark shows it."""

    kind: str
    icon: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRow:
    """One probe as the system's page lists it."""

    probe: Probe
    check: str
    every: str
    limits: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentRow:
    """One component with its probes and what it needs."""

    component: Component
    icon: str
    kind: str
    needs: tuple[str, ...]
    probes: tuple[ProbeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorRow:
    """One connector, and whether all it needs is there."""

    connector: Connector
    kind: str
    state: State
    count: int


def every(seconds: int) -> str:
    """Say how often."""
    if seconds % 3600 == 0:
        hours = seconds // 3600
        return ngettext("every hour", "every %(count)s hours", hours) % {"count": hours}
    if seconds % 60 == 0:
        minutes = seconds // 60
        return ngettext("every minute", "every %(count)s minutes", minutes) % {"count": minutes}
    return ngettext("every second", "every %(count)s seconds", seconds) % {"count": seconds}


def _probe(probe: Probe, language: str) -> ProbeRow:
    spec, check = queries.spec_of(probe), CHECKS.get(probe.check_id)
    unit = say(UNIT_NAMES[check.unit], language) if check else ""
    scale = _scale(check.unit if check else Unit.NUMBER)
    warn, critical = (spec.warn or check.warn, spec.critical or check.critical) if check else (None, None)
    words = []
    for name, limit in ((_("warning"), warn), (_("critical"), critical)):
        if limit:
            sign = "＞" if limit.over is not None else "＜"
            number = f"{limit.value / scale[0]:g}"
            words.append(f"{name} {sign} {number} {scale[1] or unit}".strip())
    return ProbeRow(
        probe=probe,
        check=say(check.name, language) if check else probe.check_id,
        every=every(probe.every_s),
        limits=" · ".join(words),
        severity=say(SEVERITY_NAMES[check.severity], language) if check else "",
    )


def _scale(unit: Unit) -> tuple[float, str]:
    return (1024.0**3, "GB") if unit is Unit.BYTES else (1.0, "")


def components(system: ManagedSystem, language: str) -> list[ComponentRow]:
    """Return the components with their probes."""
    probes: dict[int, list[ProbeRow]] = defaultdict(list)
    for probe in queries.probes_of(system):
        probes[probe.component_id].append(_probe(probe, language))
    found = list(queries.components_of(system))
    names = {one.code: one.name for one in found}
    return [
        ComponentRow(
            component=one,
            icon=ICONS[ComponentKind(one.kind)],
            kind=say(COMPONENT_NAMES[ComponentKind(one.kind)], language),
            needs=tuple(names.get(code, code) for code in one.needs),
            probes=tuple(probes[one.pk]),
        )
        for one in found
    ]


def connectors(system: ManagedSystem, language: str) -> list[ConnectorRow]:
    """Return the connectors and whether their secrets are there."""
    counts: dict[int, int] = defaultdict(int)
    for probe in queries.probes_of(system):
        counts[probe.connector_id] += 1
    return [
        ConnectorRow(
            connector=one,
            kind=say(CONNECTOR_NAMES[ConnectorKind(one.kind)], language),
            state=_readiness(one),
            count=counts[one.pk],
        )
        for one in queries.connectors_of(system)
    ]


def _readiness(connector: Connector) -> State:
    missing = [name for name in connector.secret_names if name not in connector.secrets_set]
    if missing:
        return State(kind="warning", icon="key", text=_("Secret missing"))
    if connector.secret_names:
        return State(kind="success", icon="lock", text=_("Secret set"))
    return State(kind="neutral", icon="lock-open", text=_("No secret needed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRow:
    """One agent and what it told last."""

    agent: Agent
    news: News | None
    host: str
    state: State


def agents(system: ManagedSystem, *, at: datetime) -> list[AgentRow]:
    """Return the agents that count and whether they speak."""
    found = list(queries.agents_of(system))
    told = news_of(found)
    return [
        AgentRow(
            agent=one,
            news=told.get(one.pk),
            host=str(told[one.pk].document.get("host", ""))[:60] if one.pk in told else "",
            state=_speaks(told.get(one.pk), at=at),
        )
        for one in found
    ]


def _speaks(news: News | None, *, at: datetime) -> State:
    if news is None:
        return State(kind="neutral", icon="circle-dashed", text=_("Told nothing yet"))
    if at - news.told_at > AGENT_SILENT:
        return State(kind="danger", icon="wifi-off", text=_("Silent"))
    return State(kind="success", icon="activity", text=_("Speaks"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """What one look of a trial saw."""

    name: str
    state: State
    value: str
    words: str


def trials(probes: Sequence[Probe], seen: Sequence[Observation], language: str) -> list[TrialRow]:
    """Return what the looks of a trial saw, in words."""
    return [_trial(probe, one, language) for probe, one in zip(probes, seen, strict=True)]


def _trial(probe: Probe, seen: Observation, language: str) -> TrialRow:
    states = {
        Outcome.MEASURED: State(kind="success", icon="circle-check", text=_("Measured")),
        Outcome.FAILED: State(kind="danger", icon="circle-x", text=_("Failed")),
        Outcome.UNKNOWN: State(kind="neutral", icon="question-mark", text=_("Unknown")),
    }
    check = CHECKS.get(probe.check_id)
    unit = check.unit if check else Unit.NUMBER
    scale = _scale(unit)
    value = ""
    if seen.value is not None:
        value = f"{seen.value / scale[0]:.4g} {scale[1] or say(UNIT_NAMES[unit], language)}".strip()
    return TrialRow(
        name=probe.name,
        state=states[seen.outcome],
        value=value,
        words=queries.say_words(seen.words, {one.name: one.value for one in seen.facts}),
    )
