"""What is typed is kept while it is typed, and the others see who types."""

from datetime import datetime
from typing import Final

from jishi.refusals.door import Invalid
from xieban.directory.models import Person
from xieban.layout.rules import sanitised
from xieban.writing.models import Body, Draft, Presence
from xieban.writing.queries import HEARD_OF, draft_of, require_reader, require_writer, unsaved_of

LONGEST: Final = 1_500_000
"""Characters of HTML; some 600 pages."""


class TextTooLong(Invalid):
    """The text is longer than %(most)s characters. Put a part of it into an attachment."""


class TextNotSaved(Invalid):
    """You typed something into the text that is not saved: save it, or discard it."""


def require_saved(*, body: Body, by: Person) -> None:
    """Refuse where somebody passes on a text into which he typed what the others will not see."""
    if unsaved_of(by, body=body) is not None:
        raise TextNotSaved


def keep_draft(*, body: Body, html: str, on_revision: int, by: Person, at: datetime) -> Draft:
    """Keep what somebody has typed so far; whoever may only read any more keeps what he had typed all the same."""
    require_reader(by, body=body, at=at)
    if len(html) > LONGEST:
        raise TextTooLong(most=LONGEST)
    draft, _made = Draft.objects.update_or_create(
        body=body, person=by, defaults={"html": sanitised(html), "on_revision": on_revision, "at": at}
    )
    return draft


def drop_draft(*, body: Body, by: Person, at: datetime) -> None:
    """Forget what this person typed and did not save."""
    require_reader(by, body=body, at=at)
    Draft.objects.filter(body=body, person=by).delete()


def rebase_draft(*, body: Body, by: Person, at: datetime) -> Draft | None:
    """Let what this person typed stand on top of the last revision, now that he has seen both."""
    require_writer(by, body=body, at=at)
    body.refresh_from_db(fields=["last_number"])
    Draft.objects.filter(body=body, person=by).update(on_revision=body.last_number)
    return draft_of(by, body=body)


def note_presence(*, body: Body, by: Person, at: datetime) -> None:
    """Note that somebody has the body open to write; who comes back after a while came anew."""
    require_writer(by, body=body, at=at)
    held, made = Presence.objects.get_or_create(body=body, person=by, defaults={"since": at, "seen_at": at})
    if not made and held.seen_at < at:
        since = at if held.seen_at <= at - HEARD_OF else held.since
        Presence.objects.filter(pk=held.pk).update(since=since, seen_at=at)


def leave(*, body: Body, by: Person, at: datetime) -> None:
    """Note that somebody has closed the page."""
    require_reader(by, body=body, at=at)
    Presence.objects.filter(body=body, person=by).delete()
