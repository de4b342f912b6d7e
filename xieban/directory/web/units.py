"""Units, posts, and who holds them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jishi.refusals.door import Refusal
from xieban.directory import actions, queries
from xieban.directory.models import ROLE_NAMES, Unit
from xieban.directory.queries import PersonRequest
from xieban.directory.rules import Role, UnitKind
from xieban.directory.web.administration import form_page
from xieban.directory.web.forms import MovingUnitForm, NewUnitForm, PostForm, WhoForm


def one(request: PersonRequest, code: str) -> HttpResponse:
    """Show a unit: its posts with their roles and holders, its leader, what lies under it."""
    unit = queries.get_unit(request.user, code=code)
    posts = [
        (post, held, [str(ROLE_NAMES[Role(role.role)]) for role in post.roles.all()])
        for post, held in queries.posts_of(unit, at=request.at)
    ]
    words = {
        "unit": unit,
        "is_department": unit.kind == UnitKind.DEPARTMENT,
        "posts": posts,
        "leader": queries.leader_in_charge(unit, at=request.at),
        "under": queries.branch(unit).filter(parent=unit),
        "may_change": queries.administers(request.user, unit=unit, at=request.at),
    }
    return render(request, "directory/unit.html", words)


def _administered(request: PersonRequest, code: str) -> Unit:
    unit = queries.get_unit(request.user, code=code)
    actions.require_administrator(request.user, unit=unit, at=request.at)
    return unit


def new(request: PersonRequest, code: str) -> HttpResponse:
    """Put a unit or department under this one."""
    parent = _administered(request, code)
    form = NewUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kind = UnitKind(given.pop("kind"))
        try:
            made = actions.create_unit(**given, kind=kind, parent=parent, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("directory:unit", code=made.code)
    title = _("New under %(name)s") % {"name": parent.name}
    return form_page(request, form, title=title, text="", back=reverse("directory:unit", args=[code]))


def change(request: PersonRequest, code: str) -> HttpResponse:
    """Rename or move a unit."""
    unit = _administered(request, code)
    initial = {
        "name": unit.name,
        "short_name": unit.short_name,
        "rank": unit.rank,
        "parent": unit.parent.code if unit.parent else "",
    }
    form = MovingUnitForm(request.POST or None, initial=initial, unit=unit, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = given.pop("parent")
        parent = queries.get_unit(request.user, code=wanted) if wanted else None
        try:
            actions.change_unit(unit=unit, **given, parent=parent, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("directory:unit", code=code)
    return form_page(request, form, title=unit.name, text="", back=reverse("directory:unit", args=[code]))


@require_POST
def close(request: PersonRequest, code: str) -> HttpResponse:
    """Close a unit in which nobody works any more."""
    actions.close_unit(unit=_administered(request, code), by=request.user, at=request.at)
    messages.success(request, _("Closed."))
    return redirect("directory:people")


def lead(request: PersonRequest, code: str) -> HttpResponse:
    """Put a leader in charge of the unit."""
    unit = _administered(request, code)
    form = WhoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.put_in_charge(leader=form.cleaned_data["person"], unit=unit, by=request.user, at=request.at)
        messages.success(request, _("Saved."))
        return redirect("directory:unit", code=code)
    title = _("Who is in charge of %(name)s?") % {"name": unit.name}
    text = _("What the unit brings for decision goes to this leader.")
    return form_page(request, form, title=title, text=text, back=reverse("directory:unit", args=[code]))


def new_post(request: PersonRequest, code: str) -> HttpResponse:
    """Make a post in the unit."""
    unit = _administered(request, code)
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        roles = [Role(role) for role in given.pop("roles")]
        try:
            actions.create_post(unit=unit, **given, roles=roles, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("directory:unit", code=code)
    title = _("New post in %(name)s") % {"name": unit.name}
    return form_page(request, form, title=title, text="", back=reverse("directory:unit", args=[code]))


def change_post(request: PersonRequest, uuid: str) -> HttpResponse:
    """Rename a post, or let it carry other roles."""
    post = queries.get_post(request.user, uuid=uuid)
    actions.require_administrator(request.user, unit=post.unit, at=request.at)
    roles = [role.role for role in post.roles.all()]
    initial = {"name": post.name, "is_head": post.is_head, "rank": post.rank, "roles": roles}
    form = PostForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = [Role(role) for role in given.pop("roles")]
        try:
            actions.change_post(post=post, **given, roles=wanted, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("directory:unit", code=post.unit.code)
    text = _("Whoever holds the post has these roles from the moment you save.")
    return form_page(
        request, form, title=str(post), text=text, back=reverse("directory:unit", args=[post.unit.code])
    )


@require_POST
def close_post(request: PersonRequest, uuid: str) -> HttpResponse:
    """Close a post that nobody holds."""
    post = queries.get_post(request.user, uuid=uuid)
    actions.close_post(post=post, by=request.user, at=request.at)
    messages.success(request, _("Closed."))
    return redirect("directory:unit", code=post.unit.code)


def appoint(request: PersonRequest, uuid: str) -> HttpResponse:
    """Let somebody take up a post."""
    post = queries.get_post(request.user, uuid=uuid)
    actions.require_administrator(request.user, unit=post.unit, at=request.at)
    form = WhoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint(person=form.cleaned_data["person"], post=post, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("directory:unit", code=post.unit.code)
    title = _("Who takes up %(post)s?") % {"post": post}
    return form_page(request, form, title=title, text="", back=reverse("directory:unit", args=[post.unit.code]))


@require_POST
def dismiss(request: PersonRequest, key: int) -> HttpResponse:
    """Let a person lay a post down."""
    held = queries.get_appointment(request.user, key=key, at=request.at)
    actions.dismiss(appointment=held, by=request.user, at=request.at)
    messages.success(request, _("Saved."))
    return redirect("directory:unit", code=held.post.unit.code)
