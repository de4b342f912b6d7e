"""What administrators do with persons and their accounts."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jishi.entrance.door import require_fresh_proof
from jishi.refusals.door import Refusal
from jishi.vault.door import keep_once, take_once
from xieban.directory import actions, queries
from xieban.directory.models import Person
from xieban.directory.queries import PersonRequest
from xieban.directory.web.forms import HandOverForm, NewPersonForm, PersonForm

NEW_LINK = "new_password_link"  # in the session, from the making of a link to its one showing


def form_page(
    request: PersonRequest, form: forms.Form, *, title: str, text: str, back: str, verb: str = ""
) -> HttpResponse:
    """Show a form of its own page."""
    words = {"form": form, "title": title, "text": text, "back": back, "verb": verb or _("Save")}
    needs_names = any(field.widget.attrs.get("list") == "colleagues" for field in form.fields.values())
    words["colleagues"] = queries.everybody_here() if needs_names else ()
    return render(request, "directory/form.html", words, status=422 if form.errors else 200)


def _looked_after(request: PersonRequest, uuid: str) -> Person:
    person = queries.get_person(request.user, uuid=uuid)
    actions.require_administrator_of(request.user, person, at=request.at)
    return person


def new(request: PersonRequest, code: str) -> HttpResponse:
    """Register somebody in a post of this unit."""
    unit = queries.get_unit(request.user, code=code)
    actions.require_administrator(request.user, unit=unit, at=request.at)
    form = NewPersonForm(request.POST or None, unit=unit, at=request.at)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        post = queries.get_post(request.user, uuid=given.pop("post"))
        try:
            person = actions.create_person(**given, unit=unit, post=post, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Registered. Make a link by which the person sets a password."))
            return redirect("directory:person", uuid=person.uuid)
    text = _("The account can be used once its owner has set a password by a link that you make on the next page.")
    return form_page(
        request, form, title=_("Register a person"), text=text, back=reverse("directory:unit", args=[code])
    )


def change(request: PersonRequest, uuid: str) -> HttpResponse:
    """Correct what is known of a person."""
    person = _looked_after(request, uuid)
    initial = {name: getattr(person, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(person=person, **form.cleaned_data, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("directory:person", uuid=person.uuid)
    return form_page(request, form, title=person.name, text="", back=reverse("directory:person", args=[uuid]))


def hand_over(request: PersonRequest, uuid: str) -> HttpResponse:
    """Let somebody leave, and say who takes over."""
    person = _looked_after(request, uuid)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require_fresh_proof(request)
        try:
            actions.hand_over(person=person, **form.cleaned_data, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Access has ended, and what was open is handed over."))
            return redirect("directory:people")
    text = _(
        "Every device is signed out at once; posts, charges and delegations end. Whoever takes over is put in"
        " charge of the same units, and gets the open work. Documents, opinions and signatures stay as they are."
    )
    back = reverse("directory:person", args=[uuid])
    return form_page(
        request,
        form,
        title=_("%(name)s leaves") % {"name": person.name},
        text=text,
        back=back,
        verb=_("Leave and hand over"),
    )


@require_POST
def let_return(request: PersonRequest, uuid: str) -> HttpResponse:
    """Open a closed account again."""
    person = _looked_after(request, uuid)
    require_fresh_proof(request)
    actions.let_return(person=person, by=request.user, at=request.at)
    messages.success(request, _("The account is open again; posts and charges stay ended."))
    return redirect("directory:person", uuid=uuid)


@require_POST
def sign_out(request: PersonRequest, uuid: str) -> HttpResponse:
    """Sign all devices of a person out."""
    person = _looked_after(request, uuid)
    actions.end_sign_ins_of(person=person, by=request.user, at=request.at)
    messages.success(request, _("All devices have been signed out."))
    return redirect("directory:person", uuid=uuid)


@require_POST
def unlock(request: PersonRequest, uuid: str) -> HttpResponse:
    """Let a person try again after too many wrong passwords."""
    person = _looked_after(request, uuid)
    actions.lift_lock(person=person, by=request.user, at=request.at)
    messages.success(request, _("The person can try again at once."))
    return redirect("directory:person", uuid=uuid)


def password_link(request: PersonRequest, uuid: str) -> HttpResponse:
    """Make a link by which the person sets a password, and show it this once: a reload makes no other."""
    person = _looked_after(request, uuid)
    kept = f"{NEW_LINK}.{person.uuid}"
    if request.method == "POST":
        require_fresh_proof(request)
        actions.allow_password_link(person=person, by=request.user, at=request.at)
        keep_once(request.session, kept, queries.password_link(person))
        return redirect("directory:password_link", uuid=uuid)
    if link := take_once(request.session, kept):
        return render(request, "directory/password_link.html", {"person": person, "link": link})
    return redirect("directory:person", uuid=uuid)
