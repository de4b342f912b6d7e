"""Calls that the call centre tells of, and the line by which it reaches us."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from zhishou.desk.models import CallLine, Intake, PhoneCall
from zhishou.desk.rules.words import WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role
from zhishou.people.rules import Role

KEPT: Final = timedelta(hours=24)
MOST: Final = 8


def unwritten_calls(viewer: Person, *, engagement: Engagement, at: datetime) -> list[PhoneCall]:
    """Return the calls that nobody has written down yet and that are for the viewer or for nobody by name."""
    require_role(viewer, engagement, WORKS, at=at)
    calls = PhoneCall.objects.filter(engagement=engagement, intake__isnull=True, rang_at__gt=at - KEPT)
    mine = calls.filter(Q(agent=viewer) | Q(agent__isnull=True)).select_related("caller__organisation")
    return list(mine.order_by("-rang_at", "-id")[:MOST])


def find_call(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> PhoneCall | None:
    """Return one call of the contract to whoever takes its calls."""
    require_role(viewer, engagement, WORKS, at=at)
    return PhoneCall.objects.filter(engagement=engagement, uuid=uuid).select_related("caller").first()


def call_of(intake: Intake) -> PhoneCall | None:
    """Return what the call centre told of an intake that the caller has been allowed to see."""
    return PhoneCall.objects.filter(intake=intake).first()


def line_of(viewer: Person, *, engagement: Engagement, at: datetime) -> CallLine | None:
    """Return the line of the contract's call centre to whoever looks after it; None before there is one."""
    require_role(viewer, engagement, {Role.MANAGER}, at=at)
    return CallLine.objects.filter(engagement=engagement).select_related("made_by").first()
