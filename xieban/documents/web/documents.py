"""The page of a document, its files, and what is done with it beside its flow."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.files.door import serve
from jishi.refusals.door import NotThere, Refusal, Stale
from xieban.directory.queries import PersonRequest, everybody_here
from xieban.documents import actions, queries
from xieban.documents.models import Document, Typesetting
from xieban.documents.queries.pages import page_of
from xieban.documents.queries.pictures import picture_of
from xieban.documents.queries.printing import font_lines, report_of
from xieban.documents.queries.trails import acts_on, looked_at
from xieban.documents.rules.control import Own
from xieban.documents.rules.words import DocumentType, Kind, Page
from xieban.documents.web.forms import ConvertForm, ElementsForm, ReasonForm
from xieban.documents.web.newer import tell_newer

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _seen(request: PersonRequest, uuid: UUID) -> Document:
    return queries.get_document(request.user, uuid=uuid, at=request.at)


@require_safe
def one(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Show a document: where it stands, what this person may do, the text, what was said, the way so far."""
    document = _seen(request, uuid)
    actions.note_viewing(document=document, page=Page.DOCUMENT, by=request.user, at=request.at)
    page = page_of(request.user, document, at=request.at)
    words = {
        "page": page,
        "story": page.story,
        "sheet": page.sheet,
        "here": request.path,
        "colleagues": everybody_here(),
    }
    return render(request, "documents/document.html", words)


@require_safe
def of_instance(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Lead from an instance of a flow to the document that it carries."""
    document = queries.document_at(request.user, instance=uuid, at=request.at)
    return redirect("documents:document", uuid=document.uuid)


def edit(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Change the elements that the work in one's hands opens."""
    document = _seen(request, uuid)
    control = queries.standing_of(request.user, document, at=request.at).control
    if not control.may(Own.EDIT):
        raise NotThere
    form = ElementsForm(
        request.POST or None, initial=_elements_of(document), editable=control.edits, kind=Kind(document.kind)
    )
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data}
        edition = values.pop("edition")
        try:
            actions.edit_elements(
                document=document,
                values=cast("actions.Values", values),
                edition=edition,
                by=request.user,
                at=request.at,
            )
        except Stale:
            tell_newer(form, now=_elements_of(_seen(request, uuid)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("documents:document", uuid=uuid)
    words = {"form": form, "document": document}
    return render(request, "documents/edit.html", words, status=422 if form.errors else 200)


def _elements_of(document: Document) -> dict[str, object]:
    return {name: getattr(document, name) for name in ElementsForm.base_fields}


@require_safe
def pdf(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Give out the typeset document."""
    document, typesetting = _typeset(request, uuid)
    actions.note_viewing(document=document, page=Page.PDF, by=request.user, at=request.at)
    return serve(
        request,
        sha256=typesetting.pdf,
        name=f"{document.title}.pdf",
        media_type="application/pdf",
        is_picture=False,
    )


@require_safe
def word(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Give out the typeset document as Word."""
    document, typesetting = _typeset(request, uuid)
    actions.note_viewing(document=document, page=Page.WORD, by=request.user, at=request.at)
    return serve(request, sha256=typesetting.word, name=f"{document.title}.docx", media_type=WORD, is_picture=False)


@require_safe
def picture(request: PersonRequest, uuid: UUID, number: int) -> HttpResponse:
    """Show one typeset page as a picture, which needs nothing but a browser."""
    _document, typesetting = _typeset(request, uuid)
    response = HttpResponse(picture_of(typesetting, number=number), content_type="image/png")
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def report(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Show what the layout check measured, and the font asked beside the font used."""
    document = _seen(request, uuid)
    typesetting = queries.last_typesetting(document)
    if typesetting is None:
        raise NotThere
    actions.note_viewing(document=document, page=Page.REPORT, by=request.user, at=request.at)
    words = {
        "document": document,
        "typesetting": typesetting,
        "report": report_of(document, typesetting),
        "fonts": font_lines(typesetting),
    }
    return render(request, "documents/report.html", words)


@require_safe
def trail(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Show who looked at a document and what was done beside its flow; for administrators."""
    document = _seen(request, uuid)
    words = {
        "document": document,
        "looked": looked_at(request.user, document),
        "acts": acts_on(request.user, document),
    }
    return render(request, "documents/trail.html", words)


def _typeset(request: PersonRequest, uuid: UUID) -> tuple[Document, Typesetting]:
    document = _seen(request, uuid)
    typesetting = queries.last_typesetting(document)
    if typesetting is None or not typesetting.pdf:
        raise NotThere
    return document, typesetting


def void(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Void a numbered document, with the reason."""
    document = _own(request, uuid, Own.VOID)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.void_document(document=document, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
        messages.success(request, _("Voided. Its number stays taken."))
        return redirect("documents:document", uuid=uuid)
    text = _("The number stays taken and is never given again; the document goes no further.")
    return _ask(request, document, form, title=_("Void this document"), text=text, verb=_("Void it"), kind="danger")


def convert(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Begin a dispatch of a memo."""
    document = _own(request, uuid, Own.CONVERT)
    form = ConvertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.convert_memo(
            document=document, type=DocumentType(form.cleaned_data["type"]), by=request.user, at=request.at
        )
        messages.success(request, _("A dispatch was begun of it, with its text, attachments and opinions."))
        return redirect("documents:document", uuid=made.uuid)
    text = _("Text and attachments go along; the memo's opinions stay readable there, word for word.")
    return _ask(request, document, form, title=_("Make a dispatch of it"), text=text, verb=_("Begin the dispatch"))


@require_POST
def correct(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Begin the document that corrects one that was sent out."""
    return _new_about(request, uuid, recall=False)


@require_POST
def recall(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Begin the document that recalls one that was sent out."""
    return _new_about(request, uuid, recall=True)


def _new_about(request: PersonRequest, uuid: UUID, *, recall: bool) -> HttpResponse:
    document = _own(request, uuid, Own.RECALL if recall else Own.CORRECT)
    made = actions.correct(document=document, recall=recall, by=request.user, at=request.at)
    messages.success(request, _("Begun. What was sent out stays as it is; this goes its own way."))
    return redirect("documents:document", uuid=made.uuid)


@require_POST
def receipt(request: PersonRequest, uuid: UUID, receipt: UUID) -> HttpResponse:
    """Note that a body outside has signed for the document."""
    document = _own(request, uuid, Own.NOTE_RECEIPT)
    actions.note_receipt(document=document, receipt=str(receipt), by=request.user, at=request.at)
    messages.success(request, _("Noted."))
    return redirect("documents:document", uuid=uuid)


def _own(request: PersonRequest, uuid: UUID, verb: Own) -> Document:
    document = _seen(request, uuid)
    if not queries.standing_of(request.user, document, at=request.at).control.may(verb):
        raise NotThere
    return document


def _ask(
    request: PersonRequest,
    document: Document,
    form: object,
    *,
    title: str,
    text: str,
    verb: str,
    kind: str = "primary",
) -> HttpResponse:
    words = {
        "form": form,
        "document": document,
        "title": title,
        "text": text,
        "verb": verb,
        "kind": kind,
        "back": reverse("documents:document", kwargs={"uuid": document.uuid}),
    }
    return render(request, "documents/ask.html", words, status=422 if getattr(form, "errors", None) else 200)
