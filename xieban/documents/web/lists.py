"""Lists of documents, the registers of numbers, and how a document is begun."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jishi.pages.door import Link
from jishi.refusals.door import NotThere, Refusal
from xieban.directory.queries import PersonRequest, open_departments
from xieban.documents import actions
from xieban.documents.queries import labels, listing
from xieban.documents.queries.statistics import reads_statistics
from xieban.documents.rules.words import DocumentType, Kind, Matter, Urgency
from xieban.documents.web.forms import NewDispatchForm, NewMemoForm

FORMS: dict[str, type[forms.Form]] = {Kind.DISPATCH.value: NewDispatchForm, Kind.MEMO.value: NewMemoForm}


@require_safe
def documents(request: PersonRequest) -> HttpResponse:
    """Show the documents that somebody drafted, or all with which he has to do."""
    asked = {name: request.GET.get(name, "") for name in ("kind", "q", "of")}
    mine = asked["of"] != "all"
    rows, more = listing.documents_of(
        request.user,
        kind=asked["kind"],
        words=asked["q"],
        mine=mine,
        before=whole(request.GET.get("before", "")),
        at=request.at,
    )
    here = reverse("documents:documents")
    tabs = (
        Link(label=_("Drafted by me"), url=here, icon="pencil", current=mine),
        Link(label=_("All I have to do with"), url=f"{here}?of=all", icon="files", current=not mine),
    )
    words = {
        "rows": rows,
        "tabs": tabs,
        "asked": asked,
        "kinds": [(kind.value, labels.KINDS[kind]) for kind in (Kind.DISPATCH, Kind.MEMO)],
        "next_url": f"?{urlencode({**asked, 'before': more})}" if more else "",
        "may_read_registers": listing.may_read_registers(request.user, at=request.at),
        "reads_statistics": reads_statistics(request.user, at=request.at),
    }
    return render(request, "documents/documents.html", words)


def whole(text: str) -> int:
    """Return the number that was typed, or 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0  # noqa: PLR2004 - a key's digits


def new(request: PersonRequest) -> HttpResponse:
    """Choose what to begin."""
    return render(request, "documents/new.html", {})


def draft(request: PersonRequest, kind: str) -> HttpResponse:
    """Begin a document of a kind."""
    if kind not in FORMS:
        raise NotThere
    form = FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.Draft(
            kind=Kind(kind),
            type=DocumentType(given["type"]) if given.get("type") else None,
            title=given["title"],
            urgency=Urgency(given["urgency"]),
            recipients=given.get("recipients", ()),
            copies_to=given.get("copies_to", ()),
            basis=given["basis"],
            reason=given.get("reason", ""),
            matter=Matter(given.get("matter") or Matter.GENERAL),
            note=given.get("note", ""),
            secrecy=given["secrecy"],
        )
        try:
            document = actions.draft_document(draft=made, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Begun. Write the text, then pass it on."))
            return redirect("documents:document", uuid=document.uuid)
    words = {"form": form, "kind": labels.KINDS[Kind(kind)]}
    return render(request, "documents/draft.html", words, status=422 if form.errors else 200)


@require_safe
def registers(request: PersonRequest, kind: str) -> HttpResponse:
    """Show a register of numbers, filtered by year, code and department."""
    if kind not in FORMS:
        raise NotThere
    series = listing.series_of(request.user, kind=Kind(kind), at=request.at)
    asked = {name: request.GET.get(name, "") for name in ("year", "code", "department")}
    rows, more = listing.register(
        request.user,
        kind=Kind(kind),
        year=whole(asked["year"]),
        code=asked["code"].replace("\x00", ""),
        department=asked["department"].replace("\x00", ""),
        before=whole(request.GET.get("before", "")),
        at=request.at,
    )
    tabs = tuple(
        Link(
            label=str(label),
            url=reverse("documents:register", kwargs={"kind": one.value}),
            icon="book",
            current=one.value == kind,
        )
        for one, label in (
            (Kind.DISPATCH, _("Register of dispatches")),
            (Kind.MEMO, _("Register of memos")),
        )
    )
    words = {
        "rows": rows,
        "tabs": tabs,
        "asked": asked,
        "series": series,
        "departments": open_departments(),
        "next_url": f"?{urlencode({**asked, 'before': more})}" if more else "",
    }
    return render(request, "documents/register.html", words)
