"""Agreed quiet, for those who look at it."""

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import newest_version, profile_of
from zhishou.systems.rules.profile import Window
from zhishou.watch.models import MaintenanceWindow, Silence

SHOWN = 50


def silences_of(system: ManagedSystem) -> QuerySet[Silence]:
    """Return the silences of a system, the latest first."""
    return Silence.objects.filter(system=system).select_related("made_by", "ended_by", "component", "probe")[:SHOWN]


def silence_of(system: ManagedSystem, *, uuid: str) -> Silence:
    """Return one silence of a system that the caller already sees."""
    found = Silence.objects.filter(system=system, uuid=uuid).select_related("system__contract__engagement").first()
    if found is None:
        raise NotThere
    return found


def window_of(system: ManagedSystem, *, uuid: str) -> MaintenanceWindow:
    """Return one window of a system that the caller already sees."""
    rows = MaintenanceWindow.objects.filter(system=system, uuid=uuid)
    found = rows.select_related("system__contract__engagement").first()
    if found is None:
        raise NotThere
    return found


def profile_windows(system: ManagedSystem) -> list[Window]:
    """Return the regular windows of the profile."""
    version = newest_version(system)
    return list(profile_of(version).windows) if version else []
