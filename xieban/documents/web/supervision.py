"""Supervised matters: their list, what each department did and owes, raising one."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from jishi.pages.door import Link
from jishi.refusals.door import NotThere, Refusal
from xieban.directory.queries import PersonRequest, open_departments
from xieban.documents import actions, queries
from xieban.documents.queries import labels, supervising
from xieban.documents.queries.labels import choices
from xieban.documents.queries.minutes import minutes_at
from xieban.documents.queries.months import months
from xieban.documents.rules.elements import LONGEST_TITLE
from xieban.documents.rules.words import Kind, Source, Urgency

SOURCE_OF = {Kind.INCOMING.value: Source.INCOMING, Kind.MEMO.value: Source.MEMO}
ROWS = {"rows": 3}


class MatterForm(forms.Form):
    """What is to be supervised."""

    title = forms.CharField(label=pgettext_lazy("of a supervised matter", "Task"), max_length=LONGEST_TITLE)
    source = forms.ChoiceField(label=gettext_lazy("Comes from"), choices=choices(labels.SOURCES))
    reason = forms.CharField(
        label=gettext_lazy("Reason for it"), max_length=2000, widget=forms.Textarea(attrs=ROWS)
    )
    criteria = forms.CharField(
        label=gettext_lazy("Done means"),
        max_length=2000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=gettext_lazy("By what it is seen that the matter is done."),
    )
    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), choices=choices(labels.URGENCIES))
    origin = forms.UUIDField(required=False, widget=forms.HiddenInput)
    minutes = forms.UUIDField(required=False, widget=forms.HiddenInput)


@require_safe
def matters(request: PersonRequest) -> HttpResponse:
    """Show the supervised matters that this person sees, the most pressing first."""
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:40] for name in ("department", "state", "month")}
    words = {
        "rows": supervising.supervised(request.user, **asked, at=request.at),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "months": months(at=request.at, chosen=asked["month"]),
        "states": [(one.value, look.words) for one, look in supervising.LOOKS.items()],
        "departments": open_departments(),
        "may_raise": supervising.may_raise(request.user, at=request.at),
        "tabs": _tabs(request, here="documents:supervision"),
    }
    return render(request, "documents/supervision.html", words)


@require_safe
def statistics(request: PersonRequest) -> HttpResponse:
    """Show per department what was done in time or late, what is open and overdue, which reports are owed."""
    month = request.GET.get("month", "").replace("\x00", "")[:7]
    words = {
        "rows": supervising.tallies(request.user, month=month, at=request.at),
        "month": month,
        "months": months(at=request.at, chosen=month),
        "tabs": _tabs(request, here="documents:supervision_statistics"),
    }
    return render(request, "documents/supervision_statistics.html", words)


def raise_matter(request: PersonRequest) -> HttpResponse:
    """Have a matter supervised, out of a document or of a line of minutes where one is named."""
    if not supervising.may_raise(request.user, at=request.at):
        raise NotThere
    named = request.POST.get("origin", "") or request.GET.get("origin", "")
    origin = queries.get_document(request.user, uuid=named, at=request.at) if named else None
    initial = {"source": Source.INSTRUCTION.value, "urgency": Urgency.ORDINARY.value}
    if origin is not None:
        source = SOURCE_OF.get(origin.kind, Source.INSTRUCTION).value
        initial |= {"title": origin.title, "source": source, "origin": str(origin.uuid)}
    kept = request.POST.get("minutes", "") or request.GET.get("minutes", "")
    minutes = minutes_at(request.user, uuid=kept, at=request.at) if kept else None
    if minutes is not None:
        line = request.GET.get("line", "")
        place = int(line) if line.isdecimal() and len(line) < 6 else len(minutes.lines)  # noqa: PLR2004 - a line's place
        words = minutes.lines[place] if place < len(minutes.lines) else ""
        initial |= {"title": words[:LONGEST_TITLE], "source": Source.MINUTES.value, "minutes": minutes.uuid}
        initial["reason"] = f"《{minutes.title}》会议纪要：{words}"[:2000]
    form = MatterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        matter = actions.Matter(
            title=given["title"],
            source=Source(given["source"]),
            reason=given["reason"],
            criteria=given["criteria"],
            urgency=Urgency(given["urgency"]),
        )
        try:
            document = actions.raise_matter(
                matter=matter,
                origin=origin,
                minutes=minutes.uuid if minutes else "",
                by=request.user,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Raised. It is allotted next."))
            return redirect("documents:document", uuid=document.uuid)
    shown = {"form": form, "origin": origin or minutes}
    return render(request, "documents/raise_matter.html", shown, status=422 if form.errors else 200)


def _tabs(request: PersonRequest, *, here: str) -> tuple[Link, ...]:
    if not supervising.watches(request.user, at=request.at):
        return ()
    tabs = (
        ("documents:supervision", _("Supervised matters"), "list-check"),
        ("documents:supervision_statistics", _("By department"), "chart-bar"),
    )
    return tuple(
        Link(label=label, url=reverse(route), icon=icon, current=route == here) for route, label, icon in tabs
    )
