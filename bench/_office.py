"""An office for a benchmark: laid by a process of its own, then Xieban started over it as `make run` does."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.desk import Product
    from xieban.directory.models import Person

HOME = Path(__file__).resolve().parent.parent
PATIENCE, LOOK, RESTS = 240.0, 2.0, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A running Xieban and what the one who laid it left to be known."""

    product: "Product"
    known: dict[str, Any]


def furnished(*, before: timedelta, people: int | None = None) -> datetime:
    """Make tables, flows and people, as of so long ago; return the moment that it is now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieban.config.settings")
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from jishi.deployment.door import prepare_data_dir  # noqa: PLC0415
    from xieban.config.demonstration import seed  # noqa: PLC0415

    now = datetime.now(tz=UTC)
    prepare_data_dir()
    call_command("migrate", verbosity=0)
    if people is None:
        seed(at=now - before, documents=0)
    else:
        seed(at=now - before, people=people, documents=0)
    return now


def sessions_of(persons: "Iterable[Person]") -> list[str]:
    """Sign persons in; return the cookie of each."""
    from django.conf import settings  # noqa: PLC0415 - settings first
    from django.test import Client  # noqa: PLC0415

    found = []
    for person in persons:
        browser = Client()
        browser.force_login(person)
        found.append(f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}")
    return found


@contextmanager
def laid(script: str, *, told: str) -> Iterator[tuple[dict[str, str], Path]]:
    """Let the script lay an office on a fresh PostgreSQL database; the environment and the folder that lead to it.

    `told` says what was laid.
    """
    from bench._databases import fresh  # noqa: PLC0415 - the one that lays needs it not

    for engine, given, folder in fresh():
        if engine != "PostgreSQL":
            continue
        environment = {**given, "XIEBAN_DATA_DIR": str(folder), "XIEBAN_DEMO": "true"}
        quiet = {**environment, "XIEBAN_LOG_LEVEL": "WARNING"}
        begun = time.monotonic()
        subprocess.run([sys.executable, script, "lay", str(folder)], env=quiet, check=True, cwd=HOME)
        print(f"{engine}: {told} laid in {time.monotonic() - begun:.0f} s", flush=True)
        yield environment, folder
        return
    raise SystemExit("There is no PostgreSQL to measure on.")


@contextmanager
def started(environment: dict[str, str], folder: Path) -> Iterator[Office]:
    """Start Xieban over what was laid, and wait until it rests."""
    with _running(environment, folder) as product:
        known = json.loads((folder / "known.json").read_text(encoding="utf-8"))
        _rest(product)
        yield Office(product=product, known=known)


@contextmanager
def served(script: str, *, told: str) -> Iterator[Office]:
    """Do both."""
    with laid(script, told=told) as (environment, folder), started(environment, folder) as office:
        yield office


@contextmanager
def _running(environment: dict[str, str], folder: Path) -> "Iterator[Product]":
    from bench.desk import Product, free_port  # noqa: PLC0415 - after the path

    port = free_port()
    settings = {**environment, "XIEBAN_PORT": str(port), "XIEBAN_LIVE_PORT": str(free_port())}
    settings["XIEBAN_CHAT_PORT"] = str(free_port())
    settings["XIEBAN_CHAT_INNER_PORT"] = str(free_port())
    command = [sys.executable, "-m", "xieban", "start"]
    with (
        (folder / "product.log").open("w") as log,
        subprocess.Popen(command, cwd=HOME, env=settings, stdout=log, stderr=log, text=True) as start,
    ):
        try:
            ends = time.monotonic() + PATIENCE
            while "Xieban is ready" not in (folder / "product.log").read_text():
                if start.poll() is not None or time.monotonic() > ends:
                    raise SystemExit(f"It did not start:\n{(folder / 'product.log').read_text()[-2000:]}")
                time.sleep(0.1)
            yield Product(
                engine="PostgreSQL",
                port=port,
                folder=folder,
                first=start.pid,
                known={},
                database=environment["DATABASE_URL"],
                seals=False,
            )
        finally:
            start.send_signal(signal.SIGINT)
            start.wait(timeout=30)


def _rest(product: "Product") -> None:
    """Wait until what a first start brings, like an account at the chat server for everybody, is done."""
    from bench._processes import cpu  # noqa: PLC0415 - after the path

    begun, spent = time.monotonic(), cpu(product.pids()).total()
    while time.monotonic() < begun + PATIENCE:
        time.sleep(LOOK)
        now = cpu(product.pids()).total()
        if now - spent < RESTS * LOOK:
            break
        spent = now
    print(f"it rested after {time.monotonic() - begun:.0f} s", flush=True)
