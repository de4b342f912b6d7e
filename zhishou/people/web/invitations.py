"""Invitations: inviting, withdrawing, and accepting without being signed in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jishi.entrance.door import require_fresh_proof
from jishi.vault.door import keep_once, take_once
from zhishou.people import actions, queries
from zhishou.people.actions.persons import NameTaken
from zhishou.people.actions.roles import WrongParty
from zhishou.people.queries.requests import PersonRequest
from zhishou.people.web.forms import AcceptForm, InviteForm

NEW_INVITATION, NEW_LINK = "new_invitation", "new_invitation_link"  # in the session until their one showing


def invite(request: PersonRequest) -> HttpResponse:
    """Invite somebody, and show the link once: a reload neither invites again nor shows it again."""
    actions.require_any_administrator(request.user, at=request.at)
    require_fresh_proof(request)
    if request.method != "POST" and (link := take_once(request.session, NEW_LINK)):
        words = {"invitation": request.session.pop(NEW_INVITATION), "link": link}
        return render(request, "people/invited.html", words)
    form = InviteForm(request.POST or None, viewer=request.user, at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite_person(
                name=form.cleaned_data["name"],
                organisation=form.cleaned_data["organisation"],
                roles=form.wanted_roles(),
                email=form.cleaned_data["email"],
                title=form.cleaned_data["title"],
                is_platform_admin=form.cleaned_data.get("is_platform_admin", False),
                by=request.user,
                at=request.at,
            )
        except WrongParty as refusal:
            form.add_error("roles", str(refusal))
        else:
            request.session[NEW_INVITATION] = {"name": made.invitation.name, "email": made.invitation.email}
            keep_once(request.session, NEW_LINK, queries.invitation_link(made.secret))
            return redirect("people:invite")
    return render(request, "people/invite.html", {"form": form})


@require_POST
def withdraw(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = queries.get_invitation(request.user, uuid=uuid, at=request.at)
    actions.withdraw_invitation(invitation=invitation, by=request.user, at=request.at)
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("people:persons")


@login_not_required
@never_cache
@sensitive_post_parameters()
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the invited person choose account name and password; the link is the proof."""
    at = request.at  # type: ignore[attr-defined]
    invitation = queries.open_invitation(secret, at=at)
    form = AcceptForm(request.POST or None, initial={"name": invitation.name}, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_invitation(
                secret=secret,
                name=form.cleaned_data["name"],
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                at=at,
            )
        except NameTaken as refusal:
            form.add_error("username", str(refusal))
        else:
            messages.success(request, _("Your account is ready. Sign in with it."))
            return redirect("account_login")
    response = render(request, "people/entrance/accept.html", {"form": form, "invitation": invitation})
    response["Referrer-Policy"] = "strict-origin"  # "no-referrer" would also blank the Origin of the form
    return response
