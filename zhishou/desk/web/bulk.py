"""Many tickets at once: choose on the console, say what is wished, see what was done and what was refused."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotAllowed, NotThere, Refusal
from zhishou.desk import actions
from zhishou.desk.actions.batches import Wish
from zhishou.desk.models import BatchItem, Ticket
from zhishou.desk.queries.board import Member, team
from zhishou.desk.queries.places import get_batch, tickets_numbered
from zhishou.desk.rules.places import MOST, Verb, chosen
from zhishou.desk.rules.words import WORKS
from zhishou.desk.web import rows
from zhishou.desk.web.forms import words_field
from zhishou.desk.web.looks import Look, enter
from zhishou.people.rules import Role, Tier

TITLES: Final = {
    Verb.ASSIGN: (gettext_lazy("Give into somebody’s hands"), "user-check", gettext_lazy("Assign")),
    Verb.HAND_OVER: (gettext_lazy("Hand over to another tier"), "transfer", gettext_lazy("Hand over")),
    Verb.PUT_UNDER: (gettext_lazy("Put under another ticket"), "sitemap", gettext_lazy("Put under")),
    Verb.CLOSE: (
        gettext_lazy("Close without the client’s answer"),
        "lock",
        gettext_lazy("Close the tickets"),
    ),
}


class WishForm(forms.Form):
    """What is wished; only the fields of its verb."""

    verb = forms.ChoiceField(choices=[(verb.value, verb.value) for verb in Verb], widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, verb: Verb, members: tuple[Member, ...]) -> None:
        super().__init__(data, prefix=verb.value)
        self.members = {str(member.person.uuid): member for member in members}
        self.fields["verb"].initial = verb.value
        for name, field in self._fields_of(verb).items():
            self.fields[name] = field

    def _fields_of(self, verb: Verb) -> dict[str, forms.Field]:
        match verb:
            case Verb.ASSIGN:
                people = [(key, f"{one.person.name}（{one.in_hand}）") for key, one in self.members.items()]
                choices = [("", _("Nobody yet")), *people]
                return {"person": forms.ChoiceField(label=_("In whose hands"), choices=choices, required=False)}
            case Verb.HAND_OVER:
                tiers = [(tier.value, rows.tier_name(tier)) for tier in Tier]
                return {
                    "tier": forms.ChoiceField(label=_("Tier"), choices=tiers),
                    "words": words_field(_("Note for the next tier"), rows=3),
                }
            case Verb.PUT_UNDER:
                number = forms.IntegerField(label=_("Number of the ticket above"), min_value=1, max_value=2**31 - 1)
                return {"parent": number}
            case Verb.CLOSE:
                return {"words": words_field(_("Reason"), rows=3)}

    def wish(self) -> Wish:
        """Return what was sent."""
        sent = self.cleaned_data
        member = self.members.get(sent.get("person", ""))
        return Wish(
            verb=Verb(sent["verb"]),
            tier=Tier(sent["tier"]) if sent.get("tier") else None,
            to=member.person if member else None,
            parent=sent.get("parent"),
            words=sent.get("words", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that may be wished."""

    title: str
    icon: str
    button: str
    form: WishForm
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ticket of a report."""

    number: int
    title: str
    state: str  # waits, done, refused
    why: str


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Ask what is wished about the chosen tickets, and begin it."""
    look = enter(request, engagement_code, only=WORKS)
    sent = request.POST if request.method == "POST" else request.GET
    tickets = chosen(sent.getlist("ticket"))[:MOST]
    found = tickets_numbered(
        look.person, engagement=look.engagement, numbers=[number for number, _seen in tickets], at=look.at
    )
    members = team(look.engagement, at=look.at)
    verbs = [verb for verb in Verb if verb is not Verb.CLOSE or Role.MANAGER in look.roles]
    asked = next((verb for verb in verbs if f"{verb.value}-verb" in request.POST), None)
    refused: WishForm | None = None
    if request.method == "POST" and asked is not None:
        form = WishForm(request.POST, verb=asked, members=members)
        report = _begin(form, tickets, look)
        if report is not None:
            return redirect("desk:bulk_report", engagement_code=engagement_code, uuid=report)
        refused = form
    shown = {
        "look": look,
        "chosen": [_shown(found[number], seen, look) for number, seen in tickets if number in found],
        "deeds": [_deed(verb, members, asked, refused) for verb in verbs],
    }
    return render(request, "desk/bulk.html", shown, status=422 if request.method == "POST" else 200)


def _begin(form: WishForm, tickets: list[tuple[int, int]], look: Look) -> UUID | None:
    if not form.is_valid():
        return None
    try:
        return actions.carry_out(
            engagement=look.engagement, tickets=tickets, wish=form.wish(), by=look.person, at=look.at
        ).uuid
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _shown(ticket: Ticket, seen: int, look: Look) -> tuple[rows.TicketRow, str]:
    return rows.ticket_row(ticket, language=look.language), f"{ticket.number}:{seen}"


def _deed(verb: Verb, members: tuple[Member, ...], asked: Verb | None, refused: WishForm | None) -> Deed:
    title, icon, button = TITLES[verb]
    form = refused if refused is not None and verb is asked else WishForm(verb=verb, members=members)
    return Deed(title=str(title), icon=icon, button=str(button), form=form, is_open=verb is asked)


@require_safe
def report(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Say of each ticket whether it was done, or why not; the page renews itself while some wait."""
    look = enter(request, engagement_code, only=WORKS)
    batch = get_batch(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    items = list(batch.items.order_by("place"))
    found = tickets_numbered(
        look.person, engagement=look.engagement, numbers=[item.number for item in items], at=look.at
    )
    lines = [_line(item, found) for item in items]
    again = [f"{line.number}:{found[line.number].revision}" for line in lines if _is_open(line, found)]
    shown = {
        "look": look,
        "batch": batch,
        "title": str(TITLES[Verb(batch.verb)][0]),
        "lines": sorted(lines, key=lambda line: line.state != "refused"),
        "done": _count(lines, "done"),
        "refused": _count(lines, "refused"),
        "waits": _count(lines, "waits"),
        "again": "?" + urlencode([("ticket", one) for one in again]) if again else "",
    }
    return render(request, "desk/parts/bulk_report.html" if request.htmx else "desk/bulk_report.html", shown)


def _line(item: BatchItem, found: dict[int, Ticket]) -> Line:
    state = "waits" if item.ended_at is None else "refused" if item.refused else "done"
    title = found[item.number].title if item.number in found else ""
    return Line(number=item.number, title=title, state=state, why=item.refused)


def _is_open(line: Line, found: dict[int, Ticket]) -> bool:
    return line.state == "refused" and line.number in found


def _count(lines: list[Line], state: str) -> int:
    return sum(line.state == state for line in lines)
