"""Whoever holds a body says who may read and who may write it: asked each time, never remembered here."""

import uuid as uuids
from abc import ABC, abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from jishi.refusals.door import NotThere, Refusal
from xieban.directory.models import Person
from xieban.writing.models import Body

if TYPE_CHECKING:
    from collections.abc import Mapping


class CannotWriteNow(Refusal):
    """This text cannot be changed now: it lies with somebody else, or is signed. What you typed stays a draft."""


class Holder(ABC):
    """The answers of one kind of holder; `key` is the holder's own, as it was given to `begin_body`."""

    @abstractmethod
    def may_read(self, viewer: Person, *, key: str, at: datetime) -> bool:
        """Say whether this person may see the text and the files now; no row of that key: False."""

    @abstractmethod
    def may_write(self, viewer: Person, *, key: str, at: datetime) -> bool:
        """Say whether this person may change the text and the files now."""

    @abstractmethod
    def title(self, *, key: str) -> str:
        """Return how the holder is called, for the heading of a page; only who may read is told."""

    @abstractmethod
    def address(self, *, key: str) -> str:
        """Return the address of the page on which the text lies."""

    def is_archived(self, *, key: str) -> bool:
        """Say whether this goes into the archive one day, which takes no file that acts when it is opened."""
        del key  # few know it better
        return False

    def note_view(self, viewer: Person, *, key: str, what: str, at: datetime) -> None:  # noqa: B027 - who keeps no book does nothing
        """Write down that somebody looked at the text or opened a file (`what` says which)."""


def holder_of(body: Body) -> Holder:
    """Return who answers for this body; a kind that nobody answers for is there for nobody."""
    holders: Mapping[str, Holder] = import_string(settings.WRITING_HOLDERS)
    if body.kind not in holders:
        raise NotThere
    return holders[body.kind]


def may_read(viewer: Person, *, body: Body, at: datetime) -> bool:
    """Ask the holder whether this person may see the text now."""
    return holder_of(body).may_read(viewer, key=body.key, at=at)


def may_write(viewer: Person, *, body: Body, at: datetime) -> bool:
    """Ask the holder whether this person may change the text now; whoever may not read may not write."""
    holder = holder_of(body)
    return holder.may_read(viewer, key=body.key, at=at) and holder.may_write(viewer, key=body.key, at=at)


def require_reader(viewer: Person, *, body: Body, at: datetime) -> None:
    """Raise that there is nothing here unless this person may see the text now."""
    if not may_read(viewer, body=body, at=at):
        raise NotThere


def require_writer(viewer: Person, *, body: Body, at: datetime) -> None:
    """Raise unless this person may change the text now; to whoever may not even see it, nothing is there."""
    require_reader(viewer, body=body, at=at)
    if not may_write(viewer, body=body, at=at):
        raise CannotWriteNow


def get_body(viewer: Person, *, uuid: str | uuids.UUID, at: datetime) -> Body:
    """Return a body that this person may see now."""
    try:
        body = Body.objects.filter(uuid=uuids.UUID(str(uuid))).first()
    except ValueError as error:
        raise NotThere from error
    if body is None:
        raise NotThere
    require_reader(viewer, body=body, at=at)
    return body


def get_written_body(viewer: Person, *, uuid: str | uuids.UUID, at: datetime) -> Body:
    """Return a body that this person may change now."""
    body = get_body(viewer, uuid=uuid, at=at)
    require_writer(viewer, body=body, at=at)
    return body
