"""The real chat server for tests: one for the whole run, in a folder of its own, pushing to a listener."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from django.test import override_settings

from jishi.supervisor.child import answers
from tests.needs import CHAT_PYTHON
from tests.servers import free_port
from xieban.chat.actions.founding import found
from xieban.chat.actions.serving import write_configuration
from xieban.chat.queries.server import ADMIN, ask

PATIENCE: Final = 120.0
NAME: Final = "office.example"
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - nothing of a test outlasts it
ROOM: Final = 1 << 30  # bytes; containers often have 64 MB there


@dataclass(slots=True)
class Pushes:
    """What the chat server has pushed, as it came."""

    raw: list[bytes] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)

    def take(self, body: bytes) -> None:
        with self.came:
            self.raw.append(body)
            self.came.notify_all()

    def with_event(self, event: str) -> bytes:
        """Return the transaction that brings an event, once it was pushed."""
        with self.came:
            assert self.came.wait_for(lambda: any(event.encode() in one for one in self.raw), timeout=PATIENCE)
            return next(one for one in self.raw if event.encode() in one)


@contextmanager
def listening(pushes: Pushes) -> Iterator[str]:
    """Hear what is pushed, in place of the product's own pages."""

    class Listener(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            pushes.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "2")  # without it the chat server would send for ever
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass(slots=True)
class Server:
    """A chat server in a folder of its own, which can be stopped and started again."""

    chosen: dict[str, Any]
    """The settings under which the product speaks with it."""
    configuration: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.chosen["DATA_DIR"] / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [CHAT_PYTHON, "-m", "synapse.app.homeserver", "--config-path", self.configuration],
                env={**os.environ, "PYTHONPATH": "", "PYTHONWARNINGS": "ignore"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        _wait(f"{self.chosen['CHAT_AT']}/health", self.process)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Let it hold every line and answer nobody."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """Return a folder on no disk, where there is room for it: a server writes every message down for good."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="chat-", dir=MEMORY if has_room else None) as made:
        yield Path(made)


@contextmanager
def running(folder: Path, *, pushes: Pushes) -> Iterator[Server]:
    """Run a chat server, with what the product makes in it at its first start."""
    port = free_port()
    chosen = {
        "CHAT": True,
        "CHAT_INNER_PORT": port,
        "CHAT_AT": f"http://127.0.0.1:{port}",
        "CHAT_URL": "",
        "CHAT_DIR": folder / "chat",
        "CHAT_SERVER_NAME": NAME,
        "CHAT_PYTHON": CHAT_PYTHON,
        "DATA_DIR": folder,
    }
    with listening(pushes) as here:
        with override_settings(**chosen):
            server = Server(chosen, write_configuration(office_here=here))
        try:
            server.start()
            with override_settings(**chosen):
                found(name="协办")
                _wait_for_its_tables()
            yield server
        finally:
            server.stop()


def _wait_for_its_tables() -> None:
    """Let a new server finish the indexes that it adds in the background: some of what it can needs them."""
    until = time.monotonic() + PATIENCE
    while ask("GET", f"{ADMIN}/v1/background_updates/status")["current_updates"]:
        assert time.monotonic() < until
        time.sleep(0.05)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(url):
        assert process.poll() is None, "the chat server has died: its log is in the folder of the test run"
        assert time.monotonic() < until
        time.sleep(0.05)
