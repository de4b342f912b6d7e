"""Pages: by what I am reached, and when I want quiet."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere, Refusal
from zhishou.notify.actions import channels as actions
from zhishou.notify.actions.reach import account_mail_of
from zhishou.notify.actions.wishes import wish
from zhishou.notify.channels.registry import transport, transports
from zhishou.notify.queries.inbox import channels_of, mutable_kinds, wishes_of
from zhishou.notify.web.forms import CodeForm, WishesForm
from zhishou.notify.web.visitors import person_of


def _wishes_form(request: PageRequest) -> WishesForm:
    person = person_of(request)
    held = wishes_of(person)
    form = WishesForm(
        request.POST if request.method == "POST" else None,
        initial={
            "quiet_from": held.quiet_from,
            "quiet_until": held.quiet_until,
            "zone": held.zone,
            "muted_kinds": held.muted_kinds,
        },
    )
    form.offer(mutable_kinds(person))
    return form


def _show(request: PageRequest, form: WishesForm, *, status: int = 200) -> HttpResponse:
    ways = transports()
    return render(
        request,
        "notify/channels.html",
        {
            "account_mail": account_mail_of(person_of(request)),
            "channels": [(one, ways.get(one.kind)) for one in channels_of(person_of(request))],
            "offered": [way for way in ways.values() if way.is_available()],
            "form": form,
            "code_form": CodeForm(),
        },
        status=status,
    )


@require_GET
def mine(request: PageRequest) -> HttpResponse:
    """Show my channels, what can be added, and my wishes."""
    return _show(request, _wishes_form(request))


@require_POST
def wishes(request: PageRequest) -> HttpResponse:
    """Keep my wishes."""
    form = _wishes_form(request)
    if form.is_valid():
        try:
            wish(
                by=person_of(request),
                quiet_from=form.cleaned_data["quiet_from"],
                quiet_until=form.cleaned_data["quiet_until"],
                zone=form.cleaned_data["zone"],
                muted_kinds=form.cleaned_data.get("muted_kinds", []),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("notify:channels")
    return _show(request, form, status=422)


@require_http_methods(["GET", "POST"])
def add(request: PageRequest, kind: str) -> HttpResponse:
    """Ask for the details of a new channel, and keep them."""
    way = transport(kind)
    if way is None or not way.is_available():
        raise NotThere
    form = way.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_channel(by=person_of(request), kind=kind, details=form.details(), at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("A code is on its way. Enter it to use the channel."))
            return redirect("notify:channels")
    status = 422 if form.is_bound else 200
    return render(request, "notify/add_channel.html", {"form": form, "way": way}, status=status)


@require_POST
def prove(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Take the code."""
    form = CodeForm(request.POST)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    try:
        actions.prove_channel(by=person_of(request), uuid=str(uuid), code=code, at=request.at)
    except actions.WrongCode as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The channel works and is used from now on."))
    return redirect("notify:channels")


@require_POST
def code(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Have another code sent."""
    return _ask(request, actions.ask_for_code, uuid, done=_("A code is on its way. Enter it to use the channel."))


@require_POST
def trial(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Have a test message sent."""
    return _ask(request, actions.ask_for_trial, uuid, done=_("A test message is on its way."))


def _ask(request: PageRequest, ask: actions.Asking, uuid: UUID, *, done: str) -> HttpResponse:
    try:
        ask(by=person_of(request), uuid=str(uuid), at=request.at)
    except actions.AskedTooSoon as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("notify:channels")


@require_POST
def prefer(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Put a channel first."""
    actions.prefer_channel(by=person_of(request), uuid=str(uuid))
    return redirect("notify:channels")


@require_POST
def remove(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Take a channel away."""
    actions.remove_channel(by=person_of(request), uuid=str(uuid), at=request.at)
    messages.success(request, _("The channel is removed."))
    return redirect("notify:channels")
