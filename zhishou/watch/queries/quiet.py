"""Agreed quiet, for those who look at it."""

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import newest_version, profile_of
from zhishou.systems.rules.profile import Window
from zhishou.watch.models import MaintenanceWindow, Silence


def silences_of(system: ManagedSystem) -> QuerySet[Silence]:
    """Return the silences of a system, the latest first."""
    return Silence.objects.filter(system=system).select_related("made_by", "ended_by", "component", "probe")


def silence_of(system: ManagedSystem, *, uuid: str) -> Silence:
    """Return one silence of a system that the caller already sees."""
    found = silences_of(system).filter(uuid=uuid).select_related("system__contract__engagement").first()
    if found is None:
        raise NotThere
    return found


def windows_of(system: ManagedSystem) -> QuerySet[MaintenanceWindow]:
    """Return every window of a system, past and cancelled ones too, the latest first."""
    return MaintenanceWindow.objects.filter(system=system).select_related("component", "made_by")


def window_of(system: ManagedSystem, *, uuid: str) -> MaintenanceWindow:
    """Return one window of a system that the caller already sees."""
    rows = windows_of(system).filter(uuid=uuid)
    found = rows.select_related("system__contract__engagement").first()
    if found is None:
        raise NotThere
    return found


def profile_windows(system: ManagedSystem) -> list[Window]:
    """Return the regular windows of the profile."""
    version = newest_version(system)
    return list(profile_of(version).windows) if version else []
