"""People: the list, one person, the people of one contract; granting and revoking."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jishi.entrance.door import require_fresh_proof
from jishi.vault.door import keep_once, take_once
from zhishou.people import actions, queries
from zhishou.people.actions.persons import NameTaken
from zhishou.people.models import Person
from zhishou.people.queries.requests import PersonRequest
from zhishou.people.rules import Role
from zhishou.people.web.forms import ClosingForm, GrantForm, PersonForm
from zhishou.people.web.leaving import asked_parties, lines_of_closing

PAGE = 50
NEW_LINK = "new_password_link"  # in the session until its one showing


def listing(request: PersonRequest) -> HttpResponse:
    """List whom the viewer may see, by words; a fragment while he types."""
    words = request.GET.get("q", "")[:60]
    found = queries.search_persons(request.user, words=words, at=request.at)
    page = queries.page_of_persons(
        request.user, found, number=request.GET.get("page", "1"), size=PAGE, at=request.at
    )
    shown = {
        "page": page,
        "words": words,
        "may_invite": queries.administered_organisations(request.user, at=request.at).exists(),
        "invitations": queries.open_invitations(request.user, at=request.at),
    }
    template = "people/parts/persons.html" if request.htmx else "people/persons.html"
    return render(request, template, shown)


def one(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Show one person with his roles over time."""
    person = queries.get_person(request.user, uuid=uuid, at=request.at)
    form = PersonForm(initial={name: getattr(person, name) for name in PersonForm.base_fields})
    return _shown(request, person, form)


def _shown(request: PersonRequest, person: Person, form: PersonForm) -> HttpResponse:
    may_change = queries.administers(request.user, person, at=request.at)
    roles = queries.roles_over_time(request.user, person, at=request.at)
    closes = may_change and person.is_active and person != request.user
    words = {
        "person": person,
        "roles": roles,
        "left": lines_of_closing(person, roles, at=request.at) if closes else [],
        "closing": ClosingForm(),
        "may_change": may_change,
        "is_self": person == request.user,
        "sees_contact": may_change or queries.sees_contact(request.user, person, at=request.at),
        "form": form,
    }
    return render(request, "people/person.html", words)


def _administered(request: PersonRequest, uuid: UUID) -> Person:
    """Return the person, to his administrators only, who have just proved who they are."""
    person = queries.get_person(request.user, uuid=uuid, at=request.at)
    actions.require_administrator_of(request.user, person, at=request.at)
    require_fresh_proof(request)
    return person


@require_POST
def change(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Correct what is known of a person."""
    person = _administered(request, uuid)
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            actions.change_person(person=person, **form.cleaned_data, by=request.user, at=request.at)
        except NameTaken as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", uuid=uuid)
    return _shown(request, person, form)


@require_POST
def close(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Close an account."""
    person = _administered(request, uuid)
    actions.deactivate_person(
        person=person, reason=request.POST.get("reason", "")[:200], by=request.user, at=request.at
    )
    messages.success(request, _("The account is closed; all its devices and tokens have ended."))
    return redirect("people:person", uuid=uuid)


@require_POST
def reopen(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Open a closed account again."""
    person = _administered(request, uuid)
    actions.reactivate_person(person=person, by=request.user, at=request.at)
    messages.success(request, _("The account is open again."))
    return redirect("people:person", uuid=uuid)


@require_POST
def sign_out(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Sign all devices of a person out."""
    person = _administered(request, uuid)
    actions.end_sign_ins_of(person=person, by=request.user, at=request.at)
    messages.success(request, _("All devices of this person have been signed out."))
    return redirect("people:person", uuid=uuid)


@require_POST
def unlock(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Lift the lock after too many wrong passwords."""
    person = _administered(request, uuid)
    actions.lift_lock(person=person, by=request.user, at=request.at)
    messages.success(request, _("This person may try to sign in again at once."))
    return redirect("people:person", uuid=uuid)


def password_link(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Make a link by which a person sets a new password, and show it once: a reload makes no other."""
    person = _administered(request, uuid)
    kept = f"{NEW_LINK}.{person.uuid}"
    if request.method == "POST":
        actions.allow_password_link(person=person, by=request.user, at=request.at)
        keep_once(request.session, kept, queries.password_link(person))
        return redirect("people:password_link", uuid=uuid)
    if link := take_once(request.session, kept):
        return render(request, "people/password_link.html", {"person": person, "link": link})
    return redirect("people:person", uuid=uuid)


def of_engagement(request: PersonRequest, engagement_code: str) -> HttpResponse:
    """Show who acts in one contract, by party and role; those who may, grant and revoke here."""
    engagement = queries.get_engagement(request.user, code=engagement_code, at=request.at)
    grantable = queries.grantable_roles(request.user, engagement, at=request.at)
    parties = queries.people_by_party(request.user, engagement, at=request.at)
    words = {
        "engagement": engagement,
        "parties": asked_parties(parties, engagement, at=request.at),
        "grantable": grantable,
        "form": GrantForm(viewer=request.user, engagement=engagement, at=request.at) if grantable else None,
    }
    return render(request, "people/engagement.html", words)


@require_POST
def grant(request: PersonRequest, engagement_code: str) -> HttpResponse:
    """Grant a role in one contract."""
    engagement = queries.get_engagement(request.user, code=engagement_code, at=request.at)
    actions.require_any_grantor(request.user, engagement, at=request.at)
    require_fresh_proof(request)
    form = GrantForm(request.POST, viewer=request.user, engagement=engagement, at=request.at)
    if form.is_valid():
        actions.grant_role(
            person=form.cleaned_data["person"],
            engagement=engagement,
            role=Role(form.cleaned_data["role"]),
            by=request.user,
            at=request.at,
        )
        messages.success(request, _("The role is granted."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(reverse("people:engagement_people", kwargs={"engagement_code": engagement_code}))


@require_POST
def revoke(request: PersonRequest, engagement_code: str, grant_id: int) -> HttpResponse:
    """Revoke a role in one contract."""
    engagement = queries.get_engagement(request.user, code=engagement_code, at=request.at)
    actions.require_any_grantor(request.user, engagement, at=request.at)
    require_fresh_proof(request)
    held = queries.get_grant(request.user, engagement, grant_id=grant_id, at=request.at)
    actions.revoke_role(grant=held, by=request.user, at=request.at)
    messages.success(request, _("The role is revoked."))
    return redirect(reverse("people:engagement_people", kwargs={"engagement_code": engagement_code}))
