"""Who is looking at the pages of inspections, and how a refused form says so."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jishi.pages.door import Link, PageRequest
from zhishou.inspections.rules.words import INSPECTS, PLANS, SEES
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import get_engagement, require_role
from zhishou.people.rules import VENDOR_ROLES, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at one contract's inspections."""

    person: Person
    engagement: Engagement
    roles: frozenset[Role]
    at: datetime
    language: str

    @property
    def is_staff(self) -> bool:
        """Say whether this is one of the vendor's people."""
        return bool(self.roles & VENDOR_ROLES)

    @property
    def inspects(self) -> bool:
        """Say whether this is somebody who goes on rounds."""
        return bool(self.roles & INSPECTS)

    @property
    def plans(self) -> bool:
        """Say whether this is somebody who plans and issues."""
        return bool(self.roles & PLANS)

    def address(self, route: str, **words: object) -> str:
        """Return the address of a page of this contract's inspections."""
        return reverse(f"inspections:{route}", kwargs={"engagement_code": self.engagement.code, **words})


def enter(request: PageRequest, code: str, *, only: frozenset[Role] = SEES) -> Look:
    """Return who looks; a stranger finds nothing, the wrong role is told so."""
    person = cast("Person", request.user)
    engagement = get_engagement(person, code=code, at=request.at)
    roles = require_role(person, engagement, only, at=request.at)
    return Look(
        person=person, engagement=engagement, roles=roles, at=request.at, language=get_language() or "zh-hans"
    )


def tabs(look: Look, current: str) -> list[Link]:
    """Return the ways between the lists of inspections."""
    shown = [
        ("rounds", _("Inspection rounds"), "clipboard-check"),
        ("findings", _("Inspection findings"), "alert-triangle"),
        ("reports", _("Reports"), "report"),
        ("plans", _("Plans"), "calendar-event"),
        ("sheets", _("Sheets"), "checklist"),
    ]
    return [
        Link(label=name, url=look.address(route), icon=icon, current=route == current)
        for route, name, icon in shown
    ]
