"""A database of its own for the processes under test, asked without Django."""

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

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
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "jishi.tasks.tests.proof.settings",
            "PROOF_DATABASE_URL": self.url,
        }

    def number(self, sql: str) -> int:
        (found,) = self.ask(sql)[0]
        return int(found)

    def effects(self, kind: str) -> tuple[int, int]:
        """Return how many effects of a kind there are, and how many different ones."""
        (row,) = self.ask(f"SELECT count(*), count(DISTINCT key) FROM proof_effect WHERE kind = '{kind}'")  # noqa: S608 - a constant
        return row[0], row[1]


def make_sqlite(folder: Path) -> Proof:
    path = folder / "proof.sqlite3"

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path, timeout=20)) as opened:
            return opened.execute(sql).fetchall()

    return Proof(url=f"sqlite:///{path}", ask=ask)


@contextmanager
def make_postgresql(template: str = "template1") -> Iterator[Proof]:
    with bare_postgresql(template) as bare, psycopg.connect(bare.url, autocommit=True) as opened:
        yield Proof(url=bare.url, ask=lambda sql: opened.execute(sql).fetchall(), machines=TWO_MACHINES)


@contextmanager
def bare_postgresql(template: str = "template1") -> Iterator[Proof]:
    """Make a database that nobody is in: it can be copied, and is asked by a line for each question."""
    name = f"proof_{uuid.uuid4().hex[:12]}"
    where = {**connection.get_connection_params(), "dbname": "postgres"}
    where = {key: where[key] for key in ("host", "port", "user", "password", "dbname") if where.get(key)}
    url = address(where, name)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(url, autocommit=True) as opened:
            return opened.execute(sql).fetchall()

    with psycopg.connect(**where, autocommit=True) as keeper:
        keeper.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield Proof(url=url, ask=ask)
        finally:
            keeper.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def address(where: dict[str, str], name: str) -> str:
    user = where.get("user", "") + (f":{where['password']}" if "password" in where else "")
    host = where.get("host", "").replace("/", "%2F")
    port = f":{where['port']}" if "port" in where else ""
    return f"postgres://{user}{'@' if user else ''}{host}{port}/{name}"
