"""What was typed and not saved, and who else has the page open."""

from datetime import datetime, timedelta
from typing import Final

from xieban.directory.models import Person
from xieban.writing.models import Body, Draft, Presence
from xieban.writing.queries.bodies import html_of
from xieban.writing.rules import canonical

HEARD_OF: Final = timedelta(seconds=50)
"""A page says every fifteen seconds that it is open; whoever was not heard of for so long is gone."""


def draft_of(person: Person, *, body: Body) -> Draft | None:
    """Return what this person typed and did not save."""
    return Draft.objects.filter(body=body, person=person).first()


def unsaved_of(person: Person, *, body: Body) -> Draft | None:
    """Return what this person typed and did not save, where it says something else than the text."""
    draft = draft_of(person, body=body)
    if draft is None:
        return None
    try:
        text, _blocks = canonical(draft.html)
    except ValueError:  # it cannot be printed as it is, and is no less unsaved for that
        return draft
    return draft if text != html_of(body) else None


def others_writing(person: Person, *, body: Body, at: datetime) -> list[Presence]:
    """Return who else has the body open to write now, the first that came first."""
    rows = Presence.objects.filter(body=body, seen_at__gt=at - HEARD_OF).exclude(person=person)
    return list(rows.select_related("person"))
