"""A part of the product that keeps its things beside ours, in a folder and a database of its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_noop

from jishi.backup.declared import BESIDE, CannotBackUp
from jishi.backup.engines.postgresql import run

DUMP: Final = "database.dump"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is saved of it: files and folders by their names, its SQLite file, or its PostgreSQL database."""

    name: str
    folder: Path
    saved: tuple[str, ...]
    file: str = ""
    url: str = ""

    def there(self) -> bool:
        """Whether there is anything to save or to put aside."""
        return self.folder.is_dir()

    def pieces(self, scratch: Path) -> Iterator[tuple[str, Path]]:
        """Copy the database as of one moment, then yield every file with its name in the archive."""
        if not self.there():
            return
        under = f"{BESIDE}{self.name}/"
        if self.url:
            run(
                "pg_dump", "--format=custom", "--no-owner", f"--file={scratch / DUMP}", given=_environment(self.url)
            )
            yield under + DUMP, scratch / DUMP
        elif (self.folder / self.file).is_file():
            _copy(self.folder / self.file, scratch / self.file)
            yield under + self.file, scratch / self.file
        for name in self.saved:
            place = self.folder / name
            found = [place] if place.is_file() else sorted(one for one in place.rglob("*") if one.is_file())
            for path in found:
                if not path.is_symlink():
                    yield under + path.relative_to(self.folder).as_posix(), path

    def moves(self, fresh: Path, aside: Path) -> list[tuple[Path, Path]]:
        """Return the renames that put what is there aside, and what was saved in its place."""
        moves = [(self.folder, aside / self.name)] if self.there() else []
        saved = fresh / BESIDE / self.name
        return [*moves, (saved, self.folder)] if saved.is_dir() else moves

    def load(self) -> None:
        """Load the PostgreSQL database, in one transaction."""
        dump = self.folder / DUMP
        if self.url and dump.is_file():
            arguments = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
            run(
                "pg_restore", *arguments, f"--dbname={_database(self.url)}", str(dump), given=_environment(self.url)
            )
            dump.unlink()


def _copy(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as database,
            closing(sqlite3.connect(target)) as copy,
        ):
            database.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise CannotBackUp(
            gettext_noop(
                "The database %(path)s cannot be copied (%(why)s): "
                "make room on its disk if that is full, then try again."
            ),
            path=source,
            why=error,
        ) from error


def _database(url: str) -> str:
    return unquote(urlsplit(url).path.lstrip("/"))


def _environment(url: str) -> dict[str, str]:
    """Return how PostgreSQL's tools reach a database, the password in the environment only."""
    parts = urlsplit(url)
    told = {
        "PGHOST": parts.hostname,
        "PGPORT": parts.port,
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": _database(url),
    }
    return {name: str(value) for name, value in told.items() if value}
