"""Who gets in: rooms are seen by everybody; a meeting by who called it, who approves it, who is invited."""

from datetime import timedelta

from django.utils import timezone

from tests.doors import SIGNED_IN
from xieban.flows.actions import load_definitions
from xieban.meetings import actions
from xieban.tests.cast import NOON, Cast

KEEPERS = frozenset({"office_head", "administrator"})
# The drafter called it, the head of department stands in for him; the head of the office approves.
PARTS = frozenset({"drafter", "department_head", "office_head", "administrator"})
CALLERS = frozenset({"drafter", "administrator"})
DOORS: dict[str, frozenset[str]] = {
    "meetings:meetings": SIGNED_IN,
    "meetings:new": SIGNED_IN,
    "meetings:rooms": SIGNED_IN,
    "meetings:register_room": KEEPERS,
    "meetings:of_instance": PARTS,
    "meetings:one": PARTS,
    "meetings:answer": PARTS,
    "meetings:sign_in": PARTS,
    "meetings:call_off": PARTS,
    "meetings:minutes": CALLERS,
    "meetings:close_minutes": CALLERS,
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    load_definitions(at=NOON)
    room = actions.register_room(name="一号会议室", place="三楼", seats=20, by=cast.administrator, at=NOON)
    begins_at = timezone.now() + timedelta(days=1)
    meeting = actions.ask_for(
        title="办公会", room=room, begins_at=begins_at, ends_at=begins_at + timedelta(hours=1), agenda="议题",
        people=[cast.clerk], by=cast.drafter, at=NOON,
    )  # fmt: skip
    this: dict[str, object] = {"uuid": str(meeting.uuid)}
    pages = dict.fromkeys(route for route in DOORS if DOORS[route] in (PARTS, CALLERS))
    return {
        **dict.fromkeys(pages, this),
        "meetings:of_instance": {"uuid": str(meeting.instance.uuid)},
    }
