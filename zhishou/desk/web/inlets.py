"""The ways in that work by themselves: what they need to know, how they stand, what they took in last."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.pages.door import PageRequest, attempt
from jishi.refusals.door import NotThere
from zhishou.desk.actions import inlets as actions
from zhishou.desk.channels.registry import channel, channels
from zhishou.desk.models import Inlet
from zhishou.desk.queries.inlets import MINDS, SEES, get_inlet, inlets_of, last_received, set_aside_of
from zhishou.desk.web.looks import Look, enter
from zhishou.desk.web.words import NATURES


@require_safe
def inlets(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show every inlet of the contract and how it stands."""
    look = enter(request, engagement_code, only=SEES)
    minds = bool(look.roles & MINDS)
    shown = {
        "look": look,
        "minds": minds,
        "inlets": [
            (one, channel(one.kind), last_received(one).first(), set_aside_of(one))
            for one in inlets_of(look.person, engagement=look.engagement, at=look.at)
        ],
        "kinds": [one for one in channels().values() if one.form] if minds else [],
    }
    return render(request, "desk/inlets.html", shown)


@require_http_methods(["GET", "POST"])
def add(request: PageRequest, engagement_code: str, kind: str) -> HttpResponse:
    """Ask what a new inlet needs to know, and add it."""
    look = enter(request, engagement_code, only=MINDS)
    way = channel(kind)
    if way is None or way.form is None:
        raise NotThere
    form = way.form(request.POST if request.method == "POST" else None)

    def do() -> object:
        return actions.add_inlet(
            engagement=look.engagement, kind=kind, details=form.details(), by=look.person, at=look.at
        )

    if request.method == "POST" and attempt(request, form, do, done=_("Added. The first look comes in a moment.")):
        return redirect("desk:inlets", engagement_code=engagement_code)
    shown = {"look": look, "form": form, "way": way}
    return render(request, "desk/inlet.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def inlet(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Show one inlet to whoever minds it, what it took in last, and change what it needs to know."""
    look, one = _found(request, engagement_code, uuid)
    way = channel(one.kind)
    if way is None or way.form is None:
        raise NotThere
    held = {name: value for name, value in actions.details_of(one).items() if name not in way.form.secrets}
    form = way.form(request.POST if request.method == "POST" else None, initial=held)

    def do() -> object:
        return actions.change_inlet(inlet=one, details=form.details(), by=look.person, at=look.at)

    if request.method == "POST" and attempt(request, form, do, done=_("Saved.")):
        return redirect("desk:inlets", engagement_code=engagement_code)
    shown = {
        "look": look,
        "form": form,
        "way": way,
        "inlet": one,
        "received": [(each, NATURES[each.nature]) for each in last_received(one)],
        "address": settings.PUBLIC_URL + reverse("desk:hook", kwargs={"uuid": one.uuid}) if way.hook else "",
    }
    return render(request, "desk/inlet.html", shown, status=422 if form.is_bound else 200)


@require_POST
def switch(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Let an inlet rest, or work again."""
    look, one = _found(request, engagement_code, uuid)
    actions.switch_inlet(inlet=one, on=not one.is_on, by=look.person, at=look.at)
    messages.success(request, _("It works again.") if one.is_on else _("It rests; nothing comes in by it."))
    return redirect("desk:inlets", engagement_code=engagement_code)


@require_POST
def look(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Look into an inlet now, and say what came of it."""
    _look, one = _found(request, engagement_code, uuid)
    try:
        count = actions.look_into(inlet=one, clock=timezone.now, at_once=True)
    except (actions.BusyLooking, actions.NoSuchKind) as refusal:
        messages.error(request, str(refusal))
    else:
        one.refresh_from_db()
        if one.failing_since:
            messages.error(request, one.last_error)
        else:
            messages.success(request, _("It works. New messages: %(count)s") % {"count": count})
    return redirect("desk:inlets", engagement_code=engagement_code)


def _found(request: PageRequest, code: str, uuid: UUID) -> tuple[Look, Inlet]:
    look = enter(request, code, only=MINDS)
    return look, get_inlet(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
