"""Tokens, what is stuck, and the audit log; for administrators of the whole deployment."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.entrance.door import address_of, require_fresh_proof
from jishi.vault.door import keep_once, take_once
from xieban.administration import actions, queries
from xieban.administration.web.forms import TokenForm
from xieban.directory.queries import PersonRequest

A_PAGE = 30
ONCE = "new_token"  # in the session, from the making of a token to its one showing


@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    """Show the tokens, and how every part does."""
    rows = queries.token_rows(request.user, at=request.at)
    words = {"tokens": rows, "parts": queries.part_rows(at=request.at)}
    return render(request, "administration/overview.html", words)


def new_token(request: PersonRequest) -> HttpResponse:
    """Make a token, and show its key this once: a reload neither makes another nor shows it again."""
    queries.require_administrator(request.user)
    require_fresh_proof(request)
    if request.method != "POST" and (raw := take_once(request.session, ONCE)):
        return render(request, "administration/token_made.html", {"raw": raw})
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.make_token(
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=request.at + timedelta(days=form.cleaned_data["days"]),
            address=address_of(request),
            by=request.user,
            at=request.at,
        )
        keep_once(request.session, ONCE, made.raw)
        return redirect("administration:new_token")
    status = 422 if form.errors else 200
    return render(request, "administration/token_new.html", {"form": form}, status=status)


@require_POST
def revoke_token(request: PersonRequest, uuid: str) -> HttpResponse:
    """End a token."""
    actions.revoke_token(uuid=str(uuid), address=address_of(request), by=request.user, at=request.at)
    messages.success(request, _("The token has been revoked."))
    return redirect("administration:overview")


@require_safe
def stuck_instances(request: PersonRequest) -> HttpResponse:
    """Show the instances that do not go on by themselves, each with why and who could act."""
    before = request.GET.get("before", "")
    rows, following = queries.stuck_rows(request.user, before=before, most=A_PAGE, at=request.at)
    words = {"rows": rows, "following": following, "is_first": not before}
    return render(request, "administration/stuck.html", words)


@require_safe
def log(request: PersonRequest) -> HttpResponse:
    """Show the calls and changes, the newest first."""
    before, only_changes = request.GET.get("before", ""), "all" not in request.GET
    rows, following = queries.entry_rows(request.user, before=before, only_changes=only_changes, most=A_PAGE)
    words = {"rows": rows, "following": following, "is_first": not before, "only_changes": only_changes}
    return render(request, "administration/log.html", words)
