"""Silences, maintenance windows, and what users are told."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jishi.pages.door import PageRequest, press
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.systems.models import ManagedSystem
from zhishou.watch import actions
from zhishou.watch.queries.boards import is_public, notes_of, windows_ahead
from zhishou.watch.queries.quiet import profile_windows, silence_of, silences_of, window_of
from zhishou.watch.rules.notes import Stage
from zhishou.watch.web.forms import NoteForm, QuietForm
from zhishou.watch.web.looks import Look, enter, system_here
from zhishou.watch.web.rows import tabs

KINDS = ("silence", "window")
SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def quiet(request: PageRequest, engagement_code: str, system_code: str) -> HttpResponse:
    """Show what is agreed as quiet, and take a new silence or window."""
    look = enter(request, engagement_code)
    system = system_here(look, system_code)
    kind = request.POST.get("kind", "silence")
    if kind not in KINDS:
        raise NotThere
    starts = {"starts_at": look.at, "ends_at": look.at + timedelta(hours=2)}
    forms = {
        one: QuietForm(
            request.POST if request.method == "POST" and one == kind else None,
            system=system,
            probes=one == "silence",
            initial=starts,
            prefix=one,
        )
        for one in KINDS
    }
    if request.method == "POST" and not (look.is_staff if kind == "silence" else look.plans):
        raise NotAllowed
    if request.method == "POST" and forms[kind].is_valid() and _make(request, look, system, kind, forms[kind]):
        return redirect("watch:quiet", engagement_code=engagement_code, system_code=system_code)
    shown = {
        "look": look,
        "system": system,
        "forms": forms,
        "silences": silences_of(system)[:SHOWN],
        "windows": windows_ahead(system, at=look.at),
        "regular": profile_windows(system),
        "at": look.at,
        "tabs": tabs(look, system, current="quiet"),
    }
    return render(request, "watch/quiet.html", shown, status=422 if request.method == "POST" else 200)


def _make(request: PageRequest, look: Look, system: ManagedSystem, kind: str, form: QuietForm) -> bool:
    told = form.cleaned_data

    def silence() -> object:
        return actions.make_silence(
            system=system,
            component=form.component,
            probe=form.probe,
            reason=told["reason"],
            starts_at=told["starts_at"],
            ends_at=told["ends_at"],
            by=look.person,
            at=look.at,
        )

    def window() -> object:
        return actions.make_window(
            system=system,
            component=form.component,
            title=told["reason"][:200],
            starts_at=told["starts_at"],
            ends_at=told["ends_at"],
            by=look.person,
            at=look.at,
        )

    made = silence if kind == "silence" else window
    return press(request, made, done=_("It is agreed and shown."))


@require_POST
def end_silence(request: PageRequest, engagement_code: str, system_code: str, uuid: str) -> HttpResponse:
    """End a silence early."""
    look = enter(request, engagement_code)
    found = silence_of(system_here(look, system_code), uuid=uuid)
    press(
        request,
        lambda: actions.end_silence(silence=found, by=look.person, at=look.at),
        done=_("The silence is over; what waited is told now."),
    )
    return redirect("watch:quiet", engagement_code=engagement_code, system_code=system_code)


@require_POST
def cancel_window(request: PageRequest, engagement_code: str, system_code: str, uuid: str) -> HttpResponse:
    """Call a window off."""
    look = enter(request, engagement_code)
    found = window_of(system_here(look, system_code), uuid=uuid)
    press(
        request,
        lambda: actions.cancel_window(window=found, by=look.person, at=look.at),
        done=_("The window is called off."),
    )
    return redirect("watch:quiet", engagement_code=engagement_code, system_code=system_code)


@require_http_methods(["GET", "HEAD", "POST"])
def users(request: PageRequest, engagement_code: str, system_code: str) -> HttpResponse:
    """Show what users were told, and tell them more."""
    look = enter(request, engagement_code)
    system = system_here(look, system_code)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and not look.is_staff:
        raise NotAllowed
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        done = press(
            request,
            lambda: actions.tell_users(
                system=system, stage=Stage(told["stage"]), words=told["words"], by=look.person, at=look.at
            ),
            done=_("The status page says so now."),
        )
        if done:
            return redirect("watch:users", engagement_code=engagement_code, system_code=system_code)
    shown = {
        "look": look,
        "system": system,
        "form": form,
        "notes": notes_of(system, since=look.at - timedelta(days=90)).select_related("by"),
        "is_public": is_public(system),
        "tabs": tabs(look, system, current="users"),
    }
    return render(request, "watch/users.html", shown, status=422 if request.method == "POST" else 200)


@require_POST
def open_status(request: PageRequest, engagement_code: str, system_code: str) -> HttpResponse:
    """Let anybody see the status page, or nobody."""
    look = enter(request, engagement_code)
    system = system_here(look, system_code)
    wanted = request.POST.get("is_public") == "true"
    press(
        request,
        lambda: actions.open_status_page(system=system, is_public=wanted, by=look.person, at=look.at),
        done=_("The status page is open to everybody.") if wanted else _("The status page asks to sign in."),
    )
    return redirect("watch:users", engagement_code=engagement_code, system_code=system_code)
