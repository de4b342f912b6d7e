"""How each probe is judged, read once and kept by whoever probes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from zhishou.systems import queries as systems
from zhishou.systems.queries import Look
from zhishou.systems.queries.watched import needs_between
from zhishou.watch.rules.folding import Terms
from zhishou.watch.rules.holding import all_needs
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
    needs: frozenset[str]
    """The components without which the probe's own cannot work."""

    @property
    def probe_id(self) -> int:
        """The probe's key."""
        return self.look.probe_id


def plan_of(look: Look, needs: Mapping[str, Collection[str]]) -> Plan:
    """Return how a probe is judged, by what the components of its system need."""
    spec = look.spec
    every = timedelta(seconds=spec.every)
    return Plan(
        look=look,
        limits=Limits(warn=look.warn, critical=look.critical),
        terms=Terms(confirm=spec.confirm, calm=spec.calm),
        every=every,
        patience=patience(every=every, timeout=timedelta(seconds=spec.timeout), retries=spec.retries),
        needs=all_needs(look.component, needs),
    )


def plans(only: Collection[int]) -> dict[int, Plan]:
    """Return the plans of probes that are active."""
    looks = systems.probes_for_prober(only=only) if only else []
    needs = {key: needs_between(key) for key in {one.system_id for one in looks}}
    return {one.probe_id: plan_of(one, needs[one.system_id]) for one in looks}
