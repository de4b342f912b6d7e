"""One client for one look: only to allowed addresses, no more bytes than wanted, redirects counted by us."""

import asyncio
import codecs
import ipaddress
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from django.utils.translation import gettext_noop as _
from yarl import URL

from zhishou.systems.connectors.reaching import (
    NotReachedError,
    Place,
    no_answer,
    resolve,
    said,
    tls_context,
    tls_trouble,
)
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Outcome

MOST_BYTES: Final = 2_000_000
MOST_HEADER: Final = 32_768
MOST_HOPS: Final = 10
_SEE_OTHER: Final = 303
_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}?charset=["']?([\w.-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN: Final = 1024  # as the HTML standard has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What came back."""

    status: int
    url: str
    text: str
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    cut: bool  # there was more than we read
    hops: int


class _Pinned(AbstractResolver):
    """Answers with the address that was checked, whatever the name means by now."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        place = self.places.get(f"{host}:{port}")
        if place is None:
            raise OSError(f"{host} was not checked")
        found = socket.AF_INET6 if ":" in place.address else socket.AF_INET
        return [
            ResolveResult(hostname=host, host=place.address, port=port, family=found or family, proto=0, flags=0)
        ]

    async def close(self) -> None:
        """Hold nothing open."""


class Client:
    """Asks pages; keeps cookies between the steps of one look."""

    def __init__(
        self, *, allowed: AllowList, verify: bool = True, ca_file: str = "", cookies: bool = False
    ) -> None:
        self._allowed = allowed
        self._pinned = _Pinned()
        self._tls: tuple[bool, str] = (verify, ca_file)
        self._connector = aiohttp.TCPConnector(
            resolver=self._pinned, use_dns_cache=False, limit=4, force_close=not cookies
        )
        self._session = aiohttp.ClientSession(
            connector=self._connector,
            cookie_jar=aiohttp.CookieJar(unsafe=True) if cookies else aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None),
            max_line_size=MOST_HEADER,
            max_field_size=MOST_HEADER,
            trust_env=False,
            headers={"User-Agent": "Zhishou-watch", "Accept": "*/*", "Accept-Encoding": "identity"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def ask(
        self,
        method: str,
        url: str,
        *,
        hops: int = 0,
        form: Mapping[str, str] | None = None,
        body: str = "",
        headers: Mapping[str, str] | None = None,
        most: int = MOST_BYTES,
    ) -> Page:
        """Ask once, and follow at most so many redirects."""
        for hop in range(min(hops, MOST_HOPS) + 1):
            page = await self._once(method, url, form=form, body=body, headers=headers, most=most, hop=hop)
            target = page.headers.get("location", "")
            if not (300 <= page.status < 400 and target) or hops == 0:  # noqa: PLR2004 - redirects
                return page
            before, url = url, urljoin(url, target)
            if urlsplit(before)[:2] != urlsplit(url)[:2]:
                headers = None  # what one host is told is not for another
            if page.status == _SEE_OTHER or method == "POST":
                method, form, body = "GET", None, ""
        raise no_answer(_("It redirects again and again, at last to %(url)s."), url=url[:200])

    async def _once(
        self,
        method: str,
        url: str,
        *,
        form: Mapping[str, str] | None,
        body: str,
        headers: Mapping[str, str] | None,
        most: int,
        hop: int,
    ) -> Page:
        await self._pin(url)
        sent = dict(headers or {})
        if body:
            sent.setdefault("Content-Type", "application/json")
        try:
            async with self._session.request(
                method,
                URL(url),
                data=dict(form) if form else (body.encode() if body else None),
                headers=sent,
                allow_redirects=False,
                ssl=self._context() if url.startswith("https") else True,
            ) as answer:
                return await _page(answer, most=most, hop=hop)
        except aiohttp.ClientConnectorCertificateError as error:
            raise _certificate(error.certificate_error) from error
        except aiohttp.ClientConnectorSSLError as error:
            raise no_answer(_("There is no TLS connection: %(why)s."), why=said(error.os_error)) from error
        except (aiohttp.ClientError, asyncio.IncompleteReadError, OSError, ValueError) as error:
            raise _trouble(error, url) from error

    def _context(self) -> ssl.SSLContext:
        verify, ca_file = self._tls
        return tls_context(verify=verify, ca_file=ca_file, allowed=self._allowed)

    async def _pin(self, url: str) -> None:
        """Check every address of the host before anything is sent to it."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise no_answer(_("%(url)s is no address."), url=url[:200]) from error
        if parts.scheme not in {"http", "https"} or not host or parts.username or parts.password:
            raise NotReachedError(
                Outcome.UNKNOWN,
                _("%(url)s must begin with http:// or https:// and hold no user name."),
                url=url[:200],
            )
        place = await resolve(host, port, allowed=self._allowed)
        try:
            ipaddress.ip_address(host)
        except ValueError:
            self._pinned.places[f"{host}:{port}"] = place


async def _page(answer: aiohttp.ClientResponse, *, most: int, hop: int) -> Page:
    """Read a page up to a limit; the rest is cut off with the connection."""
    blocks: list[bytes] = []
    length = 0
    async for block in answer.content.iter_any():
        blocks.append(block)
        length += len(block)
        if length >= most:
            break
    cut = length >= most
    if cut:
        answer.close()
    return Page(
        status=answer.status,
        url=str(answer.url),
        text=_text(b"".join(blocks)[:most], named=answer.charset or ""),
        headers={name.lower(): value for name, value in answer.headers.items()},
        cookies=tuple(answer.headers.getall("Set-Cookie", [])),
        cut=cut,
        hops=hop,
    )


def _text(raw: bytes, *, named: str) -> str:
    """Read a page in the characters it declares: offices have systems whose pages are GBK to this day."""
    if not named and (found := _DECLARED.search(raw[:_DECLARED_WITHIN])):
        named = found[1].decode("ascii")
    try:
        kind = codecs.lookup(named or "utf-8").name
    except (LookupError, ValueError):
        kind = "utf-8"
    # Browsers read the older two as the one that holds both.
    kind = "gb18030" if kind in {"gb2312", "gbk"} else kind
    try:
        return raw.decode(kind, errors="replace")
    except (LookupError, UnicodeError):  # a codec that is not one of characters
        return raw.decode("utf-8", errors="replace")


def _certificate(error: Any) -> NotReachedError:
    if isinstance(error, ssl.SSLError):
        return tls_trouble(error)
    return no_answer(_("The certificate is not valid: %(why)s."), why=str(error)[:200])


def _trouble(error: Exception, url: str) -> NotReachedError:
    if isinstance(error, aiohttp.ClientConnectorError):
        return no_answer(
            _("%(place)s cannot be reached: %(why)s."),
            place=f"{error.host}:{error.port}",
            why=said(error.os_error),
        )
    if isinstance(error, aiohttp.InvalidURL):
        return no_answer(_("%(url)s is no address."), url=url[:200])
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return no_answer(_("The connection was closed."))
    if isinstance(error, aiohttp.ClientResponseError | aiohttp.ClientPayloadError):
        return no_answer(_("What came back is not what this service says."))
    return no_answer(_("The connection broke: %(why)s."), why=said(error))
