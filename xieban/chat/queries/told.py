"""What the service's messages are about: titles and pages of work, notices with their receivers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from xieban.documents.queries import documents_of_events, documents_of_instances
from xieban.flows.queries import address_of
from xieban.flows.queries.boxes import instances_of_events
from xieban.meetings.queries import meetings_of_instances
from xieban.notices.models import Notice
from xieban.notices.queries import published_with_receivers


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a message is about, and by which document or meeting there may be a room."""

    title: str
    path: str
    document: str = ""
    meeting: str = ""


def titles_of(instances: Collection[str], *, documents: Collection[str] = ()) -> Mapping[str, Thing]:
    """Return what instances and documents are about, by the uuids that were given."""
    carried = {str(one.instance.uuid): one for one in documents_of_instances(instances) if one.instance}
    held = {str(one.instance.uuid): one for one in meetings_of_instances(instances)}
    found = {
        str(one.uuid): Thing(
            title=one.title,
            path=address_of(one),
            document=str(carried[str(one.uuid)].uuid) if str(one.uuid) in carried else "",
            meeting=str(held[str(one.uuid)].uuid) if str(one.uuid) in held else "",
        )
        for one in instances_of_events(instances)
    }
    for one in documents_of_events(documents) if documents else ():
        key = str(one.uuid)
        found[key] = Thing(title=one.title, path=reverse("documents:document", kwargs={"uuid": key}), document=key)
    return found


def notices_of(uuids: Collection[str]) -> Sequence[tuple[Notice, list[int]]]:
    """Return published notices with their receivers."""
    return published_with_receivers(uuids)
