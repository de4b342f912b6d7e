"""Minutes of a meeting, out of whose lines a matter is supervised: whoever keeps them is named in settings."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.documents.models import Supervision
from xieban.documents.queries.documents import visible

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Closed minutes as far as a supervised matter needs them."""

    uuid: str
    title: str
    address: str
    lines: tuple[str, ...]


def minutes_at(viewer: Person, *, uuid: str, at: datetime) -> Minutes:
    """Return closed minutes that the viewer may read; raises that nothing is there."""
    keeper: Callable[..., Minutes] = import_string(settings.DOCUMENTS_MINUTES)
    return keeper(viewer, uuid=uuid, at=at)


def minutes_of(viewer: Person, record: Supervision, *, at: datetime) -> Minutes | None:
    """Return the minutes that a matter comes from, where the viewer may read them."""
    if record.minutes is None:
        return None
    try:
        return minutes_at(viewer, uuid=str(record.minutes), at=at)
    except NotThere:
        return None


def raised_from(viewer: Person, *, minutes: str, at: datetime) -> tuple[tuple[str, str], ...]:
    """Return the matters that were raised from minutes and that the viewer sees: title and address."""
    seen = visible(viewer, at=at).filter(supervision__minutes=minutes).order_by("pk")
    return tuple((one.title, reverse("documents:document", kwargs={"uuid": one.uuid})) for one in seen)
