"""What comes in from outside: its register, taking it in, its record, copies to read, what it leads to."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.files.door import sent_files
from jishi.refusals.door import NotThere, Refusal, Stale
from xieban.directory.queries import PersonRequest, everybody_here, open_departments
from xieban.documents import actions, queries
from xieban.documents.models import Document
from xieban.documents.queries import arriving
from xieban.documents.queries.incoming import may_receive, record_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.words import DocumentType
from xieban.documents.web.incoming_forms import (
    AnswerForm,
    ArrivalForm,
    CorrectRecordForm,
    ReadersForm,
    initial_of,
)
from xieban.documents.web.lists import whole
from xieban.documents.web.newer import tell_newer

ASKED = ("q", "year", "sender", "department", "state")


@require_safe
def register(request: PersonRequest) -> HttpResponse:
    """Show the register of what came in (收文登记簿), as far as this person may see it."""
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:200] for name in ASKED}
    rows, more = arriving.register_of_incoming(
        request.user,
        words=asked["q"],
        year=whole(asked["year"]),
        sender=asked["sender"],
        department=asked["department"],
        state=asked["state"],
        before=whole(request.GET.get("before", "")),
        at=request.at,
    )
    words = {
        "rows": rows,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "states": arriving.STATES.items(),
        "departments": open_departments(),
        "next_url": f"?{urlencode({**asked, 'before': more})}" if more else "",
        "may_receive": may_receive(request.user, at=request.at),
    }
    return render(request, "documents/incoming.html", words)


def receive(request: PersonRequest) -> HttpResponse:
    """Sign for what came in."""
    if not may_receive(request.user, at=request.at):
        raise NotThere
    form = ArrivalForm(request.POST or None, at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            document = actions.receive_document(
                arrival=form.arrival(),
                is_intact=form.cleaned_data["is_intact"],
                trouble=form.cleaned_data["trouble"],
                files=sent_files(request, "files"),
                by=request.user,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Signed for. It goes on its way."))
            return redirect("documents:document", uuid=document.uuid)
    words = {"form": form}
    return render(request, "documents/receive.html", words, status=422 if form.errors else 200)


def record(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Put the record right."""
    document = _own(request, uuid, Own.RECORD)
    kept = record_of(document)
    if kept is None:
        raise NotThere
    form = CorrectRecordForm(request.POST or None, initial=initial_of(document, kept))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_record(
                document=document,
                arrival=form.arrival(),
                edition=form.cleaned_data["edition"],
                by=request.user,
                at=request.at,
            )
        except Stale:
            kept.refresh_from_db()
            tell_newer(form, now=initial_of(_own(request, uuid, Own.RECORD), kept))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("documents:document", uuid=uuid)
    words = {"form": form, "document": document}
    return render(request, "documents/edit.html", words, status=422 if form.errors else 200)


def answer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Begin a reply to it, or a memo about it."""
    document = _own(request, uuid, Own.ANSWER)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["type"]
        made = actions.answer(
            document=document,
            type=None if chosen == "memo" else DocumentType(chosen),
            by=request.user,
            at=request.at,
        )
        messages.success(request, _("Begun. The link between the two is kept."))
        return redirect("documents:document", uuid=made.uuid)
    words = {
        "form": form,
        "document": document,
        "title": _("Reply, or write a memo"),
        "text": _("It is begun with the sender as recipient and this document as its basis."),
        "verb": _("Begin"),
        "kind": "primary",
        "back": reverse("documents:document", kwargs={"uuid": document.uuid}),
    }
    return render(request, "documents/ask.html", words, status=422 if form.errors else 200)


def circulate(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Give people a copy to read."""
    document = _own(request, uuid, Own.CIRCULATE)
    form = ReadersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.circulate(document=document, people=form.cleaned_data["people"], by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Given to read. Nothing waits for them."))
            return redirect("documents:document", uuid=uuid)
    words = {"form": form, "document": document, "colleagues": everybody_here()}
    return render(request, "documents/circulate.html", words, status=422 if form.errors else 200)


@require_POST
def again(request: PersonRequest, uuid: UUID, reading: UUID) -> HttpResponse:
    """Send a copy again."""
    document = _own(request, uuid, Own.CIRCULATE)
    try:
        actions.send_again(document=document, reading=str(reading), by=request.user, at=request.at)
    except NotThere:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Sent again."))
    return redirect("documents:document", uuid=uuid)


def _own(request: PersonRequest, uuid: UUID, verb: Own) -> Document:
    document = queries.get_document(request.user, uuid=uuid, at=request.at)
    if not queries.standing_of(request.user, document, at=request.at).control.may(verb):
        raise NotThere
    return document
