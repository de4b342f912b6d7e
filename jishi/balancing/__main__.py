"""`python -m jishi.balancing`: the balancer as a process, until stopped."""

import asyncio
import signal
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, Final

import structlog
import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from jishi.balancing.application import Application, turning_away
from jishi.balancing.bodies import Bodies
from jishi.balancing.place import listening, prepare
from jishi.balancing.queue import Line, Queue
from jishi.logs.door import READY, apply

MOST_WAITING: Final = 1000
"""Requests in the queue; whoever comes then is told to come again."""
PATIENCE: Final = 30.0
"""How long one waits for a free worker; seconds."""
GRACE: Final = 4.0
"""How long a stopping balancer waits for answers under way; seconds."""
CONNECTIONS: Final = 4096
ROOM: Final = 4
"""All files of bodies under way may fill so many times what one may."""

log = structlog.get_logger("balancer")


def main() -> None:
    """Serve as the arguments say."""
    parser = ArgumentParser(prog="python -m jishi.balancing")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument("--folder", required=True, type=Path, help="where workers knock and long bodies lie")
    parser.add_argument("--largest", required=True, type=int, help="octets of the largest body")
    parser.add_argument("--log-level", default="INFO")
    parser.add_argument("--log-json", action="store_true")
    chosen = parser.parse_args()
    # Whoever gathers the lines writes the moment before each.
    apply(as_json=chosen.log_json, level=chosen.log_level, with_time=False)
    uvloop.run(serve(chosen))


async def serve(chosen: Namespace) -> None:
    """Serve until asked to stop."""
    folder: Path = chosen.folder
    prepare(folder)
    queue = Queue(folder=folder, most=MOST_WAITING, patience=PATIENCE)
    bodies = Bodies(folder=folder, largest=chosen.largest, room=ROOM * chosen.largest)
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    workers = await loop.create_unix_server(lambda: Line(queue), sock=listening(folder))
    pages = _granian(Application(queue=queue, bodies=bodies), host=chosen.host, port=chosen.port)
    serving, turning = asyncio.create_task(pages.serve()), asyncio.create_task(turning_away(queue))
    stopping = asyncio.create_task(stop.wait())
    structlog.get_logger(READY).info("The balancer is ready.", port=chosen.port)
    await asyncio.wait({serving, turning, stopping}, return_when=asyncio.FIRST_COMPLETED)
    pages.stop()
    await asyncio.wait({serving}, timeout=GRACE)
    workers.close()
    for task in (serving, turning):
        task.cancel()
    await asyncio.gather(serving, turning, return_exceptions=True)
    if not stop.is_set():
        raise SystemExit("The balancer has ended by itself.")
    log.info("The balancer has stopped.")


def _granian(application: Application, *, host: str, port: int) -> Any:
    return Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        backpressure=CONNECTIONS,
        log_level=LogLevels.error,
    )


if __name__ == "__main__":
    main()
