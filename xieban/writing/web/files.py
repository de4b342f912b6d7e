"""Files of a text: sent, given out to whoever may see them, moved, taken away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.files.door import sent_files, serve, serve_thumbnail
from jishi.refusals.door import Invalid, NotThere
from xieban.directory.queries import PersonRequest
from xieban.writing import actions, queries
from xieban.writing.web.backwards import back_of


@require_POST
def add(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Let files belong to a text; where one is refused none is taken, and the page says why."""
    body = queries.get_written_body(request.user, uuid=uuid, at=request.at)
    try:
        made = actions.attach(body=body, files=sent_files(request, "files"), by=request.user, at=request.at)
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Attached: %(count)s.") % {"count": len(made)})
    return redirect(back_of(request, body))


@require_safe
def file(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Give a file out: pictures to look at, everything else, or whatever is asked with `save`, to save."""
    found = queries.get_attachment(request.user, uuid=uuid, at=request.at)
    queries.holder_of(found.body).note_view(request.user, key=found.body.key, what=found.name, at=request.at)
    return serve(
        request,
        sha256=found.sha256,
        name=found.name,
        media_type=found.media_type,
        is_picture=found.thumb_width > 0,
        save="save" in request.GET,
    )


@require_safe
def thumbnail(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Give the small picture of a file out."""
    found = queries.get_attachment(request.user, uuid=uuid, at=request.at)
    if not found.thumb_width:
        raise NotThere
    return serve_thumbnail(request, sha256=found.sha256, name=found.name)


@require_safe
def first_page(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Give the first page of a PDF out as a picture: nothing of the file itself runs in the browser."""
    found = queries.get_attachment(request.user, uuid=uuid, at=request.at)
    if not found.first_page:
        raise NotThere
    queries.holder_of(found.body).note_view(request.user, key=found.body.key, what=found.name, at=request.at)
    return serve(request, sha256=found.first_page, name="1.png", media_type="image/png", is_picture=True)


@require_POST
def move(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Let a file and its neighbour change places."""
    found = queries.get_attachment(request.user, uuid=uuid, at=request.at)
    actions.move(attachment=found, up="up" in request.POST, by=request.user, at=request.at)
    return redirect(back_of(request, found.body))


@require_POST
def remove(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take a file away."""
    found = queries.get_attachment(request.user, uuid=uuid, at=request.at)
    actions.detach(attachment=found, by=request.user, at=request.at)
    messages.success(request, _("Taken away: %(name)s.") % {"name": found.name})
    return redirect(back_of(request, found.body))
