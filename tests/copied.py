"""Processes of a product that are copies of one which has loaded it (`tests/original.py`).

To load a product takes a second of a core, and some tests start dozens of its processes. A copy is a process like
any other: it is killed, waited for and listened to as one of `subprocess`.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pytest
from django.conf import settings

HOUSE = Path(__file__).resolve().parent.parent
Stream = IO[bytes] | IO[str] | int


class Copied:
    """One process; has of `subprocess.Popen` what the tests ask for."""

    def __init__(self, original: "Original", pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._original = original

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self.wait(timeout=0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self._await_end(timeout)
            self.returncode = self._original.ask({"ended": self.pid})
        return self.returncode

    def _await_end(self, timeout: float | None) -> None:
        try:
            seen = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return
        try:
            if not select.select([seen], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        finally:
            os.close(seen)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A process that does what it is told, and the two lines to it."""

    process: Copied
    told: IO[str]
    said: IO[str]


class Original:
    """The process that has loaded a product, and makes the copies; all of them end with it."""

    def __init__(self, product: str, environment: Mapping[str, str]) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "tests.original", product, str(theirs.fileno())]
            self._process = subprocess.Popen(
                command, cwd=HOUSE, env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()
        self._process.wait()

    def ask(self, question: dict[str, object], *streams: int) -> int:
        socket.send_fds(self._line, [json.dumps(question).encode()], streams)
        return int(json.loads(self._line.recv(4096)))

    def start(
        self,
        *arguments: str,
        environment: Mapping[str, str],
        stdout: Stream,
        stderr: Stream,
        stdin: Stream | None = None,
        largest_file: int = 0,
    ) -> Copied:
        """Start a command of the product, which reads and writes these; its disk may be full at so many bytes."""
        with Path(os.devnull).open("rb") as nothing:
            streams = [one if isinstance(one, int) else one.fileno() for one in (stdin or nothing, stdout, stderr)]
            asked = {"arguments": arguments, "environment": dict(environment), "largest_file": largest_file}
            pid = self.ask(asked, *streams)
        return Copied(self, pid)

    def run(self, *arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a command of the product to its end; return how it ended and what it said."""
        with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
            begun = self.start(*arguments, environment=environment, stdout=said, stderr=complained)
            code = begun.wait()
            said.seek(0)
            complained.seek(0)
            return subprocess.CompletedProcess(arguments, code, said.read(), complained.read())

    @contextmanager
    def talking(self, *arguments: str, environment: Mapping[str, str], stderr: Stream) -> Iterator[Talk]:
        """Run a command that is told what to do; it ends when nothing more will be said."""
        (hears, tells), (reads, says) = os.pipe(), os.pipe()
        begun = self.start(*arguments, environment=environment, stdin=hears, stdout=says, stderr=stderr)
        os.close(hears)
        os.close(says)
        with open(tells, "w", buffering=1) as told, open(reads) as said:  # noqa: PTH123 - numbers
            yield Talk(process=begun, told=told, said=said)
        begun.wait()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Original]:
    """Return the product whose tests these are, loaded once for all commands of it that a worker's tests run."""
    product = settings.PRODUCT
    environment = {
        **os.environ,
        f"{product.upper()}_DATA_DIR": str(tmp_path_factory.mktemp("nowhere")),
        "DJANGO_SETTINGS_MODULE": f"{product}.config.settings",
    }
    with Original(product, environment) as made:
        yield made
