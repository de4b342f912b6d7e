"""The front is spoken to as a client would: by TLS, with its authority trusted."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jishi.front.door import AUTHORITY, SHOWN, Front, issue, keep_certificate
from tests.apart import run_apart

NAMES = ("localhost", "127.0.0.1")
DAY = timedelta(days=1)


async def pages(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"page of " + await reader.readline())
    await writer.drain()
    writer.close()


async def ask(folder: Path, port: int, *, name: str = "localhost") -> bytes:
    tls = ssl.create_default_context(cafile=str(folder / AUTHORITY))
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls, server_hostname=name)
    writer.write(b"somebody\n")
    answer = await reader.read()
    writer.transport.abort()
    return answer


def test_what_comes_by_tls_is_handed_on_and_a_replaced_certificate_is_shown_to_the_next(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    shown = keep_certificate(tmp_path, names=NAMES, at=now)

    async def run() -> tuple[bytes, str]:
        behind = await asyncio.start_server(pages, "127.0.0.1", 0)
        stop, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
        front = Front(shown=shown, port=0, to=behind.sockets[0].getsockname()[1])
        serving = asyncio.create_task(front.serve(stop, ready=ready.set_result))
        port = await ready
        answer = await ask(tmp_path, port)

        issue(tmp_path, names=NAMES, since=now - 9 * DAY, until=now - DAY)
        said = ""
        while not said:
            try:
                await ask(tmp_path, port, name="127.0.0.1")
            except ssl.SSLCertVerificationError as error:
                said = error.verify_message
        stop.set()
        await serving
        behind.close()
        return answer, said

    assert run_apart(run()) == (b"page of somebody\n", "certificate has expired")


@pytest.mark.parametrize(("left", "kept"), [(90 * DAY, 1), (30 * DAY, 0), (-DAY, 0)])
def test_a_certificate_that_lasts_is_kept_and_another_is_renewed(
    tmp_path: Path, left: timedelta, kept: int
) -> None:
    now = datetime.now(UTC)
    body = issue(tmp_path, names=NAMES, since=now - 99 * DAY, until=now + left).read_bytes()
    authority = (tmp_path / AUTHORITY).read_bytes()

    keep_certificate(tmp_path, names=NAMES, at=now)

    assert ((tmp_path / SHOWN).read_bytes() == body) is bool(kept)
    assert (tmp_path / AUTHORITY).read_bytes() == authority
    assert (tmp_path / SHOWN).stat().st_mode & 0o077 == 0
