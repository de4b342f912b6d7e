"""What keeps the alerts of one system from being told, read once for however many break together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries.watched import carriers, needs_between
from zhishou.systems.rules.observing import Outcome
from zhishou.systems.rules.profile import Window
from zhishou.watch.models import Alert, MaintenanceWindow, ProbeState, Silence
from zhishou.watch.queries.quiet import running_windows
from zhishou.watch.rules.holding import Need, Quiet, all_needs
from zhishou.watch.rules.schedule import QUICK
from zhishou.watch.rules.words import Hold, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one probe of a component saw last, and through which connector."""

    connector_id: int
    last_at: datetime | None
    failed: bool

    def proves(self, *, since: datetime) -> bool | None:
        """Say whether the component was well after a moment; None where that is not known yet."""
        return False if self.failed else (self.last_at is not None and self.last_at > since) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """How a system stood at one moment: what needs what, what is seen through what, what is broken or quiet."""

    needs: Mapping[str, Sequence[str]]
    through: Mapping[int, frozenset[str]]
    """The components that answer at each connector: the rest is seen through them."""
    broken: Mapping[str, frozenset[int]]
    """The components that gave no answer, and through which connectors that was seen."""
    seen: Mapping[str, Sequence[Seen]]
    windows: Sequence[tuple[int, int | None]]
    silences: Sequence[tuple[int, int | None, int | None]]
    regular: Sequence[Window]

    def needs_of(self, alert: Alert) -> list[Need]:
        """Return how everything that an alert's component needs stands, and what its probe looks through.

        What is looked at through the component itself proves nothing about what that needs, nor does what is looked
        at through one that is broken, or needs what is: it is left out. So no two ever wait for each other.
        """
        here, since = alert.component.code, alert.opened_by.began_at or alert.opened_at
        mine = self._blind() | {connector for connector, components in self.through.items() if here in components}
        return [
            Need(
                code=code,
                is_broken=not self.broken.get(code, frozenset()) <= mine,
                is_proven=_proven(
                    [one.proves(since=since) for one in self.seen.get(code, ()) if one.connector_id not in mine]
                ),
            )
            for code in sorted(_needed(alert, needs=self.needs, through=self.through))
        ]

    def _blind(self) -> set[int]:
        """Return the connectors through which nothing is seen: others say that what answers there is broken."""
        return {
            connector
            for connector, components in self.through.items()
            for code in components.union(*(all_needs(one, self.needs) for one in components))
            if self.broken.get(code, frozenset()) - {connector}
        }

    def quiet_of(self, alert: Alert) -> list[Quiet]:
        """Return the silences and windows that cover an alert's probe."""
        here = {None, alert.component_id}
        found = [Quiet(hold=Hold.WINDOW, key=key) for key, component in self.windows if component in here]
        found += [
            Quiet(hold=Hold.SILENCE, key=key)
            for key, component, probe in self.silences
            if component in here and probe in {None, alert.probe_id}
        ]
        if any(not one.components or alert.component.code in one.components for one in self.regular):
            found.append(Quiet(hold=Hold.WINDOW, key=0))
        return found


def surroundings(system: ManagedSystem, *, alerts: Iterable[Alert], at: datetime) -> Surroundings:
    """Read how a system stands, as far as some of its alerts depend on it."""
    needs, through = needs_between(system.pk), carriers(system.pk)
    codes: set[str] = set()
    for alert in alerts:
        codes |= _needed(alert, needs=needs, through=through)
    windows = MaintenanceWindow.objects.filter(system=system, starts_at__lte=at, ends_at__gt=at, cancelled_at=None)
    return Surroundings(
        needs=needs,
        through=through,
        broken=_broken(system),
        seen=_seen(system, codes) if codes else {},
        windows=list(windows.values_list("pk", "component_id")),
        silences=list(in_force(system, at=at).values_list("pk", "component_id", "probe_id")),
        regular=running_windows(system, at=at),
    )


def _needed(
    alert: Alert, *, needs: Mapping[str, Sequence[str]], through: Mapping[int, frozenset[str]]
) -> frozenset[str]:
    """Return what an alert's component needs, what its probe looks through, and what that needs in turn."""
    here = alert.component.code
    looked_through = through.get(alert.probe.connector_id, frozenset()) - {here}
    return all_needs(here, needs).union(looked_through, *(all_needs(one, needs) for one in looked_through)) - {here}


def _broken(system: ManagedSystem) -> dict[str, frozenset[int]]:
    """Broken is what gives no answer; what answers slowly, or is busy, breaks and hides nothing above it."""
    rows = Alert.objects.filter(
        system=system,
        closed_at=None,
        standing=Verdict.CRITICAL,
        probe__state__last_outcome=Outcome.FAILED,
    )
    found: dict[str, set[int]] = defaultdict(set)
    for code, connector in rows.values_list("component__code", "probe__connector_id"):
        found[code].add(connector)
    return {code: frozenset(connectors) for code, connectors in found.items()}


def _seen(system: ManagedSystem, codes: set[str]) -> dict[str, list[Seen]]:
    """Return what looks often; what could never be looked at says nothing, and is not waited for."""
    rows = ProbeState.objects.filter(
        probe__system=system,
        probe__active=True,
        probe__component__code__in=codes,
        probe__every_s__lte=QUICK.total_seconds(),
    ).values_list("probe__component__code", "probe__connector_id", "last_at", "last_outcome", "standing")
    found: dict[str, list[Seen]] = defaultdict(list)
    for code, connector, last_at, last_outcome, standing in rows:
        failed = Outcome(last_outcome) is Outcome.FAILED
        if Verdict(standing) is not Verdict.UNKNOWN or failed:
            found[code].append(Seen(connector_id=connector, last_at=last_at, failed=failed))
    return found


def _proven(seen: Sequence[bool | None]) -> bool:
    """Say whether something is known to be well: one probe saw it so since then, and none saw otherwise last."""
    return not seen or (True in seen and False not in seen)


def in_force(system: ManagedSystem, *, at: datetime) -> QuerySet[Silence]:
    """Return the silences of a system that hold now."""
    return Silence.objects.filter(system=system, starts_at__lte=at, ends_at__gt=at, ended_at=None)
