"""What the watch asks about systems, for background work, where nobody is looking."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Max, QuerySet

from zhishou.systems.models import Component, Connector, ManagedSystem, Probe
from zhishou.systems.rules.words import ComponentKind


def active_probes() -> QuerySet[Probe]:
    """Return every probe that is asked for now."""
    return Probe.objects.filter(active=True)


def probes_by_key(keys: Iterable[int]) -> dict[int, Probe]:
    """Return probes with their components, those that are asked for no more too."""
    rows = Probe.objects.select_related("system", "component", "module", "connector").defer("connector__secrets")
    return rows.in_bulk(list(keys))


def probes_in(system_id: int, *, codes: Collection[str] | None = None) -> QuerySet[Probe]:
    """Return the probes of a system as its profile orders them, or those of these codes, active or not."""
    rows = Probe.objects.filter(system_id=system_id).select_related("system", "component", "module", "connector")
    return rows.filter(active=True) if codes is None else rows.filter(code__in=list(codes))


def needs_between(system_id: int) -> dict[str, list[str]]:
    """Return which component of a system needs which."""
    rows = Component.objects.filter(system_id=system_id, active=True).values_list("code", "needs")
    return {code: list(needs) for code, needs in rows}


def held_systems(keys: Iterable[int]) -> dict[int, ManagedSystem]:
    """Return systems, and keep other writers of what belongs to them waiting until the transaction ends."""
    rows = ManagedSystem.objects.select_for_update(of=("self",), no_key=True).select_related("contract__engagement")
    return {one.pk: one for one in rows.filter(pk__in=list(keys)).order_by("pk")}


def versions_now() -> dict[int, str]:
    """Return for each system what differs once its profile, or how its parts are reached, is another."""
    changed = Connector.objects.order_by().values("system_id").annotate(last=Max("changed_at"))
    touched = {row["system_id"]: row["last"] for row in changed}
    numbers = ManagedSystem.objects.order_by("pk").values_list("pk", "number")
    return {key: f"{number} {touched.get(key)}" for key, number in numbers}


def carriers(system_id: int) -> dict[int, frozenset[str]]:
    """Return for each connector the web components that answer there: the rest is seen through them."""
    rows = Probe.objects.filter(system_id=system_id, active=True, component__kind=ComponentKind.WEB)
    found: dict[int, set[str]] = defaultdict(set)
    for connector, code in rows.values_list("connector_id", "component__code"):
        found[connector].add(code)
    return {connector: frozenset(codes) for connector, codes in found.items()}
