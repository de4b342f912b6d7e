"""Where balancer and workers meet: a socket in a folder that only their own user may enter."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SOCKET: Final = "workers.socket"
BODIES: Final = "body-*"


def prepare(folder: Path) -> None:
    """Make the folder; remove what a balancer that was killed has left there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in (folder / SOCKET, *folder.glob(BODIES)):
        left.unlink(missing_ok=True)


@contextmanager
def short(folder: Path) -> Iterator[str]:
    """Give an address of the socket that holds while within; a path of more than 107 octets is none."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{opened}/{SOCKET}"
    finally:
        os.close(opened)


def listening(folder: Path) -> socket.socket:
    """Return the socket at which workers knock."""
    heard = socket.socket(socket.AF_UNIX)
    with short(folder) as address:
        heard.bind(address)
    heard.listen()
    heard.setblocking(False)
    return heard


def knock(folder: Path) -> socket.socket:
    """Return a line to the balancer; raises `OSError` while there is none."""
    line = socket.socket(socket.AF_UNIX)
    try:
        with short(folder) as address:
            line.connect(address)
    except OSError:
        line.close()
        raise
    return line
