"""The gate of the chat server for tests: the real one, in a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from aiohttp import web
from django.utils import timezone

from xieban.chat.management.gate import Gate


def clock() -> datetime:
    """Return the moment as the real one does, which asks the database: never where the lines are held."""
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
    return timezone.now()


async def closed(runner: web.AppRunner, place: socket.socket) -> None:
    """Close the gate; first its ear, for Python 3.11 loses a line that was accepted as the server closes."""
    asyncio.get_running_loop().remove_reader(place)
    for _ in range(3):  # accepted, made a line of, handed to the gate
        await asyncio.sleep(0)
    await runner.cleanup()


@contextmanager
def standing() -> Iterator[int]:
    """Open the gate; yields its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    gate, place = Gate(clock=clock), socket.create_server(("127.0.0.1", 0))

    async def opened() -> web.AppRunner:
        runner = web.AppRunner(gate.application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, place).start()
        return runner

    runner = asyncio.run_coroutine_threadsafe(opened(), loop).result()
    try:
        yield place.getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(closed(runner, place), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
