"""Targets on the loopback that behave badly on purpose: real sockets, spoken to by our real connectors."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from tests.apart import run_apart
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Ask, Before, Observation, Option
from zhishou.systems.rules.steps import Step

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
LOOPBACK = AllowList.parse(targets=("127.0.0.1", "::1"), paths=("/tmp",))  # noqa: S108 - where pytest puts its folders


@asynccontextmanager
async def serving(talk: Talk, **how: object) -> AsyncIterator[str]:
    """Serve on a free port of the loopback; returns host:port."""

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(guarded, "127.0.0.1", 0, **how)  # type: ignore[arg-type]
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def saying(text: str | bytes, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Talk:
    """Answer every request alike."""
    body = text.encode() if isinstance(text, str) else text
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Length: {len(body)}",
        *(f"{a}: {b}" for a, b in (headers or {}).items()),
    ]
    head = "\r\n".join([*lines, "", ""]).encode()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head + body)
        await writer.drain()

    return talk


async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Take everything and never answer."""
    while await reader.read(65536):
        pass


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Announce two gigabytes, and send as much as is taken."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n")
    for _ in range(2048):
        writer.write(b"x" * 2**20)
        await writer.drain()


async def long_header(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send a header of ten megabytes."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(10):
        writer.write(b"y" * 2**20)
        await writer.drain()
    writer.write(b"\r\n\r\n")


async def garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with bytes that mean nothing."""
    await reader.read(1)
    writer.write(bytes(range(256)) * 64 + b"\n")
    await writer.drain()


def ask(
    check: str,
    address: str,
    *,
    options: Mapping[str, Option] | None = None,
    secrets: Mapping[str, str] | None = None,
    steps: tuple[Step, ...] = (),
    timeout_s: float = 5.0,
    before: Before | None = None,
    allowed: AllowList = LOOPBACK,
) -> Ask:
    return Ask(
        check=check,
        address=address,
        timeout_s=timeout_s,
        allowed=allowed,
        options=options or {},
        secrets=secrets or {},
        steps=steps,
        before=before,
    )


def looked(make: Callable[[], Awaitable[Observation]]) -> Observation:
    """Run one look to its end."""

    async def run() -> Observation:
        return await make()

    return run_apart(run())
