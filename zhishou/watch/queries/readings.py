"""What was measured in a stretch of time, for whoever reports on it: the value, its limits, and what it means."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from zhishou.systems.models import Probe
from zhishou.systems.queries import look_of, say_words
from zhishou.systems.queries.watched import probes_in
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.thresholds import Threshold
from zhishou.watch.models import ProbeState
from zhishou.watch.queries.series import rolled
from zhishou.watch.rules.rollups import HOUR, Bucket
from zhishou.watch.rules.words import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one probe came to in a stretch: the last value, its limits, the verdict that stood at the end."""

    probe_id: int
    probe_code: str
    check: str
    name: str
    component: str
    component_name: str
    module: str
    observed: float | None
    observed_at: datetime | None
    unit: str
    warn: Threshold | None
    critical: Threshold | None
    window: str
    verdict: Verdict
    words: str
    samples: int
    unknown: int
    warnings: int
    criticals: int
    minimum: float | None
    maximum: float | None
    mean: float | None
    series: tuple[Bucket, ...]


def readings(
    *, system_id: int, probe_codes: Collection[str] | None = None, since: datetime, until: datetime
) -> tuple[Reading, ...]:
    """Return what the probes of a system came to between two moments, hour by hour; all of them unless named.

    A probe from which nothing came in that time is unknown, whatever it said before.
    """
    probes = list(probes_in(system_id, codes=probe_codes))
    states = ProbeState.objects.in_bulk([one.pk for one in probes])
    return tuple(_reading(one, states.get(one.pk), since=since, until=until) for one in probes)


def _reading(probe: Probe, state: ProbeState | None, *, since: datetime, until: datetime) -> Reading:
    look, check = look_of(probe), CHECKS.get(probe.check_id)
    found = tuple(rolled(probe_id=probe.pk, since=since, until=until, width=HOUR))
    counts = [sum(getattr(one, name) for one in found) for name in ("count", "unknown", "warning", "critical")]
    means = [(one.mean, one.count - one.unknown or 1) for one in found if one.mean is not None]
    weight = sum(count for _mean, count in means)
    recent = state if state is not None and state.last_at is not None and since <= state.last_at < until else None
    return Reading(
        probe_id=probe.pk,
        probe_code=probe.code,
        check=probe.check_id,
        name=probe.name,
        component=probe.component.code,
        component_name=probe.component.name,
        module=probe.module.code if probe.module else "",
        observed=recent.last_value if recent else (found[-1].mean if found else None),
        observed_at=recent.last_at if recent else None,
        unit=look.unit,
        warn=look.warn,
        critical=look.critical,
        window=look.spec.window or (check.window if check else ""),
        verdict=_verdict(recent, found),
        words=say_words(recent.last_words, recent.last_facts) if recent else "",
        samples=counts[0],
        unknown=counts[1],
        warnings=counts[2],
        criticals=counts[3],
        minimum=min((one.least for one in found if one.least is not None), default=None),
        maximum=max((one.most for one in found if one.most is not None), default=None),
        mean=sum(mean * count for mean, count in means) / weight if means else None,
        series=found,
    )


def _verdict(recent: ProbeState | None, found: tuple[Bucket, ...]) -> Verdict:
    if recent is not None:
        return Verdict(recent.standing)
    return found[-1].worst if found else Verdict.UNKNOWN
