"""A web worker: answers one request at a time by a WSGI application, as PEP 3333 has it."""

import io
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO, Any, Final

import structlog

from jishi.balancing.frames import PIECE, Answer, Arriving, Headers, Kind, Question, pack
from jishi.balancing.place import knock

log = structlog.get_logger("web")

AGAIN: Final = 0.1
"""How long a worker waits before it knocks again where nobody opened; seconds."""

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class WebWorker:
    """Asks the balancer for requests until it is told to stop; one that it is at is answered first."""

    def __init__(self, application: Application, *, folder: Path) -> None:
        self._application = application
        self._folder = folder
        self._stopped = False
        self._idle = True

    def obey(self) -> None:
        """Stop at the signals that mean it."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopped = True
        if self._idle:
            raise SystemExit

    def work(self) -> None:
        """Answer; a balancer that has gone is waited for."""
        while not self._stopped:
            try:
                line = knock(self._folder)
            except OSError:
                time.sleep(AGAIN)
                continue
            with line, suppress(ConnectionError):
                try:
                    self._answer(line)
                except Exception:
                    # The balancer tells whoever asked; this worker goes on with a new line.
                    log.exception("An answer broke off.")
                    self._idle = True

    def _answer(self, line: socket.socket) -> None:
        arriving = Arriving()
        while not self._stopped and (piece := line.recv(PIECE)):
            for frame in arriving.take(piece):
                self._idle = False
                one(self._application, frame.question(), frame.body, line.sendall)
                self._idle = True


def one(application: Application, question: Question, body: bytes, say: Callable[[bytes], Any]) -> None:
    """Let the application answer one question; say the answer, in one frame or in several."""
    with _opened(question, body) as content:
        begun: list[Answer] = []
        answer = application(environ_of(question, content), _start_response(begun))
        try:
            _tell(answer, begun, say)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()


def _start_response(begun: list[Answer]) -> Callable[..., Any]:
    def start_response(status: str, headers: Headers, exc_info: object = None) -> None:  # noqa: ARG001 - PEP 3333's shape
        begun[:] = [Answer(status=int(status[:3]), headers=headers)]

    return start_response


def _tell(answer: Iterable[bytes], begun: list[Answer], say: Callable[[bytes], Any]) -> None:
    held, several = bytearray(), False
    for piece in answer:
        held += piece
        if len(held) > PIECE:
            if not several:
                say(pack(Kind.BEGIN, begun[0]))
                several = True
            for at in range(0, len(held), PIECE):
                say(pack(Kind.MORE, body=bytes(held[at : at + PIECE])))
            held.clear()
    if not several:
        say(pack(Kind.WHOLE, begun[0], bytes(held)))
        return
    if held:
        say(pack(Kind.MORE, body=bytes(held)))
    say(pack(Kind.END))


def _opened(question: Question, body: bytes) -> IO[bytes]:
    """Return the body to be read; one in a file vanishes once it is read."""
    if not question.file:
        return io.BytesIO(body)
    path = Path(question.file)
    opened = path.open("rb")
    path.unlink(missing_ok=True)
    return opened


def environ_of(question: Question, content: IO[bytes]) -> Environ:
    """Return the environment of a request.

    A header whose name holds an underscore is left out: it would pass for one that a proxy has set.
    """
    address, _, _ = question.client.rpartition(":")
    name, _, port = question.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": question.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": question.path.encode().decode("latin-1"),
        "QUERY_STRING": question.query,
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{question.version}",
        "REMOTE_ADDR": address.strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": question.scheme,
        "wsgi.input": content,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for field, value in question.headers:
        if field == "content-length":
            environ["CONTENT_LENGTH"] = value
        elif field == "content-type":
            environ["CONTENT_TYPE"] = value
        elif "_" not in field:
            known = f"HTTP_{field.upper().replace('-', '_')}"
            before = environ.get(known)
            between = "; " if field == "cookie" else ","
            environ[known] = value if before is None else f"{before}{between}{value}"
    return environ
