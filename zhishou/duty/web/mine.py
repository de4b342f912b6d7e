"""My shifts, my swaps, my leave, my notes, my calendar."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest, attempt, press
from jishi.refusals.door import NotThere
from jishi.vault.door import keep_once, take_once
from zhishou.duty import actions, queries
from zhishou.duty.queries import calendar
from zhishou.duty.web.forms import FeedForm, LeaveForm, NoteForm
from zhishou.duty.web.looks import Look, enter
from zhishou.people.rules import Role, Tier

AHEAD = timedelta(days=42)
NEW_FEED = "duty_new_feed"  # in the session until its one showing


def _tiers(look: Look) -> list[Tier]:
    found = queries.rosters(look.engagement).values_list("tier", flat=True)
    return [tier for tier in Tier if tier in found and (look.is_manager or Role(tier.value) in look.roles)]


@require_safe
def mine(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show what concerns whoever looks."""
    look = enter(request, engagement_code, staff=True)
    if request.htmx:
        swaps = calendar.swaps_of(look.engagement, look.person, at=look.at)
        return render(request, "duty/parts/swaps.html", {"look": look, "swaps": swaps})
    return _page(request, look)


def _leave_form(look: Look, sent: QueryDict | None = None) -> LeaveForm:
    people = calendar.colleagues(look.engagement, at=look.at) if look.is_manager else ()
    return LeaveForm(sent, persons=people, prefix="leave")


def _page(
    request: PageRequest, look: Look, *, leave_form: LeaveForm | None = None, note_form: NoteForm | None = None
) -> HttpResponse:
    """Show the whole page; a form that was sent with a fault stands there as it was filled in."""
    tiers = _tiers(look)
    shifts = calendar.shifts_of(look.engagement, look.person, since=look.at, until=look.at + AHEAD)
    shown = {
        "look": look,
        "shifts": shifts[:14],
        "swaps": calendar.swaps_of(look.engagement, look.person, at=look.at),
        "leaves": [
            leave
            for leave in calendar.leaves(look.engagement, at=look.at)
            if look.is_manager or leave.person_id == look.person.pk
        ],
        "notes": calendar.notes(look.engagement, tiers)[:6],
        "feeds": calendar.feeds(look.engagement, look.person),
        "new_feed": take_once(request.session, NEW_FEED),
        "leave_form": leave_form or _leave_form(look),
        "note_form": note_form or (NoteForm(tiers=tiers, prefix="note") if tiers else None),
        "feed_form": FeedForm(prefix="feed"),
        "tab": "mine",
    }
    return render(request, "duty/mine.html", shown)


@require_POST
def answer_swap(request: PageRequest, engagement_code: str, uuid: str) -> HttpResponse:
    """Agree to a swap, decline it, or take one's own request back."""
    look = enter(request, engagement_code, staff=True)
    swap = calendar.swaps(look.engagement).filter(uuid=uuid).first()
    if swap is None:
        raise NotThere
    word = request.POST.get("answer", "")
    if word == "withdraw":
        press(
            request,
            lambda: actions.withdraw_swap(swap=swap, by=look.person, at=look.at),
            done=_("The request was taken back."),
        )
    elif word in {"agree", "decline"}:
        press(
            request,
            lambda: actions.answer_swap(swap=swap, agree=word == "agree", by=look.person, at=look.at),
            done=_("Agreed: the roster was changed.") if word == "agree" else _("Declined: nothing was changed."),
        )
    return redirect("duty:mine", engagement_code=engagement_code)


@require_POST
def leave(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Take leave."""
    look = enter(request, engagement_code, staff=True)
    form = _leave_form(look, request.POST)

    def take() -> None:
        sent = form.cleaned_data
        people = calendar.colleagues(look.engagement, at=look.at) if look.is_manager else ()
        actions.take_leave(
            engagement=look.engagement,
            person=next((one for one in people if str(one.uuid) == sent.get("person")), look.person),
            starts_at=sent["starts_at"],
            ends_at=sent["ends_at"],
            reason=sent["reason"],
            by=look.person,
            at=look.at,
        )

    if attempt(request, form, take, done=_("The leave was entered; the next in the rotation stands in.")):
        return redirect("duty:mine", engagement_code=engagement_code)
    return _page(request, look, leave_form=form)


@require_POST
def cancel_leave(request: PageRequest, engagement_code: str, uuid: str) -> HttpResponse:
    """Come back from leave, or not go."""
    look = enter(request, engagement_code, staff=True)
    found = calendar.leaves(look.engagement, at=look.at).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    press(
        request,
        lambda: actions.cancel_leave(leave=found, by=look.person, at=look.at),
        done=_("The leave was cancelled."),
    )
    return redirect("duty:mine", engagement_code=engagement_code)


@require_POST
def note(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Leave word for the next watch."""
    look = enter(request, engagement_code, staff=True)
    form = NoteForm(request.POST, tiers=_tiers(look), prefix="note")

    def write() -> None:
        roster = calendar.roster_of(look.engagement, form.cleaned_data["tier"])
        if roster is None:
            raise NotThere
        actions.write_note(roster=roster, text=form.cleaned_data["text"], by=look.person, at=look.at)

    if attempt(request, form, write, done=_("The note was left.")):
        return redirect("duty:mine", engagement_code=engagement_code)
    return _page(request, look, note_form=form)


@require_POST
def make_feed(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Make a secret calendar address; it is shown once."""
    look = enter(request, engagement_code, staff=True)
    form = FeedForm(request.POST, prefix="feed")
    if form.is_valid():
        tier = Tier(form.cleaned_data["tier"]) if form.cleaned_data["tier"] else None
        _feed, token = actions.make_feed(engagement=look.engagement, tier=tier, by=look.person, at=look.at)
        keep_once(request.session, NEW_FEED, settings.PUBLIC_URL + reverse("duty:feed", args=[token]))
    return redirect("duty:mine", engagement_code=engagement_code)


@require_POST
def revoke_feed(request: PageRequest, engagement_code: str, uuid: str) -> HttpResponse:
    """Close a calendar address."""
    look = enter(request, engagement_code, staff=True)
    found = calendar.feeds(look.engagement, look.person).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    press(
        request,
        lambda: actions.revoke_feed(feed=found, by=look.person, at=look.at),
        done=_("The address was closed."),
    )
    return redirect("duty:mine", engagement_code=engagement_code)
