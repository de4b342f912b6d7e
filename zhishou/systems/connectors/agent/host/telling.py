"""The agent's own file, its round, and the one way out: HTTP to the platform, by a key that can do nothing else."""

import json
import os
import re
import socket
import ssl
import threading
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from zhishou.systems.connectors.agent.host import figures, safety
from zhishou.systems.connectors.agent.host.files import BackupFolder, LogFollower

VERSION: Final = 1
SLOW_EVERY_S: Final = 3600
KNOWN: Final = frozenset(
    {"url", "key_file", "ca_file", "every", "updates", "units", "processes", "logs", "backups"}
)


class WrongAgentFile(ValueError):
    """The agent's file cannot be used; the message says why."""


class Refused(Exception):
    """The platform takes nothing by this key any more."""


@dataclass(slots=True, kw_only=True)
class Agent:
    """One agent, as its file says."""

    url: str
    key: str
    every: float = 15.0
    ca_file: str = ""
    units: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)
    logs: dict[str, LogFollower] = field(default_factory=dict)
    backups: dict[str, BackupFolder] = field(default_factory=dict)
    meter: figures.Meter = field(default_factory=figures.Meter)
    updates: bool = True  # whether apt is asked, which takes a while
    slow: dict[str, Any] = field(default_factory=dict)
    slow_at: float | None = None
    slowly: threading.Thread | None = None

    @classmethod
    def read(cls, path: Path) -> "Agent":
        """Read the agent's file; refuse what it does not know, and a key that others can read."""
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise WrongAgentFile(f"{path}: {error}") from error
        unknown = sorted(set(said) - KNOWN)
        if unknown:
            raise WrongAgentFile(f"{path}: unknown key {unknown[0]}; expected one of {', '.join(sorted(KNOWN))}")
        try:
            every = float(said.get("every", 15))
            url = str(said["url"])
            key = _key(Path(said["key_file"]))
            logs = {
                str(one["name"]): LogFollower(path=Path(one["path"]), pattern=re.compile(one["pattern"]))
                for one in said.get("logs", [])
            }
            backups = {
                str(one["name"]): BackupFolder(folder=Path(one["folder"]), pattern=str(one.get("pattern", "*")))
                for one in said.get("backups", [])
            }
        except KeyError as error:
            raise WrongAgentFile(f"{path}: {error.args[0]} is missing") from error
        except (TypeError, ValueError, re.error) as error:
            raise WrongAgentFile(f"{path}: {error}") from error
        if not url.startswith(("http://", "https://")) or not 5 <= every <= 600:  # noqa: PLR2004 - bounds of every
            raise WrongAgentFile(f"{path}: url begins with http(s)://, every lies between 5 and 600 seconds")
        return cls(
            url=url,
            key=key,
            every=every,
            ca_file=str(said.get("ca_file", "")),
            updates=said.get("updates", True) is True,
            units=[str(one) for one in said.get("units", [])],
            processes=[str(one) for one in said.get("processes", [])],
            logs=logs,
            backups=backups,
        )

    def look(self, *, patience_s: float = 0.0) -> dict[str, Any]:
        """Measure everything once; what cannot be seen, or is still being looked at beside, is left out."""
        now = time.monotonic()
        if self.slow_at is None or now - self.slow_at > SLOW_EVERY_S:
            self.slow_at = now
            self.slowly = threading.Thread(target=self._look_slowly, daemon=True)
            self.slowly.start()
        if self.slowly is not None:
            self.slowly.join(patience_s)
        told: dict[str, Any] = {
            "version": VERSION,
            "sent_at": datetime.now(UTC).isoformat(),
            "every": self.every,
            "host": socket.gethostname(),
            "cpus": os.cpu_count() or 1,
            "load": list(os.getloadavg()),
        }
        parts: dict[str, Callable[[], Any]] = {
            "busy": lambda: self.meter.busy_percent(now),
            "await_ms": self.meter.disk_await,
            "memory": figures.memory,
            "filesystems": figures.filesystems,
            "ports": figures.listening,
            "uptime": figures.uptime,
            "units": lambda: figures.units(self.units),
            "processes": lambda: figures.processes(self.processes),
            "logs": lambda: {name: one.look() for name, one in self.logs.items()},
            "backups": lambda: {name: one.look() for name, one in self.backups.items()},
        }
        for name, part in parts.items():
            try:
                told[name] = part()
            except (OSError, ValueError, IndexError):
                told[name] = None
        return {**told, **self.slow}

    def _look_slowly(self) -> None:
        self.slow = _slow(updates=self.updates)

    def tell(self, document: dict[str, Any]) -> None:
        """Send one document; refuse to go on where the key does not count any more."""
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked
            f"{self.url.rstrip('/')}/agents/samples/",
            data=json.dumps(document).encode(),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
            method="POST",
        )
        context = ssl.create_default_context(cafile=self.ca_file or None) if self.url.startswith("https") else None
        # No proxy of the environment: what the host tells goes where its file says.
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if context:
            handlers.append(urllib.request.HTTPSHandler(context=context))
        try:
            with urllib.request.build_opener(*handlers).open(request, timeout=10) as answer:
                answer.read(1024)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in {401, 403}:
                raise Refused(f"the platform refuses this key ({error.code})") from error
            raise OSError(f"status {error.code}") from error

    def run(self, *, stop: threading.Event, say: Callable[[str], object]) -> None:
        """Measure and tell until asked to stop; a platform that is away is tried again, a refusal ends it."""
        silent = False
        while not stop.is_set():
            try:
                self.tell(self.look())
            except OSError as error:
                if not silent:
                    say(f"The platform cannot be reached: {error}. Trying again.")
                silent = True
            else:
                if silent:
                    say("The platform is reached again.")
                silent = False
            stop.wait(self.every)


def _key(path: Path) -> str:
    status = path.stat()
    if status.st_mode & 0o077:
        raise ValueError(f"{path} can be read by others: run chmod 600 {path}")
    return path.read_text(encoding="ascii").strip()


def _slow(*, updates: bool) -> dict[str, Any]:
    """Look at what hardly changes, once an hour."""
    found: dict[str, Any] = {}
    for name, look in (
        ("sshd", safety.sshd),
        ("accounts", safety.accounts),
        ("sudoers", safety.sudoers),
        ("firewall", safety.firewall),
        ("logging", safety.logging),
        ("updates", safety.updates if updates else lambda: None),
    ):
        try:
            found[name] = look()
        except (OSError, ValueError, IndexError):
            found[name] = None
    return found
