"""Opening connections only where the deployment allows it, and reading no more than is wanted.

A host is resolved once, every address it has must be allowed, and the connection goes to the address that was
checked, so that a name cannot change its mind in between.
"""

import asyncio
import ipaddress
import os
import socket
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_noop

from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Observation, Outcome, Value, facts
from zhishou.systems.rules.patterns import PatternRefused, pattern_of

LINE: Final = 64 * 1024
_ = gettext_noop


class NotReachedError(Exception):
    """It ended before there was anything to measure; carries the observation that says why."""

    def __init__(self, outcome: Outcome, words: str, **named: Value) -> None:
        super().__init__(words)
        self.observation = Observation(outcome=outcome, words=words, facts=facts(**named))


def not_allowed(place: str) -> NotReachedError:
    """Say that the deployment does not let probes look there."""
    return NotReachedError(
        Outcome.UNKNOWN, _("%(place)s is not on this deployment's list of what may be looked at."), place=place
    )


def searched(pattern: str) -> Any:
    """Return a profile's pattern, to be searched by."""
    try:
        return pattern_of(pattern)
    except PatternRefused as error:
        raise NotReachedError(
            Outcome.UNKNOWN, _("The pattern cannot be used: %(why)s."), why=said(error)
        ) from error


def no_answer(words: str, **named: Value) -> NotReachedError:
    """Say that the other side does not do what it must."""
    return NotReachedError(Outcome.FAILED, words, **named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A host and port, and the one address of it that was checked."""

    host: str
    port: int
    address: str

    @property
    def words(self) -> str:
        """Return it as people write it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def split(address: str, *, port: int) -> tuple[str, int]:
    """Read `host`, `host:port` or `[v6]:port`."""
    text = address.strip()
    if text.startswith("["):
        host, _sep, rest = text[1:].partition("]")
        number = rest.removeprefix(":")
    elif text.count(":") > 1:
        host, number = text, ""
    else:
        host, _sep, number = text.partition(":")
    if not host or (number and not (number.isascii() and number.isdigit() and 0 < int(number) < 65536)):  # noqa: PLR2004 - ports end there
        raise NotReachedError(Outcome.UNKNOWN, _("The address %(address)s is not host:port."), address=text[:200])
    return host, int(number) if number else port


async def resolve(host: str, port: int, *, allowed: AllowList) -> Place:
    """Return the one address to connect to; every address of the name must be allowed."""
    try:
        found: Iterable[str] = [str(ipaddress.ip_address(host))]
    except ValueError:
        found = await _look_up(host, port)
    addresses = [ipaddress.ip_address(one) for one in found]
    for one in addresses:
        if not allowed.allows(one, port):
            raise not_allowed(f"{host}:{port}")
    return Place(host=host, port=port, address=str(addresses[0]))


async def _look_up(host: str, port: int) -> list[str]:
    try:
        entries = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise no_answer(_("The name %(host)s is not known."), host=host[:200]) from error
    # Addresses of the older kind first: where both are there, more machines answer on it.
    return sorted({str(entry[4][0]).partition("%")[0] for entry in entries}, key=lambda one: (":" in one, one))


@asynccontextmanager
async def connected(
    place: Place, *, tls: ssl.SSLContext | None = None, name: str = "", limit: int = LINE
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a stream to the checked address; it is cut when the block is left."""
    try:
        reader, writer = await asyncio.open_connection(
            place.address,
            place.port,
            ssl=tls,
            server_hostname=(name or place.host) if tls else None,
            limit=limit,
        )
    except ssl.SSLError as error:
        raise tls_trouble(error) from error
    except OSError as error:
        raise no_answer(_("%(place)s cannot be reached: %(why)s."), place=place.words, why=said(error)) from error
    try:
        yield reader, writer
    except ssl.SSLError as error:
        raise tls_trouble(error) from error
    except TimeoutError:
        raise
    except OSError as error:
        raise no_answer(_("The connection broke: %(why)s."), why=said(error)) from error
    finally:
        writer.transport.abort()


@asynccontextmanager
async def over_tls(
    writer: asyncio.StreamWriter, *, tls: ssl.SSLContext, name: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Go on over TLS on a connection that began without it, with a reader that holds nothing of before.

    `StreamWriter.start_tls` keeps its reader: what was slipped in before would pass for said over TLS.
    """
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LINE)
    protocol = asyncio.StreamReaderProtocol(reader)
    await writer.drain()
    transport = await loop.start_tls(writer.transport, protocol, tls, server_hostname=name)
    if transport is None:  # closed while hands were shaken
        raise no_answer(_("The connection was closed."))
    protocol.connection_made(transport)
    hidden = asyncio.StreamWriter(transport, protocol, reader, loop)
    try:
        yield reader, hidden
    finally:
        hidden.transport.abort()


def tls_trouble(error: ssl.SSLError) -> NotReachedError:
    """Say what is wrong with the other side's TLS."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return no_answer(_("The certificate is not valid: %(why)s."), why=error.verify_message or "?")
    return no_answer(_("There is no TLS connection: %(why)s."), why=(error.reason or str(error))[:200])


def said(error: BaseException) -> str:
    """Return what an error says, in few words."""
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno)
    return (str(error) or type(error).__name__).replace("\n", " ")[:200]


async def line_of(reader: asyncio.StreamReader) -> str:
    """Read one line, bounded; the end of the stream or a line too long ends the look."""
    try:
        raw = await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as error:
        raise no_answer(_("The connection was closed.")) from error
    except asyncio.LimitOverrunError as error:
        raise no_answer(_("What came back is not what this service says.")) from error
    except (OSError, ssl.SSLError) as error:
        raise no_answer(_("The connection broke: %(why)s."), why=said(error)) from error
    return raw.decode("utf-8", errors="replace").rstrip("\r\n")


def tls_context(*, verify: bool = True, ca_file: str = "", allowed: AllowList | None = None) -> ssl.SSLContext:
    """Return how to speak TLS; authorities besides the system's only from files that may be read."""
    if ca_file:
        ca_file = readable(ca_file, allowed=allowed or AllowList())
    try:
        return _context(verify, ca_file)
    except (OSError, ssl.SSLError) as error:
        raise NotReachedError(
            Outcome.UNKNOWN,
            _("The authorities in %(path)s cannot be read: %(why)s."),
            path=ca_file,
            why=said(error),
        ) from error


@lru_cache(maxsize=32)
def _context(verify: bool, ca_file: str) -> ssl.SSLContext:  # noqa: FBT001 - a key of the cache
    context = ssl.create_default_context(cafile=ca_file or None)
    if ca_file:
        context.load_default_certs()  # a file of one's own stands beside the system's, not in their place
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def readable(path: str, *, allowed: AllowList) -> str:
    """Return the real path of a file that probes may read."""
    real = os.path.realpath(path)
    if not path.startswith("/") or not allowed.allows_path(real):
        raise not_allowed(path[:300])
    if not Path(real).exists():
        raise no_answer(_("%(path)s is not there."), path=path[:300])
    return real
