"""The gate of the chat server: everything of people passes here, and nobody gets a file of a room he cannot read.

The chat server gives its files to whoever is signed in; so it stands behind this gate, which asks before each. All
else is handed on as it comes, both ways. Any number of such processes may run.
"""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, Final, TypeVar

import structlog
from aiohttp import ClientError, web
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from multidict import CIMultiDict

from jishi.refusals.door import Refusal
from xieban.chat.actions.files import note_sending, note_sent
from xieban.chat.actions.probing import TooOften, UnknownKey, answer_probe
from xieban.chat.management.passing import Passing
from xieban.chat.queries.files import Fetch, may_fetch
from xieban.chat.queries.server import ChatIsAway, ServerRefuses
from xieban.chat.rules.files import Fetching, Sending, fetching, files_in, is_for_others, sending
from xieban.chat.rules.probing import is_probe_key, wished

log = structlog.get_logger("chat")
T = TypeVar("T")

LARGEST_MESSAGE: Final = 1_000_000  # the protocol allows 65,536 bytes
AGAIN: Final = 0.1
TRIES: Final = 50
CODES: Final = {UnknownKey: "M_UNKNOWN_TOKEN", TooOften: "M_LIMIT_EXCEEDED"}
"""What the protocol calls our refusals of an outside watch."""
INERT: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",  # whoever is put out of the room finds it in no cache either
}
OPEN_TO_PAGES: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "X-Requested-With, Content-Type, Authorization, Date",
    "Cache-Control": "no-store",
}


class Gate:
    """One process's gate."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._passing = Passing(to=settings.CHAT_AT, behind_proxy=bool(settings.PROXIES))
        # The database and the chat server are asked in these few threads; what waits for news needs none.
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="gate")

    def application(self) -> web.Application:
        """Return the gate as something that can be served."""
        made = web.Application(client_max_size=LARGEST_MESSAGE)
        made.router.add_route("*", "/{rest:.*}", self.answer)
        made.cleanup_ctx.append(self._passing.open)
        return made

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        try:
            return await self._answered(request)
        except ServerRefuses as refusal:
            return _said(refusal.status, refusal.code)
        except (ChatIsAway, ClientError, TimeoutError):
            return _said(HTTPStatus.BAD_GATEWAY, "M_UNKNOWN", "The chat server does not answer.")
        except Refusal as refusal:
            return _said(refusal.status, CODES.get(type(refusal), "M_FORBIDDEN"), str(refusal))
        except DatabaseError as error:
            log.warning("The gate of the chat cannot ask the database.", error=str(error))
            return _said(HTTPStatus.SERVICE_UNAVAILABLE, "M_UNKNOWN", "Try again.")

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if not is_for_others(path):
            return _said(HTTPStatus.NOT_FOUND, "M_UNRECOGNIZED")
        if is_probe_key(_token(request)):
            return await self._probe(request, path)
        asked, says = fetching(path), sending(request.method, path)
        if asked is not None and request.method != "OPTIONS":
            return await self._fetch(request, asked)
        if says is not None:
            # Whoever hangs up meanwhile has still said it: what it names must be written down.
            return await asyncio.shield(self._send(request, says))
        return await self._passing.pass_on(request, path=path)

    async def _probe(self, request: web.Request, path: str) -> web.Response:
        """Answer an outside watch: the chat server knows none of them, and hears of nothing but their room."""
        words = _parsed(await request.read()).get("body")
        question = partial(answer_probe, raw=_token(request), wished=wished(request.method, path), words=words)
        return web.json_response(await self._ask(partial(question, address=request.remote or "")))

    async def _fetch(self, request: web.Request, asked: Fetching) -> web.StreamResponse:
        token = _token(request)
        if not token:
            return _said(HTTPStatus.UNAUTHORIZED, "M_MISSING_TOKEN")
        for _number in range(TRIES):
            found = await self._ask(partial(may_fetch, file=asked.file, token=token))
            if found is Fetch.GIVEN:
                return await self._passing.pass_on(request, path=asked.path, change=_inert)
            if found is Fetch.NOT_THERE:
                break
            await asyncio.sleep(AGAIN)
        return _said(HTTPStatus.NOT_FOUND, "M_NOT_FOUND", "Not found.")

    async def _send(self, request: web.Request, says: Sending) -> web.StreamResponse:
        body, token = await request.read(), _token(request)
        files = files_in(_parsed(body))
        if not files or not token:
            return await self._passing.pass_on(request, path=request.rel_url.raw_path, body=body)
        rows = await self._ask(partial(note_sending, files=files, sending=says, token=token))
        answer = await self._passing.gather(request, path=request.rel_url.raw_path, body=body)
        event = _parsed(answer.body if isinstance(answer.body, bytes) else b"").get("event_id", "")
        await self._in_a_thread(partial(note_sent, rows=rows, event=str(event)))
        return answer

    async def _ask(self, question: Callable[..., T]) -> T:
        """Ask what depends on the moment, which the database may tell: in a thread, too."""
        return await self._in_a_thread(lambda: question(at=self._clock()))

    async def _in_a_thread(self, question: Callable[[], T]) -> T:
        def asked() -> T:
            close_old_connections()
            return question()

        return await asyncio.get_running_loop().run_in_executor(self._threads, asked)


def _token(request: web.Request) -> str:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme == "Bearer" else request.query.get("access_token", "")


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _inert(headers: CIMultiDict[str]) -> None:
    """Change the headers of a file so that no browser shows it as a page of ours."""
    _shown, semicolon, name = headers.get("Content-Disposition", "").partition(";")
    headers["Content-Disposition"] = f"attachment{semicolon}{name}"
    headers.update(INERT)


def _said(status: int, code: str, words: str = "") -> web.Response:
    return web.json_response({"errcode": code, "error": words or code}, status=status, headers=OPEN_TO_PAGES)
