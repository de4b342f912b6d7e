"""Starts, kills and stops the real processes under test."""

import signal
import subprocess
import sys
from dataclasses import dataclass, field
from typing import IO

from jishi.tasks.tests.proof.database import Proof

SLOW_MACHINE = 90


@dataclass(kw_only=True)
class Fleet:
    """The processes of one product, and what they write to their logs."""

    proof: Proof
    log: IO[bytes]
    extra: dict[str, str] = field(default_factory=dict)
    beside: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        return {**self.proof.environment(), **self.extra}

    def begin(self, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Run a command beside the others; whatever happens to the test, it is ended with them."""
        command = [sys.executable, "-m", "django", *arguments]
        self.beside[name] = subprocess.Popen(command, env=self.environment(), stdout=self.log, stderr=self.log)
        return self.beside[name]

    def start(self, name: str) -> None:
        """Start a process; where the database may be shared, those of even number are of another machine."""
        command, _dash, number = name.partition("-")
        machines = self.proof.machines
        machine = machines[(int(number or 1) - 1) % len(machines)].environment() if machines else {}
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "django", command],
            env={**self.environment(), **machine},
            stdout=self.log,
            stderr=self.log,
        )

    def begin_to_talk(self, name: str) -> "subprocess.Popen[str]":
        """Run a command that is told what to do line by line; it ends when nothing more will be said."""
        return subprocess.Popen(
            [sys.executable, "-m", "django", name],
            env=self.environment(),
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
        )

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "django", *arguments]
        return subprocess.run(command, env=self.environment(), check=True, capture_output=True, text=True).stdout

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
