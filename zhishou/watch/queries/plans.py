"""How each probe is judged, read once and kept by whoever probes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from zhishou.systems import queries as systems
from zhishou.systems.queries import Look
from zhishou.watch.rules.folding import Terms
from zhishou.watch.rules.judging import Limits
from zhishou.watch.rules.schedule import patience


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One probe as the watch judges it, beside how it is asked."""

    look: Look
    limits: Limits
    terms: Terms
    every: timedelta
    patience: timedelta

    @property
    def probe_id(self) -> int:
        """The probe's key."""
        return self.look.probe_id


def plan_of(look: Look) -> Plan:
    """Return how a probe is judged."""
    spec = look.spec
    every = timedelta(seconds=spec.every)
    return Plan(
        look=look,
        limits=Limits(warn=look.warn, critical=look.critical),
        terms=Terms(confirm=spec.confirm, calm=spec.calm),
        every=every,
        patience=patience(every=every, timeout=timedelta(seconds=spec.timeout), retries=spec.retries),
    )


def plans(only: Collection[int]) -> dict[int, Plan]:
    """Return the plans of probes that are active."""
    return by_probe(plan_of(look) for look in systems.probes_for_prober(only=only))


def by_probe(found: Iterable[Plan]) -> dict[int, Plan]:
    """Return plans by the keys of their probes."""
    return {one.probe_id: one for one in found}
