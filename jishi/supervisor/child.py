"""One running process of its own session, whose output is read line by line."""

import contextlib
import http.client
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

from jishi.supervisor.copy import Copy
from jishi.supervisor.declared import Answers, Process, Says
from jishi.supervisor.parent import die_with_parent

TRIES: Final = 5


def answers(url: str) -> bool:
    """Whether something serves at the address; asks without proxies and without following anything."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=2)
    try:
        connection.request("GET", parts.path or "/", headers={"Host": parts.netloc})
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _run(process: Process, output: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - the command is declared by the product
        process.command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env={**os.environ, **process.environment},
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
    )


def _copied(process: Process, pipe: tuple[int, int], forget: Callable[[], None]) -> Copy:
    copy = Copy(process, pipe=pipe, forget=forget)
    copy.start()
    return copy


@dataclass(slots=True, kw_only=True)
class Child:
    """A started process: `spoke` once it has said its ready words, `silent` once it has closed its output."""

    process: Process
    popen: subprocess.Popen[bytes] | Copy
    output: IO[bytes]
    born: float
    spoke: bool = False
    silent: bool = False
    answered: bool = False
    last_line: str = ""
    _rest: bytes = field(default=b"", repr=False)

    @classmethod
    def start(cls, process: Process, *, forget: Callable[[], None]) -> "Child":
        """Start it; `forget` closes in a copy of the supervisor what is the supervisor's alone."""
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        try:
            popen = _copied(process, (ours, theirs), forget) if process.work else _run(process, theirs)
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return cls(process=process, popen=popen, output=open(ours, "rb", buffering=0), born=time.monotonic())  # noqa: PTH123 - a number, closed when it has ended

    @property
    def group(self) -> int:
        return self.popen.number if isinstance(self.popen, Copy) else self.popen.pid

    def lines(self) -> Iterator[str]:
        """Return what it has written since last asked, in whole lines."""
        while block := self.output.read(65536):
            self._rest += block
        self.silent = block == b""
        *whole, self._rest = self._rest.split(b"\n")
        for raw in whole:
            line = raw.decode(errors="replace").rstrip()
            if isinstance(self.process.ready, Says) and self.process.ready.words in line:
                self.spoke = True
            if line:
                self.last_line = line
                yield line

    def check(self) -> bool:
        """Whether it is ready; asks only until it once was."""
        if not self.answered:
            ready = self.process.ready
            self.answered = answers(ready.url) if isinstance(ready, Answers) else self.spoke
        return self.answered

    def step_back(self) -> None:
        """Let the others go first from now on, as declared; while it starts it is waited for, and goes as they go.

        Where the kernel shares by sessions first, only the niceness of the session counts.
        """
        if not self.process.niceness:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PGRP, self.group, self.process.niceness)
        with contextlib.suppress(OSError):
            self._write_niceness(Path(f"/proc/{self.group}/autogroup"))

    def _write_niceness(self, autogroup: Path) -> None:
        for _ in range(TRIES):
            with contextlib.suppress(BlockingIOError):  # the kernel takes one such wish in a tenth of a second
                autogroup.write_text(str(self.process.niceness), encoding="ascii")
                return
            time.sleep(0.12)

    def has_died(self) -> bool:
        """Whether it has ended; what is left of its group is ended with it, before its number can be used again."""
        if self.popen.returncode is not None:
            return True
        with contextlib.suppress(ChildProcessError):  # a copy that ended while another was started
            if os.waitid(os.P_PID, self.group, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return False
        self.signal_group(signal.SIGKILL)
        self.popen.wait()
        return True

    def ask_to_stop(self) -> None:
        """Ask the process itself, which passes the word to those it started."""
        if self.popen.returncode is None:
            self.popen.terminate()

    def signal_group(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.group, number)

    @property
    def was_killed(self) -> bool:
        """Whether it was ended from outside, and had no word in it."""
        return (self.popen.returncode or 0) < 0

    def ending(self) -> str:
        """Say how it ended."""
        code = self.popen.returncode or 0
        return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
