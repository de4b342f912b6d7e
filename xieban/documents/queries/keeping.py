"""What administrators keep for documents, and what was refused."""

import uuid as uuids

from jishi.refusals.door import NotAllowed, NotThere
from xieban.directory.models import Person
from xieban.documents.models import MandatoryCountersign, Refused, Seal, SealUse, Series

LATEST = 50


def require_keeper(viewer: Person) -> None:
    """Refuse whoever does not look after this deployment."""
    if not viewer.is_administrator:
        raise NotAllowed


def all_series(viewer: Person) -> list[Series]:
    """Return every series of numbers."""
    require_keeper(viewer)
    return list(Series.objects.select_related("unit"))


def get_series(viewer: Person, *, uuid: uuids.UUID) -> Series:
    """Return one series of numbers."""
    require_keeper(viewer)
    found = Series.objects.filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def all_seals(viewer: Person) -> list[Seal]:
    """Return every seal."""
    require_keeper(viewer)
    return list(Seal.objects.select_related("unit"))


def get_seal(viewer: Person, *, uuid: uuids.UUID) -> Seal:
    """Return one seal."""
    require_keeper(viewer)
    found = Seal.objects.filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def all_mandatory(viewer: Person) -> list[MandatoryCountersign]:
    """Return which departments must countersign which matters."""
    require_keeper(viewer)
    return list(MandatoryCountersign.objects.select_related("unit", "department"))


def get_mandatory(viewer: Person, *, key: int) -> MandatoryCountersign:
    """Return one such rule."""
    require_keeper(viewer)
    found = MandatoryCountersign.objects.select_related("department").filter(pk=key).first()
    if found is None:
        raise NotThere
    return found


def refused_lately(viewer: Person) -> list[Refused]:
    """Return what was refused for its secrecy grade, the last first."""
    require_keeper(viewer)
    return list(Refused.objects.select_related("person")[:LATEST])


def sealed_lately(viewer: Person) -> list[SealUse]:
    """Return the register of seals (用印登记), the last first."""
    require_keeper(viewer)
    return list(SealUse.objects.select_related("seal", "document", "person", "approved_by")[:LATEST])
