"""The queue: who waits, which workers are free, and what a worker has answered so far."""

import asyncio
import tempfile
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, cast

import structlog

from jishi.balancing.frames import PIECE, Answer, Arriving, Frame, Kind

log = structlog.get_logger("balancer")

IN_MEMORY: Final = 4 * PIECE
"""An answer beyond so many octets is kept in a file until it is read."""


class NoAnswer(Exception):
    """The worker ended before it had answered."""


class NobodyFree(Exception):
    """No worker was free for too long, or too many wait already."""


@dataclass(slots=True)
class Answered:
    """A whole answer: its body in memory, or in a file that is gone once closed."""

    head: Answer
    body: bytes = b""
    file: IO[bytes] | None = None


@dataclass(slots=True)
class Waiting:
    """One request in the queue."""

    frame: bytes
    answer: asyncio.Future[Answered]
    since: float = field(default_factory=time.monotonic)


class Queue:
    """Hands each request to a free worker, the longest waiting first."""

    def __init__(self, *, folder: Path, most: int, patience: float) -> None:
        """`folder` takes long answers; at most `most` requests wait, each at most `patience` seconds."""
        self.folder = folder
        self._most = most
        self._patience = patience
        self._free: list[Line] = []
        self._waiting: deque[Waiting] = deque()

    def ask(self, frame: bytes) -> asyncio.Future[Answered]:
        """Return what will hold the answer; it may fail with `NoAnswer` or `NobodyFree`."""
        waiting = Waiting(frame=frame, answer=asyncio.get_running_loop().create_future())
        if self._free:
            self._free.pop().carry(waiting)
        elif len(self._waiting) >= self._most:
            waiting.answer.set_exception(NobodyFree())
        else:
            self._waiting.append(waiting)
        return waiting.answer

    def free(self, line: "Line") -> None:
        """Give a worker that has become free the next request, or remember it."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.answer.done():
                line.carry(waiting)
                return
        self._free.append(line)

    def gone(self, line: "Line") -> None:
        """Forget a worker."""
        if line in self._free:
            self._free.remove(line)

    def turn_away(self) -> None:
        """Refuse those who have waited too long; called now and then."""
        ends = time.monotonic() - self._patience
        while self._waiting and (self._waiting[0].since < ends or self._waiting[0].answer.done()):
            waiting = self._waiting.popleft()
            if not waiting.answer.done():
                waiting.answer.set_exception(NobodyFree())


class Line(asyncio.Protocol):
    """The line to one worker, which answers one request at a time."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._arriving = Arriving()
        self._asked: Waiting | None = None
        self._begun: Answered | None = None
        self._pieces = bytearray()
        self._cut = False
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count a worker that has come as free."""
        self._transport = cast("asyncio.WriteTransport", transport)  # what a stream server gives
        self._queue.free(self)

    def carry(self, waiting: Waiting) -> None:
        """Hand the worker a request."""
        assert self._transport is not None  # noqa: S101 - only a line that stands is ever free
        self._asked = waiting
        self._transport.write(waiting.frame)

    def data_received(self, data: bytes) -> None:
        """Take what the worker says."""
        for frame in self._arriving.take(data):
            if not self._cut:
                self._take(frame)

    def _take(self, frame: Frame) -> None:
        if frame.kind is Kind.WHOLE:
            self._done(Answered(head=frame.answer(), body=frame.body))
        elif frame.kind is Kind.BEGIN:
            self._begun = Answered(head=frame.answer())
        elif frame.kind is Kind.MORE and self._begun is not None:
            self._keep(self._begun, frame.body)
        elif frame.kind is Kind.END and self._begun is not None:
            self._whole(self._begun)
        else:
            log.warning("A worker said what makes no sense; its line is cut.", kind=frame.kind.name)
            self._hang_up()

    def _keep(self, begun: Answered, piece: bytes) -> None:
        self._pieces += piece
        if len(self._pieces) <= IN_MEMORY and begun.file is None:
            return
        try:
            if begun.file is None:
                begun.file = tempfile.TemporaryFile(dir=self._queue.folder)  # noqa: SIM115 - whoever reads it closes it
            begun.file.write(self._pieces)
        except OSError as error:
            log.warning("An answer cannot be kept until it is read; its line is cut.", error=str(error))
            self._hang_up()
        self._pieces.clear()

    def _whole(self, begun: Answered) -> None:
        if begun.file is None:
            begun.body = bytes(self._pieces)
        self._begun = None
        self._pieces.clear()
        self._done(begun)

    def _done(self, answered: Answered) -> None:
        asked, self._asked = self._asked, None
        if asked is not None and not asked.answer.done():
            asked.answer.set_result(answered)
        elif answered.file is not None:
            answered.file.close()
        self._queue.free(self)

    def _hang_up(self) -> None:
        self._cut = True
        if self._transport is not None:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the base's shape
        """Forget a worker that has gone; what it was at is lost."""
        self._queue.gone(self)
        if self._begun is not None and self._begun.file is not None:
            self._begun.file.close()
        if self._asked is not None and not self._asked.answer.done():
            self._asked.answer.set_exception(NoAnswer())
        self._asked = None
