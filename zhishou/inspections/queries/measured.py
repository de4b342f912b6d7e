"""The one place that asks what probes measured, and says it in the words of an inspection."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import override

from zhishou.inspections.rules.measured import Level, Measured, Scale, scale_of, span_of
from zhishou.inspections.rules.words import Severity
from zhishou.systems.models import ManagedSystem, Probe
from zhishou.systems.queries import advice_of, components_of, probes_of
from zhishou.systems.queries.probing import spec_of
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import Severity as Gravity
from zhishou.watch.queries.readings import Reading, readings

LANGUAGE: Final = "zh-hans"
"""The language of the report; what was measured is kept in it."""
SEVERITIES: Final[Mapping[Gravity, Severity]] = {
    Gravity.GRAVE: Severity.CRITICAL,
    Gravity.HIGH: Severity.HIGH,
    Gravity.MEDIUM: Severity.MEDIUM,
    Gravity.LOW: Severity.LOW,
    Gravity.HINT: Severity.HINT,
}


def measured(*, system: ManagedSystem, since: datetime, until: datetime) -> list[Measured]:
    """Return what every probe of a system that its profile lets be inspected says of this time."""
    kinds = {one.code: one.kind for one in components_of(system)}
    probes = {one.code: one for one in probes_of(system) if spec_of(one).inspected}
    with override(LANGUAGE):
        found = readings(system_id=system.pk, probe_codes=set(probes), since=since, until=until)
        return [_measured(one, probes[one.probe_code], kinds.get(one.component, "")) for one in found]


def _measured(one: Reading, probe: Probe, kind: str) -> Measured:
    spec, check = spec_of(probe), CHECKS.get(one.check)
    scale = scale_of(one.unit, one.maximum if one.maximum is not None else one.observed)
    return Measured(
        probe=one.probe_code,
        check=one.check,
        name=one.name,
        component=one.component,
        kind=kind,
        observed=scale.of(one.observed),
        unit=scale.unit,
        words=one.words if one.observed is None else "",
        warn=_limit(one.warn, scale),
        critical=_limit(one.critical, scale),
        warn_at=scale.of(one.warn.value) if one.warn else None,
        critical_at=scale.of(one.critical.value) if one.critical else None,
        window=span_of(one.window),
        level=Level(one.verdict.value),
        severity=SEVERITIES[check.severity] if check else Severity.HIGH,
        samples=one.samples,
        beyond=one.warnings + one.criticals,
        minimum=scale.of(one.minimum),
        maximum=scale.of(one.maximum),
        mean=scale.of(one.mean),
        series=tuple(
            (datetime.fromtimestamp(bucket.start, tz=UTC), scale.of(bucket.mean)) for bucket in one.series
        ),
        advice=advice_of(spec)[0],
        link=spec.link or (check.link if check else ""),
    )


def _limit(limit: Threshold | None, scale: Scale) -> str:
    if limit is None:
        return ""
    return f"{'>' if limit.over is not None else '<'} {scale.said(limit.value)}"
