"""Files on the desk's pages: given out to whoever may see them, asked each time; sent to a ticket."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.files.door import sent_files, serve, serve_thumbnail
from jishi.pages.door import PageRequest
from jishi.refusals.door import Invalid, NotThere
from zhishou.desk import actions, queries
from zhishou.desk.models import Attachment
from zhishou.desk.rules.words import NoteAudience
from zhishou.desk.web.looks import enter
from zhishou.desk.web.tickets import act, sheet
from zhishou.desk.web.windows import files_form


class NothingChosen(Invalid):
    """Choose at least one file."""


def _found(request: PageRequest, code: str, uuid: UUID) -> Attachment:
    look = enter(request, code)
    return queries.get_file(look.person, engagement=look.engagement, uuid=str(uuid), at=look.at)


@require_safe
def file(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponseBase:
    """Give a file out: pictures to look at, everything else, or whatever is asked with `save`, to save."""
    found = _found(request, engagement_code, uuid)
    return serve(
        request,
        sha256=found.sha256,
        name=found.name,
        media_type=found.media_type,
        is_picture=found.thumb_width > 0,
        save="save" in request.GET,
    )


@require_safe
def thumbnail(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponseBase:
    """Give the small picture of a file out."""
    found = _found(request, engagement_code, uuid)
    if not found.thumb_width:
        raise NotThere
    return serve_thumbnail(request, sha256=found.sha256, name=found.name)


@require_POST
def add(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Let files belong to a ticket."""
    page = sheet(request, engagement_code, number)
    form = files_form(page, request.POST)

    def do() -> object:
        files = sent_files(request, form.add_prefix("files"))
        if not files:
            raise NothingChosen
        by, at = page.look.person, page.look.at
        return actions.attach(
            to=page.ticket,
            files=actions.take_in(files=files, engagement=page.look.engagement, by=by, at=at),
            audience=NoteAudience.VENDOR if form.cleaned_data.get("internal") else NoteAudience.EVERYBODY,
            by=by,
            at=at,
        )

    return act(request, page, "files", form, do, done=_("The files are with the ticket."))
