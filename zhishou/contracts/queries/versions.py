"""Reads of versions for whoever already holds the contract; viewers come in by the other queries."""

from jishi.calendars.door import Calendar, from_document
from zhishou.contracts.models import CalendarVersion, Contract, PolicyVersion
from zhishou.contracts.rules.pack import Pack

_KEPT = 256


def newest_version(contract: Contract) -> PolicyVersion | None:
    """Return the version that is in force now."""
    return PolicyVersion.objects.filter(contract=contract).order_by("-number").first()


def newest_calendar(contract: Contract) -> Calendar:
    """Return the calendar that is in force now; every loaded contract has one."""
    return calendar_of(CalendarVersion.objects.filter(contract=contract).order_by("-number")[0])


_packs: dict[str, Pack] = {}


def pack_of(version: PolicyVersion) -> Pack:
    """Return the pack of a version; versions never change, so what was read once is kept."""
    key = str(version.uuid)
    if key not in _packs:
        if len(_packs) >= _KEPT:
            _packs.clear()
        _packs[key] = Pack.model_validate(version.document)
    return _packs[key]


_calendars: dict[str, Calendar] = {}


def calendar_of(version: CalendarVersion) -> Calendar:
    """Return the calendar of a version, laid out once per process."""
    key = str(version.uuid)
    if key not in _calendars:
        if len(_calendars) >= _KEPT:
            _calendars.clear()
        _calendars[key] = from_document(version.document)
    return _calendars[key]
