"""Who may fetch a file: who sent it up, and who may read a message that names it. The chat server is asked anew."""

from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from django.conf import settings

from xieban.chat.models import SentFile
from xieban.chat.queries.server import ADMIN, CLIENT, ServerRefuses, ask, quoted
from xieban.chat.rules.files import files_in

ON_ITS_WAY: Final = timedelta(seconds=10)
MOST: Final = 100


class Fetch(StrEnum):
    """What is said to somebody who asks for a file."""

    GIVEN = "given"
    NOT_THERE = "not_there"
    NOT_YET = "not_yet"


def who_is(token: str) -> str:
    """Return whose token it is; refused by the chat server where it is nobody's."""
    return str(ask("GET", f"{CLIENT}/account/whoami", token=token)["user_id"])


def may_fetch(*, file: str, token: str, at: datetime) -> Fetch:
    """Say whether the holder of a token may have a file now; a token that is nobody's is refused by the server."""
    joined = ask("GET", f"{CLIENT}/joined_rooms", token=token)["joined_rooms"]
    if file.partition("/")[0] != settings.CHAT_SERVER_NAME:
        return Fetch.NOT_THERE
    sent = list(SentFile.objects.filter(file=file, room__in=joined)[:MOST])
    if any(one.event and _can_read(one, token=token) for one in sent):
        return Fetch.GIVEN
    if _brought_by(file) == who_is(token):
        return Fetch.GIVEN
    if any(not one.event and at - one.at < ON_ITS_WAY for one in sent):
        return Fetch.NOT_YET
    return Fetch.NOT_THERE


def _can_read(sent: SentFile, *, token: str) -> bool:
    """Say whether the message is there for him and still names the file: it may have been withdrawn."""
    try:
        event = ask("GET", f"{CLIENT}/rooms/{quoted(sent.room)}/event/{quoted(sent.event)}", token=token)
    except ServerRefuses as refusal:
        if refusal.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
            return False
        raise
    return sent.file in files_in(event.get("content"))


def _brought_by(file: str) -> str | None:
    server, _slash, name = file.partition("/")
    try:
        told = ask("GET", f"{ADMIN}/v1/media/{quoted(server)}/{quoted(name)}")
    except ServerRefuses as refusal:
        if refusal.status == HTTPStatus.NOT_FOUND:
            return None
        raise
    return str(told["media_info"]["user_id"])
