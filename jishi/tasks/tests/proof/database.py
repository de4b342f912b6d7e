"""A database of its own for the processes under test, asked without Django."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from tests.deployments import database_of

ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """On which machine a process believes to run, and how far that machine's clock is ahead of the true time."""

    name: str
    ahead: timedelta

    def environment(self) -> dict[str, str]:
        return {"PROOF_MACHINE": self.name, "PROOF_AHEAD_SECONDS": str(self.ahead.total_seconds())}


TWO_MACHINES = (Machine(name="east", ahead=timedelta(0)), Machine(name="west", ahead=timedelta(hours=1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where the processes under test work, and what they have done."""

    url: str
    ask: Callable[[str], list[tuple[Any, ...]]]
    machines: tuple[Machine, ...] = ()

    def environment(self) -> dict[str, str]:
        return environment_of(self.url)

    def has(self, table: str) -> bool:
        """Whether a table is there, and what was migrated with it: in a copy of what is migrated already."""
        try:
            self.ask(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - a constant
        except (sqlite3.Error, psycopg.Error):
            return False
        return True

    def number(self, sql: str) -> int:
        (found,) = self.ask(sql)[0]
        return int(found)

    def effects(self, kind: str) -> tuple[int, int]:
        """Return how many effects of a kind there are, and how many different ones."""
        (row,) = self.ask(f"SELECT count(*), count(DISTINCT key) FROM proof_effect WHERE kind = '{kind}'")  # noqa: S608 - a constant
        return row[0], row[1]


def environment_of(url: str) -> dict[str, str]:
    """Return the environment in which a process of the product under test works on a database."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "jishi.tasks.tests.proof.settings",
        "PROOF_DATABASE_URL": url,
    }


def file_in(folder: Path) -> Path:
    """Return where a test's SQLite database is to lie; it may be laid there before it is opened."""
    return folder / "proof.sqlite3"


@contextmanager
def open_sqlite(folder: Path) -> Iterator[Proof]:
    """Open the database of a folder, for a while; asked by one line: some wait by asking all the time."""
    path = file_in(folder)
    with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as opened:
        yield Proof(url=f"sqlite:///{path}", ask=lambda sql: opened.execute(sql).fetchall())


@contextmanager
def make_postgresql(template: str = "template1") -> Iterator[Proof]:
    """Make one on the server of this run's tests, for a while; asked by one line that stays open."""
    server = os.environ["DATABASE_URL"]
    with database_of(server, template) as url, psycopg.connect(url, autocommit=True) as opened:
        yield Proof(url=url, ask=lambda sql: opened.execute(sql).fetchall(), machines=TWO_MACHINES)
