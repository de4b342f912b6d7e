"""Agreed quiet, for those who look at it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import newest_version, profile_of
from zhishou.systems.rules.profile import Window
from zhishou.watch.models import MaintenanceWindow, Silence
from zhishou.watch.queries.alerts import profile_now
from zhishou.watch.rules.windows import running_window


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularWindow:
    """A window that the profile agrees on again and again, and the names of what it covers; none: all of it."""

    window: Window
    components: tuple[str, ...]


def profile_windows(system: ManagedSystem) -> list[RegularWindow]:
    """Return the regular windows of the profile."""
    version = newest_version(system)
    if version is None:
        return []
    profile = profile_of(version)
    names = {one.code: one.name for one in profile.components}
    return [
        RegularWindow(window=one, components=tuple(names.get(code, code) for code in one.components))
        for one in profile.windows
    ]


def running_windows(system: ManagedSystem, *, at: datetime) -> list[Window]:
    """Return the regular windows of the profile that run now."""
    profile = profile_now(system)
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    return [one for one in profile.windows if running_window(one, local=local)] if profile else []
