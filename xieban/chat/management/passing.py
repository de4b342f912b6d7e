"""Handing a request on to the chat server, and its answer back, as they come."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Final

from aiohttp import ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, web
from multidict import CIMultiDict
from yarl import URL

HOP: Final = frozenset(
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "expect",
    }
)  # fmt: skip
FORWARDED: Final = frozenset({"x-forwarded-for", "x-forwarded-proto", "forwarded", "x-real-ip"})
LINE: Final = 65_536
CONNECT: Final = 5.0
# Below what the chat server keeps an idle connection, or a request would meet one that is being closed.
IDLE: Final = 15.0

Change = Callable[[CIMultiDict[str]], None]


class Passing:
    """The connections of one process to the chat server."""

    def __init__(self, *, to: str, behind_proxy: bool) -> None:
        self._to, self._behind_proxy = URL(to), behind_proxy
        self._session: ClientSession | None = None

    async def open(self, _application: web.Application) -> AsyncIterator[None]:
        """Hold the connections as long as the gate is open."""
        async with ClientSession(
            connector=TCPConnector(limit=0, keepalive_timeout=IDLE),
            timeout=ClientTimeout(total=None, sock_connect=CONNECT),
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        ) as self._session:
            yield

    async def pass_on(
        self, request: web.Request, *, path: str, body: bytes | None = None, change: Change | None = None
    ) -> web.StreamResponse:
        """Hand a request on, and its answer back bit by bit; `change` is what is done to its headers."""
        told = body if body is not None else request.content if request.can_read_body else None
        async with self._asked(request, path, told) as found:
            headers = _kept(found)
            if change is not None:
                change(headers)
            answer = web.StreamResponse(status=found.status, headers=headers)
            await answer.prepare(request)
            async for part in found.content.iter_chunked(LINE):
                await answer.write(part)
            await answer.write_eof()
            return answer

    async def gather(self, request: web.Request, *, path: str, body: bytes) -> web.Response:
        """Hand a request on, and return its whole answer."""
        async with self._asked(request, path, body) as found:
            return web.Response(status=found.status, headers=_kept(found), body=await found.read())

    def _asked(self, request: web.Request, path: str, body: object) -> AbstractAsyncContextManager[ClientResponse]:
        if self._session is None:
            raise RuntimeError("not open")
        query = request.rel_url.raw_query_string
        url = URL(f"{self._to}{path}{'?' if query else ''}{query}", encoded=True)
        return self._session.request(
            request.method, url, headers=self._told(request), data=body, allow_redirects=False
        )

    def _told(self, request: web.Request) -> CIMultiDict[str]:
        left_out = HOP if self._behind_proxy else HOP | FORWARDED
        told = CIMultiDict((name, text) for name, text in request.headers.items() if name.lower() not in left_out)
        if not self._behind_proxy:
            told["X-Forwarded-For"], told["X-Forwarded-Proto"] = request.remote or "", request.scheme
        return told


def _kept(found: ClientResponse) -> CIMultiDict[str]:
    return CIMultiDict((name, text) for name, text in found.headers.items() if name.lower() not in HOP)
