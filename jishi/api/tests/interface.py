"""A small API for the tests: notes kept in Django's own session table, which every product has."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from jishi.api.door import Caller, Page, Paging, addresses, cut, expect_tag, make_api, show_tag, tag
from jishi.refusals.door import Refusal

router = Router(tags=["notes"])
SCOPES = {"reads": {"read"}, "writes": {"write"}, "elsewhere": {"other:write"}, "here": {"api:read"}}


class NoteTaken(Refusal):
    """There is a note of this name."""


class Note(Schema):
    name: str
    text: str


def read_token(raw: str, *, at: datetime) -> Caller | None:
    assert at.tzinfo
    name, _, scope = raw.partition("-")
    person = get_user_model().objects.filter(username=name).first()
    return Caller(person=person, scopes=frozenset(SCOPES[scope])) if person and scope in SCOPES else None


def as_note(row: Session) -> dict[str, Any]:
    return {"name": row.session_key, "text": row.session_data}


@router.get("/notes", response=Page[Note])
def list_notes(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    rows, following = cut(Session.objects.all(), paging=paging, order=("-expire_date", "session_key"))
    return {"items": [as_note(row) for row in rows], "next_cursor": following}


@router.post("/notes", response={201: Note})
def make_note(request: HttpRequest, note: Note) -> Any:
    row = Session.objects.create(
        session_key=note.name, session_data=note.text, expire_date=datetime(2030, 1, 1, tzinfo=UTC)
    )
    if note.text == "refuse":
        raise NoteTaken
    return as_note(row)


@router.patch("/notes/{name}", response=Note)
def change_note(request: HttpRequest, response: HttpResponse, name: str, text: str) -> Any:
    row = Session.objects.get(session_key=name)
    expect_tag(request, tag(row.session_key, row.session_data))
    row.session_data = text
    row.save()
    show_tag(response, tag(row.session_key, row.session_data))
    return as_note(row)


api = make_api(
    title="Notes", version="t", description="", cookie=settings.SESSION_COOKIE_NAME, read_token=read_token
)
api.add_router("", router)
urlpatterns = addresses(api, under="api/")
