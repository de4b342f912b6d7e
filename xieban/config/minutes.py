"""Where meetings and documents meet: a supervised matter comes out of a line of closed minutes."""

from datetime import datetime

from django.urls import reverse

from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.documents.queries.minutes import Minutes, raised_from
from xieban.documents.queries.supervising import may_raise
from xieban.meetings.models import Meeting
from xieban.meetings.queries import Matters, get_meeting, lines_of


def minutes_at(viewer: Person, *, uuid: str, at: datetime) -> Minutes:
    """Return closed minutes of a meeting that the viewer sees."""
    meeting = get_meeting(viewer, uuid=uuid, at=at)
    if meeting.minutes_closed_at is None:
        raise NotThere
    return Minutes(
        uuid=str(meeting.uuid),
        title=meeting.title,
        address=reverse("meetings:one", kwargs={"uuid": meeting.uuid}),
        lines=lines_of(meeting),
    )


def matters_of(viewer: Person, meeting: Meeting, *, at: datetime) -> Matters:
    """Return what was raised from the minutes of a meeting, and where the viewer may raise more."""
    return Matters(
        address=reverse("documents:raise_matter") if may_raise(viewer, at=at) else "",
        raised=raised_from(viewer, minutes=str(meeting.uuid), at=at),
    )
