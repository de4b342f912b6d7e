"""The live server: a small ASGI application that streams server-sent events."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from jishi.live.admission import admit, ended, is_ours
from jishi.live.hearing import Hearing
from jishi.live.hub import AGAIN, Hub, Line

log = structlog.get_logger("live")

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

# How often an idle line says that it still stands; proxies cut silent ones, pages notice dead ones by it (seconds).
HEARTBEAT = 15
# How long a page may take to read what it is told before it is dropped (seconds).
PATIENCE = 10
# The least time between two tellings on one line, so that a storm of news is one message (seconds).
GATHER = 0.25
# How often it is looked whether sessions have ended, and whether their persons may hear something else (seconds).
CHECK_SESSIONS = 2
CHECK_AUDIENCES = 15
# A line is renewed now and then, so that no leak lives for ever (seconds).
LONGEST = 3600
MOST_LINES = 5000


class LiveServer:
    """One process's open pages; any number of such processes may run."""

    def __init__(self) -> None:
        self.hub = Hub()
        # The database is asked in these few threads; the lines themselves need none.
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")
        self._tasks: list[asyncio.Task[None]] = []
        self._hearing: Hearing | None = None

    async def start(self) -> None:
        """Begin to hear announcements and to look after sessions."""
        loop = asyncio.get_running_loop()
        self._hearing = Hearing(
            tell=lambda heard: loop.call_soon_threadsafe(self._pass_on, heard),
            missed=lambda: loop.call_soon_threadsafe(self.hub.tell_all, AGAIN),
        )
        self._hearing.start()
        self._tasks = [
            asyncio.create_task(self._every(CHECK_SESSIONS, self._end_sessions)),
            asyncio.create_task(self._every(CHECK_AUDIENCES, self._renew_audiences)),
        ]

    def _pass_on(self, heard: Iterable[tuple[str, str]]) -> None:
        for audience, news in heard:
            self.hub.tell(audience, news)

    async def stop(self) -> None:
        """End every line, now and from now on: one that stayed would hold the whole process."""
        for task in self._tasks:
            task.cancel()
        self.hub.close()
        if self._hearing:
            await asyncio.to_thread(self._hearing.stop)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        origin = headers.get("origin", "")
        if scope["path"].endswith("/health"):
            await _answer(send, 200, "ok")
        elif origin and not is_ours(origin):
            await _answer(send, 403, "This page is not one of ours.")
        elif scope["method"] != "GET":
            await _answer(send, 405, "Only GET is answered.")
        elif len(self.hub) >= MOST_LINES:
            await _answer(send, 503, "Too many pages are open.", origin=origin)
        else:
            await self._open(headers, receive, send, origin=origin)

    async def _open(self, headers: Mapping[str, str], receive: Receive, send: Send, *, origin: str) -> None:
        session = _session(headers.get("cookie", ""))
        audiences = await self._ask(admit, session) if session else None
        if session is None or audiences is None:
            await _answer(send, 401, "Sign in first.", origin=origin)
            return
        line = Line(session=session, audiences=audiences)
        self.hub.join(line)
        gone = asyncio.create_task(_wait_until_gone(receive, line))
        try:
            await self._stream(line, send, origin=origin)
        except (TimeoutError, OSError):
            log.info("A page did not read what it was told; it is dropped.")
        finally:
            gone.cancel()
            self.hub.leave(line)

    async def _stream(self, line: Line, send: Send, *, origin: str) -> None:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            *_allowing(origin),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _write(send, "retry: 2000\nevent: hello\ndata: \n\n")
        ends = asyncio.get_running_loop().time() + LONGEST
        while asyncio.get_running_loop().time() < ends:
            names = await line.next(patience=HEARTBEAT)
            if line.cut:
                break
            await _write(
                send, "".join(f"event: news\ndata: {name}\n\n" for name in names) or "event: beat\ndata: \n\n"
            )
            await asyncio.sleep(GATHER)
        last = b"event: over\ndata: \n\n" if line.over else b""
        await send({"type": "http.response.body", "body": last, "more_body": False})

    async def _every(self, seconds: float, look: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await look()
            except DatabaseError as error:
                log.warning("Sessions cannot be looked after; the live server tries again.", error=str(error))

    async def _end_sessions(self) -> None:
        if sessions := self.hub.sessions():
            self.hub.hang_up(await self._ask(ended, sessions), over=True)

    async def _renew_audiences(self) -> None:
        for session in self.hub.sessions():
            audiences = await self._ask(admit, session)
            if audiences is None:
                self.hub.hang_up([session], over=True)
            else:
                self.hub.move(session, audiences)

    async def _ask(self, question: Callable[..., T], *about: object) -> T:
        def asked() -> T:
            close_old_connections()
            return question(*about)

        return await asyncio.get_running_loop().run_in_executor(self._threads, asked)


async def _wait_until_gone(receive: Receive, line: Line) -> None:
    with contextlib.suppress(OSError):
        while (await receive())["type"] != "http.disconnect":
            pass
    line.hang_up()


async def _write(send: Send, text: str) -> None:
    message = {"type": "http.response.body", "body": text.encode(), "more_body": True}
    await asyncio.wait_for(asyncio.ensure_future(send(message)), timeout=PATIENCE)


async def _answer(send: Send, status: int, words: str, *, origin: str = "") -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *_allowing(origin)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode(), "more_body": False})


def _allowing(origin: str) -> list[tuple[bytes, bytes]]:
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


def _session(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return found.value if found and found.value else None
