"""Notices: the list of what was published for one, what one wrote, and each notice's page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import Link
from jishi.refusals.door import NotAllowed, NotThere
from xieban.directory.queries import PersonRequest, everybody_here, open_departments
from xieban.flows import queries as flows
from xieban.notices import actions, queries
from xieban.notices.models import Notice
from xieban.notices.rules import State
from xieban.writing.queries import may_read, sheet_of

LONGEST_KEY = 15
STATES: Mapping[str, tuple[str, str, Any]] = {
    State.DRAFT: ("neutral", "pencil", gettext_lazy("Draft")),
    State.REVIEW: ("info", "progress-check", gettext_lazy("Under review")),
    State.PUBLISHED: ("success", "speakerphone", gettext_lazy("Published")),
    State.WITHDRAWN: ("warning", "ban", gettext_lazy("Withdrawn")),
}


class NoticeForm(forms.Form):
    """Title and receivers of a notice."""

    title = forms.CharField(label=gettext_lazy("Title of the notice"), max_length=200)
    departments = forms.MultipleChoiceField(
        label=gettext_lazy("For which departments"),
        help_text=gettext_lazy("None chosen: for everybody."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["departments"].choices = [(one.code, one.name) for one in open_departments()]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return what was filled in, the departments as rows."""
        wanted = set(self.cleaned_data["departments"])
        units = [one for one in open_departments() if one.code in wanted]
        return {"title": self.cleaned_data["title"], "departments": units}


class ReasonForm(forms.Form):
    """Why a notice is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        help_text=gettext_lazy("Its receivers read this."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_safe
def listing(request: PersonRequest) -> HttpResponse:
    """Show what was published for this person, or what he wrote."""
    mine = request.GET.get("show") == "mine"
    unread = request.GET.get("show") == "unread"
    before = request.GET.get("before", "")
    key = int(before) if before.isdecimal() and len(before) < LONGEST_KEY else None
    rows, following = ([], None) if mine else queries.received(request.user, unread=unread, before=key)
    count = queries.unread_count(request.user)
    shown = "show=unread&" if unread else ""
    words = {
        "tabs": [
            Link(label=_("For me"), url="?", icon="speakerphone", current=not mine and not unread),
            Link(label=_("Not read yet"), url="?show=unread", icon="eye-off", current=unread, count=count),
            Link(label=_("Written by me"), url="?show=mine", icon="pencil", current=mine),
        ],
        "rows": rows,
        "mine": [(one, STATES[one.state]) for one in queries.written_by(request.user)] if mine else None,
        "here": request.get_full_path(),
        "previous_url": f"?{shown}" if before else "",
        "next_url": f"?{shown}before={following}" if following else "",
    }
    return render(request, "notices/notices.html", words)


def new(request: PersonRequest) -> HttpResponse:
    """Begin a notice."""
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        notice = actions.draft(**form.chosen(), by=request.user, at=request.at)
        return redirect("notices:one", uuid=notice.uuid)
    return render(request, "notices/form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def one(request: PersonRequest, uuid: str) -> HttpResponse:
    """Show a notice; opening a published one is its receipt."""
    notice = queries.get_notice(request.user, uuid=uuid, at=request.at)
    actions.mark_read(notice=notice, by=request.user, at=request.at)
    return render(request, "notices/notice.html", _words(request, notice))


@require_safe
def of_instance(request: PersonRequest, uuid: str) -> HttpResponse:
    """Lead from a review to its notice."""
    notice = queries.notice_of(flows.get_instance(request.user, uuid=uuid, at=request.at))
    if notice is None:
        raise NotThere
    return redirect("notices:one", uuid=notice.uuid)


def change(request: PersonRequest, uuid: str) -> HttpResponse:
    """Change title and receivers."""
    notice = queries.get_notice(request.user, uuid=uuid, at=request.at)
    if not queries.may_change(request.user, notice, at=request.at):
        raise NotAllowed
    given = {"title": notice.title, "departments": [unit.code for unit in queries.departments_of(notice)]}
    form = NoticeForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        actions.change(notice=notice, **form.chosen(), by=request.user, at=request.at)
        return redirect("notices:one", uuid=notice.uuid)
    return render(
        request, "notices/form.html", {"form": form, "notice": notice}, status=422 if form.errors else 200
    )


@require_POST
def hand_in(request: PersonRequest, uuid: str) -> HttpResponse:
    """Hand a draft in for review."""
    notice = queries.get_notice(request.user, uuid=uuid, at=request.at)
    actions.hand_in(notice=notice, by=request.user, at=request.at)
    messages.success(request, _("Handed in. You see here when it is published."))
    return redirect("notices:one", uuid=notice.uuid)


@require_POST
def remind(request: PersonRequest, uuid: str) -> HttpResponse:
    """Remind those who have not read it."""
    notice = queries.get_notice(request.user, uuid=uuid, at=request.at)
    number = actions.remind(notice=notice, by=request.user, at=request.at)
    said = ngettext("%(number)s person is reminded.", "%(number)s people are reminded.", number)
    messages.success(request, said % {"number": number})
    return redirect("notices:one", uuid=notice.uuid)


@require_POST
def withdraw(request: PersonRequest, uuid: str) -> HttpResponse:
    """Withdraw a published notice."""
    notice = queries.get_notice(request.user, uuid=uuid, at=request.at)
    if not queries.may_manage(request.user, notice, at=request.at):
        raise NotAllowed
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.withdraw(notice=notice, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
        messages.success(request, _("Withdrawn. Its receivers read why."))
        return redirect("notices:one", uuid=notice.uuid)
    return render(request, "notices/notice.html", _words(request, notice, form=form), status=422)


def _words(request: PersonRequest, notice: Notice, *, form: ReasonForm | None = None) -> dict[str, object]:
    viewer, at = request.user, request.at
    manages = queries.may_manage(viewer, notice, at=at)
    under_review = notice.instance is not None and notice.state in {State.REVIEW, State.PUBLISHED, State.WITHDRAWN}
    sees_review = under_review and (manages or notice.state == State.REVIEW)
    return {
        "notice": notice,
        "look": STATES[notice.state],
        "departments": queries.departments_of(notice),
        "sheet": sheet_of(viewer, body=notice.body, at=at) if may_read(viewer, body=notice.body, at=at) else None,
        "may_change": queries.may_change(viewer, notice, at=at),
        "is_draft": notice.state == State.DRAFT and viewer.pk == notice.by_id,
        "reading": queries.reading_of(viewer, notice, at=at),
        "story": flows.story_of(viewer, notice.instance, at=at) if sees_review and notice.instance else None,
        "colleagues": everybody_here() if sees_review else None,
        "reason_form": (form or ReasonForm()) if manages and notice.state == State.PUBLISHED else None,
        "is_withdrawn": notice.state == State.WITHDRAWN,
    }
