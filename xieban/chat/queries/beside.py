"""What the page asks of the office beside the chat server: colleagues, documents, what a link leads to."""

import re
from datetime import datetime
from typing import Final, TypedDict

from django.urls import reverse

from jishi.refusals.door import NotThere
from xieban.chat.models import Account
from xieban.directory import queries as directory
from xieban.directory.models import Person
from xieban.documents.queries import get_document
from xieban.finding import queries as finding
from xieban.meetings import queries as meetings

MOST: Final = 20
LONGEST: Final = 60
PATH: Final = re.compile(r"/(documents|meetings)/([0-9a-f-]{36})/")


class Colleague(TypedDict):
    """One colleague to talk to; without an address where he has no account yet."""

    uuid: str
    address: str
    name: str
    place: str


class Linked(TypedDict):
    """One document to link to."""

    path: str
    title: str
    number: str


def colleagues_like(viewer: Person, *, words: str, at: datetime) -> list[Colleague]:
    """Return the colleagues whom the words fit, but not the one who asks."""
    found = directory.found_people(viewer, words=words.strip()[:LONGEST], at=at)
    others = [one for one in found if one.person.pk != viewer.pk and one.person.is_active][:MOST]
    accounts = Account.objects.filter(person__in=[one.person.pk for one in others])
    addresses = dict(accounts.values_list("person_id", "address"))
    return [
        Colleague(
            uuid=str(one.person.uuid),
            address=addresses.get(one.person.pk, ""),
            name=one.person.name,
            place=f"{one.post.unit.name} · {one.post.name}" if one.post else "",
        )
        for one in others
    ]


def documents_like(viewer: Person, *, words: str, at: datetime) -> list[Linked]:
    """Return the documents that hold the words and that the viewer may read, the newest first."""
    hits, _before = finding.find(viewer, words=words.strip(), at=at)
    return [
        Linked(
            path=reverse("documents:document", kwargs={"uuid": hit.document.uuid}),
            title=hit.document.title,
            number=hit.document.number or "",
        )
        for hit in hits[:MOST]
    ]


def title_at(viewer: Person, *, path: str, at: datetime) -> str:
    """Return the title of what lies at an address, for whoever may see it; nobody else learns that it is there."""
    found = PATH.fullmatch(path)
    if found is None:
        return ""
    try:
        if found[1] == "meetings":
            return meetings.get_meeting(viewer, uuid=found[2], at=at).title
        return get_document(viewer, uuid=found[2], at=at).title
    except NotThere:
        return ""
