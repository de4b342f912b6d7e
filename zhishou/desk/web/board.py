"""The dispatcher's board, and the window in which a ticket is sent to another tier or person."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jishi.pages.door import PageRequest, attempt
from jishi.refusals.door import listed
from zhishou.desk import actions, queries
from zhishou.desk.models import Ticket
from zhishou.desk.queries.board import Board, Lane, Lanes, Member, board, team
from zhishou.desk.rules.places import NOBODY
from zhishou.desk.rules.words import WORKS, TicketState
from zhishou.desk.web import rows
from zhishou.desk.web.forms import RevisionForm
from zhishou.desk.web.looks import Look, enter
from zhishou.desk.web.rows import TicketRow
from zhishou.desk.web.words import STATES
from zhishou.people.rules import Tier

BY: Final = {
    Lanes.TIER: gettext_lazy("By tier"),
    Lanes.STATE: gettext_lazy("By state"),
    Lanes.PERSON: gettext_lazy("By person"),
}


LISTED: Final = {Lanes.TIER: "tier", Lanes.STATE: "state", Lanes.PERSON: "person"}
"""Which filter of the console shows a whole lane."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A lane as it is shown; `drop` is what a card dropped on it asks for, empty where nothing can be.

    `rest` is what the console is asked for to show all of it.
    """

    key: str
    name: str
    says: str
    cards: list[TicketRow]
    count: int
    more: int
    rest: str
    drop: str


class MoveForm(RevisionForm):
    """Which tier and who has the ticket next; a new tier needs a note."""

    tier = forms.ChoiceField(label=gettext_lazy("Tier"))
    person = forms.ChoiceField(label=gettext_lazy("In whose hands"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note for the next tier"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed where the tier changes. The client does not read it."),
    )

    def __init__(
        self, data: Any = None, *, ticket: Ticket, members: tuple[Member, ...], asked: dict[str, str]
    ) -> None:
        super().__init__(data, prefix="move", revision=ticket.revision)
        self.members = {str(member.person.uuid): member for member in members}
        tiers = [(tier.value, rows.tier_name(tier)) for tier in Tier]
        people = [(key, f"{one.person.name}（{one.in_hand}）") for key, one in self.members.items()]
        self.fields["tier"].choices = tiers  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Nobody yet")), *people]  # type: ignore[attr-defined]
        self._begin(ticket, asked)

    def _begin(self, ticket: Ticket, asked: dict[str, str]) -> None:
        """Fill in where the card was dropped; somebody of another tier brings the ticket to his."""
        now = str(ticket.assignee.uuid) if ticket.assignee else ""
        person, tier = asked.get("person", now), asked.get("tier", "")
        member = self.members.get(person)
        if "person" in asked and member and Tier(ticket.tier) not in member.tiers:
            tier = member.tiers[0].value
        if tier and tier != ticket.tier and "person" not in asked:
            person = ""
        self.fields["tier"].initial = tier or ticket.tier
        self.fields["person"].initial = person if person in self.members else ""

    def send(self, ticket: Ticket, look: Look) -> object:
        """Send the ticket there."""
        sent = self.cleaned_data
        member = self.members.get(sent["person"])
        return actions.dispatch(
            ticket=ticket,
            tier=Tier(sent["tier"]),
            to=member.person if member else None,
            note=sent["note"],
            revision=sent["revision"],
            by=look.person,
            at=look.at,
        )


@require_safe
def show(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the board to those who work on tickets."""
    look = enter(request, engagement_code, only=WORKS)
    asked = request.GET.get("by", "")
    by = Lanes(asked) if asked in set(Lanes) else Lanes.TIER
    found = board(look.person, engagement=look.engagement, by=by, at=look.at)
    shown = {
        "look": look,
        "by": by.value,
        "ways": [(one.value, name) for one, name in BY.items()],
        "columns": [_column(lane, found, by, look) for lane in found.lanes],
        "load": sorted(found.team, key=lambda member: -member.in_hand),
        "is_empty": not any(lane.count for lane in found.lanes),
    }
    return render(request, "desk/parts/board.html" if request.htmx else "desk/board.html", shown)


def _column(lane: Lane, found: Board, by: Lanes, look: Look) -> Column:
    members = {str(member.person.uuid): member for member in found.team}
    says = ""
    if by is Lanes.TIER:
        name = rows.tier_name(lane.key)
    elif by is Lanes.STATE:
        name = str(STATES[TicketState(lane.key)].text)
    elif lane.key in members:
        name = members[lane.key].person.name
        says = listed(rows.tier_name(tier) for tier in members[lane.key].tiers)
    elif lane.key:
        name, says = _name_of(lane), _("no longer of the team")
    else:
        name = _("In nobody’s hands")
    droppable = by is Lanes.TIER or (by is Lanes.PERSON and (not lane.key or lane.key in members))
    return Column(
        key=lane.key,
        name=name,
        says=says,
        cards=[_card(one, found, look.language) for one in lane.tickets],
        count=lane.count,
        more=lane.more,
        rest=f"{LISTED[by]}={lane.key or NOBODY}",
        drop=f"{by.value}={lane.key}" if droppable else "",
    )


def _name_of(lane: Lane) -> str:
    return next((one.assignee.name for one in lane.tickets if one.assignee), "")


def _card(ticket: Ticket, found: Board, language: str) -> TicketRow:
    due, late = found.dues.next.get(ticket.pk), found.dues.late[ticket.pk]
    return rows.ticket_row(ticket, language=language, due=due, late=late)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Ask where a ticket goes, with the note that a hand-over needs, and send it there."""
    look = enter(request, engagement_code, only=WORKS)
    ticket = queries.get_ticket(look.person, engagement=look.engagement, number=number, at=look.at)
    asked = {name: request.GET[name] for name in ("tier", "person") if name in request.GET}
    members = team(look.engagement, at=look.at)
    form = MoveForm(request.POST or None, ticket=ticket, members=members, asked=_known(asked))
    back = request.POST.get("by", request.GET.get("by", ""))
    by = back if back in set(Lanes) else Lanes.TIER.value
    if request.method == "POST" and attempt(request, form, lambda: form.send(ticket, look), done=_("Sent on.")):
        here = reverse("desk:board", kwargs={"engagement_code": engagement_code})
        return redirect(f"{here}?by={by}")
    shown = {"look": look, "ticket": ticket, "form": form, "by": by, "row": rows.ticket_row(
        ticket, language=look.language
    )}  # fmt: skip
    part = "desk/parts/move.html" if request.htmx else "desk/move.html"
    return render(request, part, shown, status=422 if form.errors else 200)


def _known(asked: dict[str, str]) -> dict[str, str]:
    """Return what a card was dropped on, nonsense left out."""
    known = {}
    if asked.get("tier") in set(Tier):
        known["tier"] = asked["tier"]
    if "person" in asked and (not asked["person"] or _is_uuid(asked["person"])):
        known["person"] = asked["person"]
    return known


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
