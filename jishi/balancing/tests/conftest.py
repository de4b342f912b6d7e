import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from jishi.balancing.door import balancer
from tests.servers import free_port

SLOW_MACHINE = 40.0
LARGEST = 3_000_000


class Balanced:
    """A balancer and its workers, each a process."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.port = free_port()
        self._stack = stack
        self.balancer = self.start_balancer()
        self.workers: list[subprocess.Popen[bytes]] = []

    def start_balancer(self) -> subprocess.Popen[bytes]:
        command = balancer(
            host="127.0.0.1", port=self.port, folder=self.folder, largest=LARGEST, as_json=False, level="INFO"
        )
        return self._start(*command)

    def start_worker(self) -> subprocess.Popen[bytes]:
        worker = self._start(sys.executable, "-m", "jishi.balancing.tests.pages", str(self.folder))
        self.workers.append(worker)
        return worker

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        process = self._stack.enter_context(subprocess.Popen(command))
        self._stack.callback(process.kill)
        return process

    def line(self) -> socket.socket:
        """Return a connection to the balancer, as soon as it takes one."""
        ends = time.monotonic() + SLOW_MACHINE
        while True:
            try:
                line = socket.create_connection(("127.0.0.1", self.port), timeout=SLOW_MACHINE)
                return self._stack.enter_context(line)
            except OSError:
                assert time.monotonic() < ends, "the balancer does not answer"
                time.sleep(0.02)

    def begin(self, path: str, *, method: str = "GET") -> HTTPConnection:
        """Ask, without waiting for the answer."""
        self.line()
        asked = HTTPConnection("127.0.0.1", self.port, timeout=SLOW_MACHINE)
        self._stack.enter_context(closing(asked))
        asked.request(method, path)
        return asked

    def ask(
        self, path: str, *, method: str = "GET", body: object = None, **headers: str
    ) -> tuple[HTTPResponse, bytes]:
        """Ask and wait for the whole answer."""
        self.line()
        asked = HTTPConnection("127.0.0.1", self.port, timeout=SLOW_MACHINE)
        with closing(asked):
            chunked = body is not None and not isinstance(body, bytes)
            asked.request(method, path, body=body, headers=headers, encode_chunked=chunked)  # type: ignore[arg-type]
            answer = asked.getresponse()
            return answer, answer.read()

    def bodies(self) -> list[Path]:
        """Return the bodies that lie in files."""
        return list(self.folder.glob("body-*"))


@contextmanager
def running(folder: Path) -> Iterator[Balanced]:
    """Run a balancer with two workers; the folder's path is longer than a socket's address may be."""
    with ExitStack() as stack:
        found = Balanced(folder / ("long" * 30) / "web", stack)
        for _ in range(2):
            found.start_worker()
        yield found


@pytest.fixture(scope="module")
def balanced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    """Processes that several tests share; none of them is ended."""
    with running(tmp_path_factory.mktemp("balanced")) as found:
        yield found


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Balanced]:
    """Processes of a test's own."""
    with running(tmp_path) as found:
        yield found
