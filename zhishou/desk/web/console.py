"""The console: what waits, what is late next, everybody's queue."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jishi.api.door import Paging
from jishi.pages.door import PageRequest
from zhishou.contracts.rules import LEVEL_NAMES, Level, say
from zhishou.desk import queries
from zhishou.desk.channels.registry import name_of
from zhishou.desk.models import SavedFilter
from zhishou.desk.queries.dues import dues_of, late_next
from zhishou.desk.queries.lists import Wanted, hands, wanted_tickets
from zhishou.desk.queries.places import saved_filters
from zhishou.desk.rules.places import NOBODY, canonical
from zhishou.desk.rules.words import SEES_ALL, TicketKind, TicketState
from zhishou.desk.web import rows
from zhishou.desk.web.filters import SaveForm
from zhishou.desk.web.lines import drawn, line
from zhishou.desk.web.looks import Look, enter
from zhishou.desk.web.words import KINDS, STATES
from zhishou.duty.queries import who_is_on
from zhishou.people.models import Person
from zhishou.people.rules import Role, Tier

PAGE: Final = 50
WHOSE = [("mine", _("My queue")), ("tier", _("My tier")), ("all", _("Whole team"))]


class FilterForm(forms.Form):
    """Which tickets are shown."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    whose = forms.ChoiceField(label=_("Whose"), choices=WHOSE, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("going", _("Not ended")),
            ("all", _("All states")),
            *((one.value, STATES[one].text) for one in TicketState),
        ],
    )
    level = forms.TypedChoiceField(label=_("Level"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *((one.value, KINDS[one]) for one in TicketKind)],
    )

    tier = forms.ChoiceField(label=_("Tier"), required=False)
    person = forms.ChoiceField(label=_("In whose hands"), required=False)

    def __init__(self, data: object, *, language: str, people: Iterable[Person]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        tiers = [(one.value, rows.tier_name(one)) for one in Tier]
        self.fields["tier"].choices = [("", _("All tiers")), *tiers]  # type: ignore[attr-defined]
        names = [(NOBODY, _("Nobody yet")), *((str(one.uuid), one.name) for one in people)]
        self.fields["person"].choices = [("", _("Anybody")), *names]  # type: ignore[attr-defined]
        levels = [(one.value, say(LEVEL_NAMES[one], language)) for one in Level]
        self.fields["level"].choices = [("", _("All levels")), *levels]  # type: ignore[attr-defined]

    def wanted(self, *, whose: str) -> Wanted:
        """Return what is asked for; nonsense asks for everything."""
        sent = self.cleaned_data if self.is_valid() else {}
        return Wanted(
            whose=sent.get("whose") or whose,
            state=sent.get("state") or "going",
            level=sent.get("level"),
            kind=sent.get("kind", ""),
            words=sent.get("q", ""),
            tier=sent.get("tier", ""),
            person=sent.get("person", ""),
        )


@require_safe
def console(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the desk's work: to the team to do it, to the client's administrator and the auditor to watch it."""
    look = enter(request, engagement_code, only=SEES_ALL)
    sent = request.GET.copy()
    sent.setdefault("whose", "all")
    sent.setdefault("state", "going")
    form = FilterForm(sent, language=look.language, people=hands(look.engagement, at=look.at))
    wanted = form.wanted(whose="all")
    found = wanted_tickets(look.person, engagement=look.engagement, wanted=wanted, at=look.at)
    cursor = request.GET.get("cursor", "")[:600] or None
    page, following = queries.page_of(
        look.person,
        found,
        engagement=look.engagement,
        words=wanted.words,
        paging=Paging(cursor=cursor, limit=PAGE),
        at=look.at,
    )
    dues = dues_of(page, at=look.at)
    kept = {name: value for name, value in request.GET.items() if name != "cursor" and "\x00" not in value}
    shown = {
        "look": look,
        "form": form,
        "tickets": [
            drawn(
                line(
                    rows.ticket_row(
                        one,
                        language=look.language,
                        due=dues.next.get(one.pk),
                        late=dues.late[one.pk],
                    ),
                    look=look,
                ),
                may_choose=look.is_staff,
                at=look.at,
            )
            for one in page
        ],
        "is_filtered": bool(kept),
        "next_url": "?" + urlencode({**kept, "cursor": following}) if following else "",
        "previous_url": "?" + urlencode(kept) if cursor else "",
        "here": request.get_full_path(),
        **_tabs(look, canonical(request.GET.dict())),
        **_around(look),
    }
    return render(request, "desk/parts/console.html" if request.htmx else "desk/console.html", shown)


def _tabs(look: Look, now: str) -> dict[str, object]:
    """Return what is asked for again and again: the three queues, one's own filters, those of the team."""
    own = [(f"whose={key}" if key != "all" else "", str(name)) for key, name in WHOSE] if look.is_staff else []
    saved = list(saved_filters(look.person, engagement=look.engagement, at=look.at))
    return {
        "tabs": [(asked, name, canonical(dict(parse_qsl(asked))) == now) for asked, name in own],
        "saved": [(one, one.asked == now, _may_forget(one, look)) for one in saved],
        "save_form": SaveForm(may_share=look.is_staff, asked=now),
        "is_saved": any(one.asked == now for one in saved),
        "now": now,
    }


def _may_forget(saved: SavedFilter, look: Look) -> bool:
    return saved.owner_id == look.person.pk or (saved.is_shared and Role.MANAGER in look.roles)


def _around(look: Look) -> dict[str, object]:
    """Return what stands beside the list: what waits, what is late next, who is on watch."""
    late = late_next(look.person, engagement=look.engagement, at=look.at)
    return {
        "late": [
            line(
                rows.ticket_row(ticket, language=look.language, due=due),
                look=look,
            )
            for ticket, due in late
        ],
        "watch": [
            (rows.tier_name(tier), person) for tier, person in who_is_on(look.engagement, at=look.at).items()
        ],
        "intakes": [
            (one, name_of(one.channel))
            for one in queries.waiting_intakes(look.person, engagement=look.engagement, at=look.at)[:20]
        ]
        if look.is_staff
        else [],
        "countersigns": queries.countersigns_waiting(look.person, engagement=look.engagement, at=look.at)
        if look.is_staff
        else [],
    }
