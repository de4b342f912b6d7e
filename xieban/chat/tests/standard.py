"""A standard client of the protocol (matrix-nio), as a person on any of them: each call opens and closes it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from nio import AsyncClient, ErrorResponse  # type: ignore[import-untyped]

from xieban.chat.actions.entering import open_room
from xieban.chat.actions.rooms import settle_room
from xieban.chat.actions.sessions import open_session
from xieban.chat.models import Room
from xieban.chat.queries.server import CLIENT, ask, quoted
from xieban.chat.rules import pair_key
from xieban.chat.rules.names import Kind
from xieban.directory.models import Person, Unit

TOGETHER: Final = 16


def awaited(work: Coroutine[Any, Any, Any]) -> Any:
    """Run something to its end in a thread of its own: the one that drives a browser has a loop already."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


class Refused(Exception):
    """The chat server said no."""


@dataclass(slots=True, kw_only=True)
class Standard:
    """One person signed in on one device."""

    address: str
    device: str
    token: str
    at: str = ""
    pair: Any = None

    def do(self, what: Callable[[AsyncClient], Awaitable[Any]]) -> Any:
        """Let the client do something; its refusals are raised."""

        async def run() -> Any:
            client = AsyncClient(self.at or settings.CHAT_AT, self.address)
            client.restore_login(self.address, self.device, self.token)
            try:
                answer = await what(client)
            finally:
                await client.close()
            if isinstance(answer, ErrorResponse):
                raise Refused(answer.status_code or answer.message)
            return answer

        return awaited(run())

    def do_pair(self, what: Callable[[AsyncClient], Awaitable[Any]]) -> Any:
        """Let the client do something that answers with two things, the first of which may be a refusal."""

        async def first(client: AsyncClient) -> Any:
            self.pair = await what(client)
            return self.pair[0]

        self.do(first)
        return self.pair

    def headers_of(self, path: str) -> dict[str, str]:
        """Return the headers with which something is served."""
        connection = HTTPConnection(settings.CHAT_AT.removeprefix("http://"), timeout=10)
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return dict(answer.getheaders())

    def say(self, room: str, text: str, **more: object) -> str:
        content = {"msgtype": "m.text", "body": text, **more}
        answer = self.do(lambda client: client.room_send(room, "m.room.message", content))
        return str(answer.event_id)

    def read(self, room: str) -> list[str]:
        """Return what was said in a room, the newest first."""
        answer = self.do(lambda client: client.room_messages(room, "", limit=50))
        return [one.body for one in answer.chunk if hasattr(one, "body")]

    def rooms(self) -> list[str]:
        found: list[str] = self.do(lambda client: client.joined_rooms()).rooms
        return found


def sign_in(person: Person, *, at: str = "") -> Standard:
    """Sign a person in with a token of the page, on a device of its own, at the server itself or its gate."""
    given = open_session(host="127.0.0.1", by=person, at=timezone.now())

    async def run() -> Any:
        client = AsyncClient(at or settings.CHAT_AT, given.user_id)
        try:
            return await client.login_raw({"type": "org.matrix.login.jwt", "token": given.token})
        finally:
            await client.close()

    answer = awaited(run())
    if isinstance(answer, ErrorResponse):
        raise Refused(answer.status_code or answer.message)
    return Standard(address=answer.user_id, device=answer.device_id, token=answer.access_token, at=at)


def department_room(unit: Unit) -> Room:
    """Let the room of one department be there, with its people: to make those of the whole office takes longest."""
    key = str(unit.uuid)
    settle_room(kind=Kind.DEPARTMENT, key=key, at=timezone.now())
    return Room.objects.get(kind=Kind.DEPARTMENT, key=key)


def tell(person: Person, room: str, *texts: str) -> str:
    """Let somebody say many things quickly, on another device; return the address of the last."""
    token, last = sign_in(person).token, ""
    for text in texts:
        last = say_by(token, room, text)
    return last


def tell_in_any_order(person: Person, room: str, texts: Iterable[str]) -> None:
    """Let somebody say very many things at once: the chat server writes down together what comes together."""
    token = sign_in(person).token
    with ThreadPoolExecutor(TOGETHER) as together:
        list(together.map(lambda text: say_by(token, room, text), texts))


def say_by(token: str, room: str, text: str) -> str:
    path = f"{CLIENT}/rooms/{quoted(room)}/send/m.room.message/{quoted(text)}"
    return str(ask("PUT", path, {"msgtype": "m.text", "body": text}, token=token)["event_id"])


def talk_of(one: Person, other: Person) -> str:
    """Let somebody open the room of two; return its address."""
    return open_room(kind=Kind.PERSON, key=pair_key(str(one.uuid), str(other.uuid)), by=one, at=timezone.now())
