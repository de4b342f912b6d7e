"""One data directory of a product with its database, by the product's own commands; for tests of backup."""

import hashlib
import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests.architecture.tree import ROOT
from tests.copied import Original


class Deployment:
    """One data directory with its database; its commands are copies of a loaded product, where there is one."""

    def __init__(
        self,
        data: Path,
        url: str,
        *,
        product: str,
        more: dict[str, str] | None = None,
        loaded: Original | None = None,
    ) -> None:
        self.data, self.url, self.product, self.more, self.loaded = data, url, product, more or {}, loaded

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **self.more,
            f"{self.product.upper()}_DATA_DIR": str(self.data),
            "DATABASE_URL": self.url,
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        if self.loaded:
            return self.loaded.run(*arguments, environment=self.environment())
        return subprocess.run(
            [sys.executable, "-m", self.product, *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def file(self) -> Path:
        return self.data / f"{self.product}.sqlite3"

    def connect(self) -> sqlite3.Connection | psycopg.Connection:
        if self.url:
            return psycopg.connect(self.url, autocommit=True)
        return sqlite3.connect(self.file, isolation_level=None)

    def rows(self) -> dict[str, list[str]]:
        """Return every row of every table, in words."""
        listed = (
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            if self.url
            else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        with closing(self.connect()) as database:
            names = [name for (name,) in database.execute(listed).fetchall()]
            every = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608 - our own tables
        return {name: sorted(map(repr, rows)) for name, rows in every.items()}

    def files(self) -> dict[str, str]:
        folder = self.data / "files"
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def change(self, statement: str) -> None:
        with closing(self.connect()) as database:
            database.execute(statement)


@contextmanager
def database_of(server: str, template: str = "template1") -> Iterator[str]:
    """Make a database on the server for a while; return its address."""
    name = f"test_backup_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            database.execute(f"DROP DATABASE {name} WITH (FORCE)")
