"""The door itself: takes TLS on one port of the loopback, hands the bytes on to another."""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import structlog

log = structlog.get_logger(__name__)

LOOKED_AT_EVERY: Final = 0.5
PIECE: Final = 64 * 1024
AGREED_WITHIN: Final = 10.0
LOOPBACK: Final = "127.0.0.1"


class Front:
    """One door; a certificate that is replaced is shown to whoever comes next, open connections go on."""

    def __init__(self, *, shown: Path, port: int, to: int) -> None:
        self._shown = shown
        self._port = port
        self._to = to
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._known: tuple[int, int] | None = None

    async def serve(self, stop: asyncio.Event, *, ready: Callable[[int], None]) -> None:
        """Serve until asked to stop; says on which port as soon as it does."""
        self._renew()
        server = await asyncio.start_server(
            self._take, LOOPBACK, self._port, ssl=self._tls, ssl_handshake_timeout=AGREED_WITHIN
        )
        ready(server.sockets[0].getsockname()[1])
        try:
            while not stop.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), LOOKED_AT_EVERY)
                self._renew()
        finally:
            server.close()

    def _renew(self) -> None:
        """Show the certificate that lies there now; one that cannot be read leaves the last one shown."""
        try:
            found = self._shown.stat()
            if (found.st_mtime_ns, found.st_ino) != self._known:
                self._tls.load_cert_chain(self._shown)
                self._known = (found.st_mtime_ns, found.st_ino)
        except (OSError, ssl.SSLError) as error:
            if self._known is None:
                raise
            log.warning("The certificate cannot be read; the last one is shown.", error=str(error))

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answers, questions = await asyncio.open_connection(LOOPBACK, self._to)
        except OSError:
            writer.transport.abort()  # as if nothing were here: the pages are gone
            return
        ways = {asyncio.create_task(_hand_on(reader, questions)), asyncio.create_task(_hand_on(answers, writer))}
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for end in (questions, writer):
                end.close()


async def _hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, ssl.SSLError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
