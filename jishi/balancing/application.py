"""What granian calls for each request: takes it in, lets a worker answer, gives the answer on."""

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import structlog

from jishi.balancing.bodies import Bodies, BodyTooLarge, NoRoomForBodies
from jishi.balancing.frames import PIECE, Headers, Kind, Question, pack
from jishi.balancing.queue import Answered, NoAnswer, NobodyFree, Queue

log = structlog.get_logger("balancer")

AGAIN: Final = 2
"""When whoever could not be served may try again; seconds."""

SAFE: Final = frozenset({"GET", "HEAD"})
"""Methods that change nothing: what a worker did not answer may be asked of another (RFC 9110, 9.2.2)."""

UNREADABLE: Final = "\xff"
"""What is handed on of a header whose value nobody can read: no value that anything takes.

It is within Latin-1, as PEP 3333 has it.
"""

# The pages' own words need a worker: these are said where none answers.
WORDS: Final[Mapping[HTTPStatus, tuple[str, str]]] = {
    HTTPStatus.REQUEST_TIMEOUT: (
        "没有收到完整的请求：网络太慢或已中断，请重新提交。",
        "The request did not arrive in whole: the network is too slow or has gone. Send it again.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "内容太大，没有接收：请减少或压缩文件后再提交。",
        "This is too large and was not taken: send fewer or smaller files.",
    ),
    HTTPStatus.BAD_GATEWAY: (
        "处理这一请求的进程中途结束，可能没有办成：请先查看结果，再决定是否重新提交。",
        "The process at this request ended before it answered: look whether it was done before you send it again.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "此刻太忙，这一请求没有处理：请稍候再试。",
        "Too busy just now; this request was not worked on. Try again in a moment.",
    ),
    HTTPStatus.INSUFFICIENT_STORAGE: (
        "服务器磁盘已满，没有接收：请联系管理员清理磁盘后再提交。",
        "The server's disk is full and nothing was taken: ask its administrator to make room, then send it again.",
    ),
}


class Refused(Exception):
    """No worker will answer this; why is its status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Application:
    """The application as granian's RSGI interface wants it."""

    def __init__(self, *, queue: Queue, bodies: Bodies) -> None:
        self._queue = queue
        self._bodies = bodies

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        if scope.proto != "http":
            return
        try:
            answered = await self._answered(scope, protocol)
        except Refused as refused:
            _refuse(protocol, refused.status, path=scope.path)
            return
        status, headers = answered.head
        if answered.file is None:
            protocol.response_bytes(status, headers, answered.body)
            return
        with answered.file as file:
            file.seek(0)
            reader = protocol.response_stream(status, headers)
            while piece := file.read(PIECE):
                await reader.send_bytes(piece)

    async def _answered(self, scope: Any, protocol: Any) -> Answered:
        headers = _headers(scope)
        body, file = await self._body(scope.method, headers, protocol)
        question = Question(
            method=scope.method,
            path=scope.path,
            query=scope.query_string,
            scheme=scope.scheme,
            client=scope.client,
            server=scope.server,
            version=scope.http_version,
            headers=headers,
            file=file,
        )
        frame = pack(Kind.QUESTION, question, body)
        try:
            try:
                return await self._queue.ask(frame)
            except NoAnswer:
                log.warning("A worker has ended before it had answered.", method=scope.method, path=scope.path)
                if scope.method not in SAFE or file:
                    raise
            return await self._queue.ask(frame)
        except NobodyFree as error:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE) from error
        except NoAnswer as error:
            raise Refused(HTTPStatus.BAD_GATEWAY) from error
        finally:
            if file:
                self._bodies.remove(file)

    async def _body(self, method: str, headers: Headers, protocol: Any) -> tuple[bytes, str]:
        length = _announced(headers)
        if length == 0 or (length is not None and length > self._bodies.largest):
            # Whoever announces too much is told so by a page: the worker sees the length and no body.
            return b"", ""
        try:
            return await self._bodies.take(protocol, length=length)
        except (TimeoutError, ConnectionError) as error:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT) from error
        except BodyTooLarge as error:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE) from error
        except NoRoomForBodies as error:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE) from error
        except OSError as error:
            log.warning("A body cannot be kept.", method=method, error=str(error))
            raise Refused(HTTPStatus.INSUFFICIENT_STORAGE) from error


def _headers(scope: Any) -> Headers:
    """Return the headers.

    granian leaves out a value that is not ASCII, but what cannot be read is not what was not sent: without its
    `Idempotency-Key` a call counts again, and without `X-Forwarded-For` whoever comes by a proxy is this machine.
    """
    read = list(scope.headers.items())
    names = {name for name, _ in read}
    sent = scope.headers.keys()
    return [*read, *((name, UNREADABLE) for name in sent if name not in names)]


def _announced(headers: Headers) -> int | None:
    """Return the length of the body: 0 where there is none, None where it comes in chunks."""
    chunked = False
    for name, value in headers:
        if name == "content-length":
            return int(value) if value.isdecimal() else 0
        chunked = chunked or name == "transfer-encoding"
    return None if chunked else 0


def _refuse(protocol: Any, status: HTTPStatus, *, path: str) -> None:
    is_program = path.startswith("/api/")
    headers = [
        ("content-type", "application/problem+json" if is_program else "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("retry-after", str(AGAIN)),
    ]
    protocol.response_str(status.value, headers, _problem(status, path) if is_program else _page(status))


def _page(status: HTTPStatus) -> str:
    chinese, english = WORDS[status]
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{status.value}</title><p>{chinese}</p><p lang="en">{english}</p></html>'
    )


def _problem(status: HTTPStatus, path: str) -> str:
    """Return what a program is told, in the form of all problems of the API (RFC 9457)."""
    chinese, english = WORDS[status]
    code = "".join(
        word.capitalize() for word in status.phrase.split()
    )  # as `jishi.refusals` has it, without Django
    body = {"type": "about:blank", "title": f"{chinese} {english}", "status": status.value, "code": code}
    return json.dumps({**body, "instance": path}, ensure_ascii=False)


async def turning_away(queue: Queue, *, every: float = 1.0) -> None:
    """Refuse those who have waited too long, until cancelled."""
    while True:
        await asyncio.sleep(every)
        queue.turn_away()
