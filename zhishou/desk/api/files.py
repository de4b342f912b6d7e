"""Files over HTTP: sent to a ticket, listed, given out."""

from http import HTTPStatus
from uuid import UUID

from django.http.response import HttpResponseBase
from ninja import File, Form, Path, Query, Router, Schema, Status, UploadedFile

from jishi.api.door import Moment, Page, Paging, cut
from jishi.files.door import sent_files, serve
from jishi.refusals.door import Invalid, NotThere
from zhishou.desk import actions, queries
from zhishou.desk.api.endpoints import at_the_door
from zhishou.desk.models import Attachment, Ticket
from zhishou.desk.rules.words import NoteAudience
from zhishou.people import queries as people
from zhishou.people.queries.requests import PersonRequest


class NoFileSent(Invalid):
    """Send at least one file, in the field “files” of a multipart form."""


router = Router(tags=["desk"])
router.add_decorator(at_the_door, mode="view")


class FileOut(Schema):
    uuid: UUID
    name: str
    size: int
    media_type: str
    sha256: str
    audience: str
    by_name: str
    at: Moment


class FilesOut(Schema):
    files: list[FileOut]


def _ticket(request: PersonRequest, code: str, number: int) -> Ticket:
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    return queries.get_ticket(request.user, engagement=engagement, number=number, at=request.at)


@router.post("/tickets/{int:number}/files", url_name="desk_files", response={HTTPStatus.CREATED: FilesOut})
def add_files(
    request: PersonRequest,
    code: Path[str],
    number: int,
    files: File[list[UploadedFile] | None] = None,  # noqa: ARG001 - read below, with what was turned away
    audience: Form[NoteAudience] = NoteAudience.EVERYBODY,
) -> Status[dict[str, list[Attachment]]]:
    """Let files belong to a ticket, for everybody or for the vendor's people only; all of them or none."""
    ticket = _ticket(request, code, number)
    sent = sent_files(request, "files")
    if not sent:
        raise NoFileSent
    taken = actions.take_in(files=sent, engagement=ticket.engagement, by=request.user, at=request.at)
    made = actions.attach(to=ticket, files=taken, audience=audience, by=request.user, at=request.at)
    return Status(HTTPStatus.CREATED, {"files": made})


@router.get("/tickets/{int:number}/files", url_name="desk_files", response=Page[FileOut])
def list_files(request: PersonRequest, code: Path[str], number: int, paging: Query[Paging]) -> dict[str, object]:
    """List the files that the caller may see, the oldest first: the ticket's, its notes' and its intakes'."""
    found = queries.files_of(request.user, _ticket(request, code, number), at=request.at)
    rows, following = cut(found, paging=paging, order=("id",))
    return {"items": rows, "next_cursor": following}


@router.get(
    "/tickets/{int:number}/files/{uuid}",
    url_name="desk_file",
    openapi_extra={"responses": {200: {"description": "The file.", "content": {"application/octet-stream": {}}}}},
)
def give_file(request: PersonRequest, code: Path[str], number: int, uuid: UUID) -> HttpResponseBase:
    """Give the content of one file out, to be saved; its type and its name stand in the list."""
    file = queries.files_of(request.user, _ticket(request, code, number), at=request.at).filter(uuid=uuid).first()
    if file is None:
        raise NotThere
    return serve(
        request,
        sha256=file.sha256,
        name=file.name,
        media_type="application/octet-stream",
        is_picture=False,
        save=True,
    )
