"""My account: profile, password, second factors, devices, tokens."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jishi.entrance.door import SIGN_IN_KEY, in_words, require_fresh_proof
from jishi.vault.door import keep_once, take_once
from zhishou.people import actions, queries
from zhishou.people.queries.requests import PersonRequest
from zhishou.people.web.forms import ProfileForm, TokenForm, scope_in_words
from zhishou.people.web.sections import sections_for

ONCE = "new_token"  # in the session, from the making of a token to its one showing


def profile(request: PersonRequest) -> HttpResponse:
    """Show everything about one's own account; take changes of the profile."""
    person = request.user
    form = ProfileForm(
        request.POST or None, initial={name: getattr(person, name) for name in ProfileForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        actions.change_own_profile(**form.cleaned_data, by=person, at=request.at)
        messages.success(request, _("Saved."))
        return redirect("people:account")
    here = request.session.get(SIGN_IN_KEY, "")
    devices = queries.sign_ins_of(person, within=timedelta(seconds=settings.SESSION_COOKIE_AGE), at=request.at)
    words = {
        "form": form,
        "devices": [(device, in_words(device.agent), str(device.uuid) == here) for device in devices],
        "tokens": [
            (token, [scope_in_words(scope) for scope in token.scopes], token.expires_at <= request.at)
            for token in queries.tokens_of(person)
        ],
        "has_second_factor": queries.has_second_factor(person),
        "roles": queries.roles_over_time(person, person, at=request.at),
        "sections": sections_for(person, at=request.at),
    }
    return render(request, "people/account.html", words)


@require_POST
def end_device(request: PersonRequest, uuid: str) -> HttpResponse:
    """Sign one device out."""
    actions.end_sign_in(uuid=str(uuid), by=request.user, at=request.at)
    messages.success(request, _("That device has been signed out."))
    return redirect("people:account")


@require_POST
def end_others(request: PersonRequest) -> HttpResponse:
    """Sign every device out but this one."""
    count = actions.end_other_sign_ins(keep=request.session.get(SIGN_IN_KEY, ""), by=request.user, at=request.at)
    words = ngettext("%d device has been signed out.", "%d devices have been signed out.", count)
    messages.success(request, words % count)
    return redirect("people:account")


def make_token(request: PersonRequest) -> HttpResponse:
    """Make a token, and show its key this once: a reload neither makes another nor shows it again."""
    require_fresh_proof(request)
    if request.method != "POST" and (raw := take_once(request.session, ONCE)):
        return render(request, "people/token_made.html", {"raw": raw})
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.make_token(
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=request.at + timedelta(days=int(form.cleaned_data["days"])),
            by=request.user,
            at=request.at,
        )
        keep_once(request.session, ONCE, made.raw)
        return redirect("people:make_token")
    return render(request, "people/token_new.html", {"form": form})


@require_POST
def revoke_token(request: PersonRequest, uuid: str) -> HttpResponse:
    """End a token."""
    actions.revoke_token(uuid=str(uuid), by=request.user, at=request.at)
    messages.success(request, _("The token has been revoked."))
    return redirect("people:account")
