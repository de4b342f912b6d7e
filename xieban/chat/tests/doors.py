"""Who gets in: everybody who works here talks; a room about a document is for who may see the document."""

from datetime import timedelta

from django.utils import timezone

from tests.doors import SIGNED_IN
from xieban.documents.tests.laying import notice
from xieban.flows.actions import load_definitions
from xieban.meetings import actions as meetings
from xieban.tests.cast import NOON, Cast

DRAFTERS = frozenset({"drafter", "department_head", "administrator"})
DOORS: dict[str, frozenset[str]] = {
    "chat:chat": SIGNED_IN,
    "chat:unread": SIGNED_IN,
    "chat:people": SIGNED_IN,
    "chat:sharable": SIGNED_IN,
    "chat:about": SIGNED_IN,
    "chat:session": SIGNED_IN,
    "chat:search": SIGNED_IN,
    "chat:document_room": DRAFTERS,
    # The head of the office approves it.
    "chat:meeting_room": DRAFTERS | {"office_head"},
    "chat:person_room": SIGNED_IN,
    "chat:pushed": frozenset(),
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    load_definitions(at=NOON)
    document = notice(cast.drafter)
    room = meetings.register_room(name="谈话室", place="一楼", seats=4, by=cast.administrator, at=NOON)
    begins_at = timezone.now() + timedelta(days=2)
    meeting = meetings.ask_for(
        title="碰头会", room=room, begins_at=begins_at, ends_at=begins_at + timedelta(hours=1), agenda="",
        people=[cast.clerk], by=cast.drafter, at=NOON,
    )  # fmt: skip
    return {
        "chat:document_room": {"uuid": document.uuid},
        "chat:meeting_room": {"uuid": meeting.uuid},
        "chat:person_room": {"uuid": cast.clerk.uuid},
        "chat:pushed": {"number": "1"},
    }
