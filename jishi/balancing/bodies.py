"""The body of a request, taken in whole before anybody works on it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from jishi.balancing.frames import SMALL

SILENT: Final = 30.0
"""A sender who says nothing for so long has gone; seconds."""
IN_ALL: Final = 900.0
"""Within so long a body must be whole; seconds."""


class BodyTooLarge(Exception):
    """More came than may."""


class NoRoomForBodies(Exception):
    """The bodies of others fill the room that there is for all."""


class Bodies:
    """Takes bodies in: small ones in memory, others in files of one folder, all files within one bound."""

    def __init__(self, *, folder: Path, largest: int, room: int) -> None:
        """`largest` is that of one body, `room` that of all files at once; octets."""
        self.folder = folder
        self.largest = largest
        self._room = room

    async def take(self, sender: Any, *, length: int | None) -> tuple[bytes, str]:
        """Return a body, or the path of its file.

        `sender` is granian's protocol of a request; `length` is what was announced, None if nothing was.

        Raises `TimeoutError`, `BodyTooLarge`, `NoRoomForBodies`; `OSError` where the disk takes no more. Nothing is
        left then.
        """
        if length is not None and length <= SMALL:
            return await asyncio.wait_for(sender(), SILENT), ""
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix="body-", delete=False) as kept:
            taken = 0
            try:
                async with asyncio.timeout(IN_ALL):
                    pieces = aiter(sender)
                    while piece := await asyncio.wait_for(_next(pieces), SILENT):
                        taken += len(piece)
                        self._room -= len(piece)
                        self._look(taken)
                        kept.write(piece)
            except BaseException:
                self.remove(kept.name)
                raise
            finally:
                # What lies there from now on is soon read: only what still arrives is counted.
                self._room += taken
        return b"", kept.name

    def _look(self, taken: int) -> None:
        if taken > self.largest:
            raise BodyTooLarge
        if self._room < 0:
            raise NoRoomForBodies

    @staticmethod
    def remove(name: str) -> None:
        """Remove the file of a body; its reader may have done so."""
        with suppress(FileNotFoundError):
            Path(name).unlink()


async def _next(pieces: AsyncIterator[bytes]) -> bytes:
    """Return the next piece, none at the end; granian ends with an empty one, too."""
    return await anext(pieces, b"")
