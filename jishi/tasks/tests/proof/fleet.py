"""Starts, kills and stops the real processes under test."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from jishi.tasks.tests.proof.database import Proof
from tests.copied import Copied, Original, Talk

SLOW_MACHINE = 90


@dataclass(kw_only=True)
class Fleet:
    """The processes of one product, and what they write to their logs."""

    proof: Proof
    original: Original
    log: IO[bytes]
    extra: dict[str, str] = field(default_factory=dict)
    beside: dict[str, Copied] = field(default_factory=dict)
    running: dict[str, Copied] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        return {**self.proof.environment(), **self.extra}

    def begin(self, name: str, *arguments: str) -> Copied:
        """Run a command beside the others; whatever happens to the test, it is ended with them."""
        self.beside[name] = self._copied(*arguments, environment=self.environment())
        return self.beside[name]

    def start(self, name: str) -> None:
        """Start a process; where the database may be shared, those of even number are of another machine."""
        command, _dash, number = name.partition("-")
        machines = self.proof.machines
        machine = machines[(int(number or 1) - 1) % len(machines)].environment() if machines else {}
        self.running[name] = self._copied(command, environment={**self.environment(), **machine})

    def _copied(self, *arguments: str, environment: dict[str, str]) -> Copied:
        return self.original.start(*arguments, environment=environment, stdout=self.log, stderr=self.log)

    @contextmanager
    def talking(self, name: str) -> Iterator[Talk]:
        """Run a command that is told what to do line by line; it ends when nothing more will be said."""
        with self.original.talking(name, environment=self.environment(), stderr=self.log) as talk:
            yield talk

    def run(self, *arguments: str) -> str:
        done = self.original.run(*arguments, environment=self.environment())
        done.check_returncode()
        return done.stdout

    def kill_and_restart(self, name: str) -> None:
        process = self.running[name]
        process.kill()
        process.wait()
        self.start(name)

    def stop(self) -> dict[str, int]:
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        codes = {name: process.wait(timeout=SLOW_MACHINE) for name, process in self.running.items()}
        self.running.clear()
        return codes

    def end(self) -> None:
        processes = [*self.running.values(), *self.beside.values()]
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()
