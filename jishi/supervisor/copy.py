"""A process that is a copy of this one: what was loaded here is loaded there, and both share the memory."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from setproctitle import setproctitle

from jishi.supervisor.declared import Process
from jishi.supervisor.parent import die_with_parent

if TYPE_CHECKING:
    from io import TextIOWrapper

# The signals that a supervisor hears, and what each does in a process that nobody taught otherwise.
STOPPING: Final[Mapping[signal.Signals, Any]] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
    signal.SIGHUP: signal.SIG_DFL,
}


def take_title() -> None:
    """Say in the system's list what this process was asked for; finds the place of the titles of the copies too.

    To be called while the environment is still as it came: the place is found from there. A title takes the room of
    the command line alone, so that the environment stays readable.
    """
    os.environ["SPT_NOENV"] = "1"
    setproctitle(" ".join((Path(sys.argv[0]).name, *sys.argv[1:])))


class Copy(ForkProcess):
    """Does the work of a declared process in a session of its own; speaks into a pipe, given by its two numbers.

    `forget` closes there what is the supervisor's alone. Has of `subprocess.Popen` what a `Child` asks for.
    """

    def __init__(self, process: Process, *, pipe: tuple[int, int], forget: Callable[[], None]) -> None:
        super().__init__(name=process.name)
        self.returncode: int | None = None
        self._declared, self._pipe, self._forget = process, pipe, forget

    @property
    def number(self) -> int:
        """Return its process number, once it was started."""
        if self.pid is None:
            raise AssertionError("it was started")
        return self.pid

    def start(self) -> None:
        """Start it; a signal in between waits until each of the two knows who it is."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def run(self) -> None:
        """Become the process that was declared, then work."""
        os.setsid()
        die_with_parent()
        signal.set_wakeup_fd(-1)
        for number, handler in STOPPING.items():
            signal.signal(number, handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        self._forget()
        self._speak()
        os.environ.update(self._declared.environment)
        setproctitle(" ".join(self._declared.command))
        if self._declared.work:
            self._declared.work()

    def _speak(self) -> None:
        heard, spoken = self._pipe
        for stream in (cast("TextIOWrapper", sys.stdout), cast("TextIOWrapper", sys.stderr)):
            os.dup2(spoken, stream.fileno())
            stream.reconfigure(line_buffering=True)
        os.close(heard)
        os.close(spoken)

    def wait(self) -> int:
        """Wait for its end; return how it ended, as `subprocess` tells it."""
        self.join()
        if self.exitcode is None:
            raise AssertionError("it has ended")
        self.returncode = self.exitcode
        return self.returncode
