"""The page on which a text is written, and what it keeps meanwhile."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jishi.files.door import sent_files
from jishi.refusals.door import Invalid, Refusal
from xieban.directory.queries import PersonRequest
from xieban.writing import actions, queries
from xieban.writing.models import Body
from xieban.writing.web.backwards import back_of
from xieban.writing.web.forms import TextForm


class NotAText(Invalid):
    """The page sent something else than a text. Open it again; what you typed is kept."""


def _sent(request: PersonRequest) -> tuple[str, int, str]:
    form = TextForm(request.POST)
    if not form.is_valid():
        raise NotAText
    given = form.cleaned_data
    return given["html"], given["on_revision"], given["why"]


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Show the editor; save what was typed, or show why not with everything that was typed still there."""
    body = queries.get_body(request.user, uuid=uuid, at=request.at)
    if request.method == "GET":
        if not queries.may_write(request.user, body=body, at=request.at):
            return redirect(queries.holder_of(body).address(key=body.key))
        return _page(request, body)
    html, on_revision, why = _sent(request)
    try:
        saved = actions.save_revision(
            body=body, html=html, on_revision=on_revision, why=why, by=request.user, at=request.at
        )
    except actions.NewerRevision as stale:
        return _conflict(request, body, stale)
    except Invalid as refusal:
        return _page(request, body, refusal=refusal, typed=html, number=on_revision)
    messages.success(request, _("Saved as revision %(number)s.") % {"number": saved.number})
    return redirect(back_of(request, body))


def _page(
    request: PersonRequest,
    body: Body,
    *,
    refusal: Refusal | None = None,
    typed: str = "",
    number: int | None = None,
) -> HttpResponse:
    desk = queries.desk_of(request.user, body=body, at=request.at)
    words = {
        "desk": desk,
        "sheet": desk.sheet,
        "refusal": refusal,
        "typed": typed,
        "number": desk.sheet.body.last_number if number is None else number,
        "back": request.path,
    }
    status = HTTPStatus.OK if refusal is None else refusal.status
    return render(request, "writing/edit.html", words, status=status)


def _conflict(request: PersonRequest, body: Body, stale: Refusal) -> HttpResponse:
    desk = queries.desk_of(request.user, body=body, at=request.at)
    mine = desk.draft.html if desk.draft else ""
    words = {
        "desk": desk,
        "sheet": desk.sheet,
        "stale": stale,
        "mine": queries.shown(mine),
        "difference": queries.difference_between(desk.sheet.html, mine),
    }
    return render(request, "writing/conflict.html", words, status=stale.status)


@require_POST
def keep(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Keep what was typed so far."""
    body = queries.get_body(request.user, uuid=uuid, at=request.at)
    html, on_revision, _why = _sent(request)
    kept = actions.keep_draft(body=body, html=html, on_revision=on_revision, by=request.user, at=request.at)
    return JsonResponse({"at": kept.at.isoformat()})


@require_POST
def drop(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Forget what was typed."""
    body = queries.get_body(request.user, uuid=uuid, at=request.at)
    actions.drop_draft(body=body, by=request.user, at=request.at)
    return redirect("writing:edit", uuid=uuid)


@require_POST
def rebase(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Go on with what was typed, now on top of the last revision."""
    body = queries.get_body(request.user, uuid=uuid, at=request.at)
    draft = actions.rebase_draft(body=body, by=request.user, at=request.at)
    if draft is None:
        return redirect("writing:edit", uuid=uuid)
    return _page(request, body, typed=draft.html, number=draft.on_revision)


@require_POST
def meet(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Say who else has the text open to write, and who saved it last."""
    body = queries.get_body(request.user, uuid=uuid, at=request.at)
    actions.note_presence(body=body, by=request.user, at=request.at)
    last = queries.last_revision(body)
    others = queries.others_writing(request.user, body=body, at=request.at)
    return JsonResponse(
        {
            "others": [{"name": one.person.name, "since": one.since.isoformat()} for one in others],
            "number": last.number if last else 0,
            "name": last.by.name if last and last.by_id != request.user.pk else "",
        }
    )


@require_POST
def leave(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Note that the page was closed."""
    body = queries.get_body(request.user, uuid=uuid, at=request.at)
    actions.leave(body=body, by=request.user, at=request.at)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
def take_word(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take a Word file as the next revision, and say what of it the text does not keep."""
    body = queries.get_written_body(request.user, uuid=uuid, at=request.at)
    try:
        _html, on_revision, _why = _sent(request)
        saved = actions.take_word(
            body=body, files=sent_files(request, "file"), on_revision=on_revision, by=request.user, at=request.at
        )
    except Invalid as refusal:
        return _page(request, body, refusal=refusal)
    messages.success(request, _("Saved as revision %(number)s.") % {"number": saved.number})
    return redirect("writing:revision", uuid=uuid, number=saved.number)
