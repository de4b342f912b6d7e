"""The roster as a calendar, and what may be changed about one shift."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest, press
from jishi.refusals.door import NotThere
from zhishou.duty import actions, queries
from zhishou.duty.models import Roster
from zhishou.duty.queries import calendar, coverage
from zhishou.duty.queries.choices import Choice, choices_about
from zhishou.duty.queries.rosters import Shift
from zhishou.duty.queries.words import span
from zhishou.duty.web.forms import ChangeForm
from zhishou.duty.web.looks import Look, enter, moment_of
from zhishou.people.rules import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which days of the calendar are shown, and where the ways to others lead."""

    name: str
    first: date
    count: int
    month: int | None
    tier: Tier | None
    before: str
    after: str
    switch: str
    middle: date


def _address(name: str, on: date, tier: Tier | None) -> str:
    return "?" + urlencode({"view": name, "on": on.isoformat(), **({"tier": tier.value} if tier else {})})


def _view(request: PageRequest, today: date) -> View:
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = today
    on = min(max(on, date(2000, 1, 31)), date(2200, 1, 1))
    tier = Tier(asked) if (asked := request.GET.get("tier", "")) in set(Tier) else None
    if request.GET.get("view") == "month":
        start, after = on.replace(day=1), (on.replace(day=1) + timedelta(days=32)).replace(day=1)
        first = start - timedelta(days=start.weekday())
        last = after - timedelta(days=1)
        return View(
            name="month",
            first=first,
            count=(last + timedelta(days=7 - last.weekday()) - first).days,
            month=start.month,
            tier=tier,
            before=_address("month", start - timedelta(days=1), tier),
            after=_address("month", after, tier),
            switch=_address("week", today if start <= today < after else start, tier),
            middle=start,
        )
    first = on - timedelta(days=on.weekday())
    return View(
        name="week",
        first=first,
        count=7,
        month=None,
        tier=tier,
        before=_address("week", first - timedelta(days=7), tier),
        after=_address("week", first + timedelta(days=7), tier),
        switch=_address("month", on, tier),
        middle=first + timedelta(days=3),
    )


def _place(request: PageRequest) -> dict[str, str]:
    """Return where in the calendar one stood when the dialog opened, as its form sends it back."""
    page = urlsplit(request.htmx.current_url or "").query
    words = request.POST if request.method == "POST" else QueryDict(page)
    return {name: words[name] for name in ("view", "on", "tier") if words.get(name)}


@require_safe
def roster(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the roster by week or month, and who is on watch now."""
    look = enter(request, engagement_code)
    zone = timezone.get_current_timezone()
    view = _view(request, look.at.astimezone(zone).date())
    rows = calendar.days(
        look.engagement,
        first=view.first,
        count=view.count,
        month=view.month,
        tier=view.tier,
        zone=zone,
        at=look.at,
    )
    shown = {
        "look": look,
        "view": view,
        "days": rows,
        "tiers": list(Tier),
        "tier_addresses": [
            (tier, _address(view.name, view.middle if view.month else view.first, tier)) for tier in (None, *Tier)
        ],
        "now": calendar.now(look.engagement, at=look.at),
        "gaps": coverage.gaps(look.engagement, at=look.at)[:3],
        "has_rosters": queries.rosters(look.engagement).exists(),
    }
    return render(request, "duty/parts/board.html" if request.htmx else "duty/roster.html", shown)


def _shift(look: Look, tier: str, moment: str) -> tuple[Roster, Shift]:
    found = calendar.roster_of(look.engagement, tier)
    shift = calendar.shift_at(found, moment_of(moment)) if found else None
    if found is None or shift is None:
        raise NotThere
    return found, shift


def _label(choice: Choice) -> str:
    if choice.other:
        words = {"name": choice.person, "span": span(choice.other.starts_at, choice.other.ends_at)}
        return _("Exchange for %(name)s, %(span)s") % words
    return (_("Ask %(name)s to take it") if choice.asks else _("%(name)s takes it")) % {"name": choice.person}


def change(request: PageRequest, engagement_code: str, tier: str, moment: str) -> HttpResponse:
    """Ask what is to be done about a shift, and do it: swap, replace, take."""
    look = enter(request, engagement_code, staff=True)
    found, shift = _shift(look, tier, moment)
    choices = choices_about(found, shift, viewer=look.person, is_manager=look.is_manager, at=look.at)
    wanted = request.GET.get("with", "")
    form = ChangeForm(
        request.POST or None, choices=[(one.key, _label(one)) for one in choices], initial={"choice": wanted}
    )
    place = _place(request)
    if request.method == "POST" and form.is_valid():
        [chosen] = [one for one in choices if one.key == form.cleaned_data["choice"]]
        done = _("The swap was asked for.") if chosen.asks else _("The roster was changed.")
        press(
            request,
            lambda: actions.change_shift(
                roster=found,
                shift=shift,
                chosen=chosen,
                reason=form.cleaned_data["reason"],
                by=look.person,
                at=look.at,
            ),
            done=done,
        )
        return redirect(reverse("duty:roster", args=[engagement_code], query=place))
    shown = {
        "look": look,
        "form": form,
        "shift": shift,
        "choices": choices,
        "asks": any(c.asks for c in choices),
        "place": place,
    }
    return render(request, "duty/parts/change.html" if request.htmx else "duty/change.html", shown)


@require_POST
def cancel_override(request: PageRequest, engagement_code: str, uuid: str) -> HttpResponse:
    """Cancel an override."""
    look = enter(request, engagement_code, staff=True)
    found = calendar.overrides(look.engagement).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    press(
        request,
        lambda: actions.cancel_override(override=found, by=look.person, at=look.at),
        done=_("The override was cancelled."),
    )
    return redirect("duty:changes", engagement_code=engagement_code)


@require_safe
def gaps(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show where the watch is not covered, weeks ahead."""
    look = enter(request, engagement_code)
    shown = {
        "look": look,
        "gaps": coverage.gaps(look.engagement, at=look.at),
        "unplanned": calendar.unplanned(look.engagement),
        "tab": "gaps",
    }
    return render(request, "duty/gaps.html", shown)


@require_safe
def changes(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the overrides, leaves, swaps and versions: everything that departs from the rotation."""
    look = enter(request, engagement_code)
    shown = {
        "look": look,
        "overrides": calendar.overrides_ahead(look.engagement, at=look.at),
        "leaves": calendar.leaves(look.engagement, at=look.at),
        "swaps": calendar.swaps(look.engagement)[:20],
        "versions": calendar.versions(look.engagement)[:20],
        "tab": "changes",
    }
    return render(request, "duty/changes.html", shown)
