"""The loop: start, listen, check, restart, stop."""

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import FrameType

from jishi.supervisor import rules
from jishi.supervisor.child import Child
from jishi.supervisor.copy import STOPPING, take_title
from jishi.supervisor.declared import CannotGoOn, DoesNotStayUp, Process, gettext_noop
from jishi.supervisor.shown import Lines

PULSE = 0.1


@dataclass(slots=True)
class Slot:
    """The place of one declared process: the child in it now, or when the next one starts."""

    process: Process
    child: Child | None = None
    start_at: float = 0.0
    ever_answered: bool = False
    quick_deaths: int = 0


@dataclass(slots=True, kw_only=True)
class Supervisor:
    """Runs the processes in the foreground of the main thread."""

    processes: Sequence[Process]
    lines: Lines
    lock: int
    on_ready: Callable[[], None]
    grace: timedelta = timedelta(seconds=10)
    patience: timedelta = timedelta(minutes=5)
    slots: list[Slot] = field(init=False, default_factory=list)
    stops_asked: int = field(init=False, default=0)
    keeper: subprocess.Popen[str] = field(init=False)
    selector: selectors.BaseSelector = field(init=False, default_factory=selectors.DefaultSelector)
    waking: list[socket.socket] = field(init=False, default_factory=list)

    def run(self) -> None:
        """Return after a signal, with nothing left running; raise `CannotGoOn` where a process cannot be kept."""
        if any(one.work for one in self.processes):
            take_title()
        with self._keeper(), self._signals():
            self.slots = [Slot(process) for process in self.processes]
            try:
                self._keep_running()
            finally:
                self._stop()

    def _keep_running(self) -> None:
        begun, told = time.monotonic(), False
        # Once whoever reads our lines has gone, there is nobody left to work for.
        while not self.stops_asked and not self.lines.reader_is_gone:
            if self.keeper.poll() is not None:
                raise CannotGoOn(gettext_noop("The keeper of the processes was killed: start again."))
            for slot in self.slots:
                if slot.child:
                    self._tend(slot, slot.child)
            for slot in self.slots:  # only now: to start a copy takes note of those that have ended
                if not slot.child and self._is_due(slot):
                    self._start(slot)
            if not told and not self._awaited():
                told = True
                self.on_ready()
            if not told and time.monotonic() - begun > self.patience.total_seconds():
                late = ", ".join(slot.process.name for slot in self._awaited())
                raise CannotGoOn(
                    gettext_noop("Not ready after %(seconds)d s: %(late)s; the lines above say why."),
                    seconds=self.patience.seconds,
                    late=late,
                )
            self._listen(PULSE)

    def _awaited(self) -> list[Slot]:
        """Return what has not answered yet and must, before everything is ready."""
        return [
            slot
            for slot in self.slots
            if not (slot.ever_answered or slot.process.may_be_missing or slot.process.late)
        ]

    def _is_due(self, slot: Slot) -> bool:
        return time.monotonic() >= slot.start_at and not (slot.process.late and self._awaited())

    def _tend(self, slot: Slot, child: Child) -> None:
        if child.has_died():
            self._bury(slot, child)
        elif not child.answered and child.check():
            slot.ever_answered = True
            child.step_back()

    def _start(self, slot: Slot) -> None:
        try:
            slot.child = Child.start(slot.process, forget=self._forget)
        except OSError as error:
            if slot.process.may_be_missing:
                self._go_without(slot, error)
                return
            raise CannotGoOn(
                gettext_noop("%(name)s cannot be started: %(why)s."), name=slot.process.name, why=error
            ) from error
        self._tell_keeper(f"+{slot.child.group}")
        self.selector.register(slot.child.output, selectors.EVENT_READ, slot.child)

    def _forget(self) -> None:
        """Close what is the supervisor's alone; a copy of it does so, which never comes back here.

        Else the keeper would not see the end of a killed supervisor, nor the next one get the lock.
        """
        self.selector.close()
        for one in self.waking:
            one.close()
        for slot in self.slots:
            if slot.child:
                slot.child.output.close()
        if self.keeper.stdin:
            self.keeper.stdin.close()
        os.close(self.lock)

    def _go_without(self, slot: Slot, error: OSError) -> None:
        wait = rules.LONGEST_WAIT.total_seconds()
        slot.start_at = time.monotonic() + wait
        self.lines.write(slot.process.name, f"cannot be started ({error}); is tried again in {wait:g} s")

    def _bury(self, slot: Slot, child: Child) -> None:
        self._let_go(child)
        slot.child = None
        restart = rules.after(
            rules.Death(
                lived=timedelta(seconds=time.monotonic() - child.born),
                ever_answered=slot.ever_answered,
                quick_deaths=slot.quick_deaths,
                may_be_missing=slot.process.may_be_missing,
            )
        )
        if restart is None:
            trouble = DoesNotStayUp(
                gettext_noop("%(name)s does not stay up (%(ending)s): %(line)s"),
                name=slot.process.name,
                ending=child.ending(),
                line=child.last_line,
            )
            trouble.last_line = "" if child.was_killed else child.last_line
            raise trouble
        wait = restart.after.total_seconds()
        slot.quick_deaths, slot.start_at = restart.quick_deaths, time.monotonic() + wait
        self.lines.write(slot.process.name, f"has died ({child.ending()}); starts again in {wait:g} s")

    def _listen(self, timeout: float) -> None:
        for key, _ in self.selector.select(timeout):
            if isinstance(key.data, Child):
                self._show(key.data)
                if key.data.silent:
                    self._deafen(key.data)
            elif isinstance(key.fileobj, socket.socket):
                key.fileobj.recv(64)

    def _show(self, child: Child) -> None:
        for line in child.lines():
            self.lines.write(child.process.name, line)

    def _stop(self) -> None:
        alive = [slot.child for slot in self.slots if slot.child]
        for child in reversed(alive):
            child.ask_to_stop()
        until = time.monotonic() + self.grace.total_seconds()
        while alive and time.monotonic() < until and self.stops_asked < 2:  # noqa: PLR2004 - asked twice means now
            self._listen(PULSE / 2)
            alive = [child for child in alive if not child.has_died()]
        for child in alive:
            child.signal_group(signal.SIGKILL)
            child.popen.wait()
        for slot in self.slots:
            if slot.child:
                self._let_go(slot.child)

    def _let_go(self, child: Child) -> None:
        """Show the last words of a dead child, and forget it."""
        self._show(child)
        self._deafen(child)
        child.output.close()
        self._tell_keeper(f"-{child.group}")

    def _deafen(self, child: Child) -> None:
        with suppress(KeyError):
            self.selector.unregister(child.output)

    def _tell_keeper(self, line: str) -> None:
        if self.keeper.stdin:
            with suppress(BrokenPipeError):
                self.keeper.stdin.write(line + "\n")
                self.keeper.stdin.flush()

    @contextmanager
    def _keeper(self) -> Iterator[None]:
        script = Path(__file__).with_name("keeper.py")
        self.keeper = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-I", "-S", script, str(self.grace.total_seconds())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            pass_fds=[self.lock],
        )
        try:
            yield
        finally:
            if self.keeper.stdin:
                with suppress(BrokenPipeError):
                    self.keeper.stdin.close()
            self.keeper.wait()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Turn the signals that mean stop into a count, and wake the loop."""

        def note(_number: int, _frame: FrameType | None) -> None:
            self.stops_asked += 1

        self.waking = [ours, woken] = list(socket.socketpair())
        ours.setblocking(False)
        woken.setblocking(False)
        before = {number: signal.signal(number, note) for number in STOPPING}
        signal.set_wakeup_fd(ours.fileno(), warn_on_full_buffer=False)
        self.selector.register(woken, selectors.EVENT_READ)
        try:
            yield
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)
            self.selector.unregister(woken)
            for one in self.waking:
                one.close()
