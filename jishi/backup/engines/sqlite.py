"""SQLite: copied by its own online backup, put in place by a rename."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext_noop

from jishi.backup.declared import CannotBackUp, Snapshot


class SQLite:
    """The database is one file."""

    name = "sqlite"

    @property
    def path(self) -> Path:
        return Path(str(connection.settings_dict["NAME"]))

    def dump(self, to: Path) -> Snapshot:
        """Copy in one go; in WAL mode writers are not held up."""
        if not self.path.exists():
            raise CannotBackUp(
                gettext_noop("There is no database at %(path)s yet: nothing to back up."), path=self.path
            )
        try:
            with (
                closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(to)) as copy,
            ):
                source.backup(copy)
                # One file, without the log of writes beside it.
                copy.execute("PRAGMA journal_mode=DELETE")
                _prove(copy)
                return Snapshot(tables=_counts(copy), migrations=_migrations(copy))
        except sqlite3.Error as error:
            raise CannotBackUp(
                gettext_noop(
                    "The database %(path)s cannot be copied (%(why)s): "
                    "make room on its disk if that is full, then try again."
                ),
                path=self.path,
                why=error,
            ) from error

    def is_empty(self) -> bool:
        if not self.path.exists():
            return True
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
                return not _counts(database)
        except sqlite3.Error:
            # Damaged is not empty: there may be something to save.
            return False

    def check(self, dump: Path, tables: dict[str, int]) -> None:
        """Prove the copy whole, and its rows counted."""
        try:
            with closing(sqlite3.connect(dump)) as copy:
                _prove(copy)
                if _counts(copy) != tables:
                    raise CannotBackUp(
                        gettext_noop("The archive's database has other rows than its manifest says: take another.")
                    )
        except sqlite3.Error as error:
            raise CannotBackUp(
                gettext_noop("The archive's database is damaged (%(why)s): take another one."), why=error
            ) from error

    def moves(self, dump: Path, aside: Path) -> list[tuple[Path, Path]]:
        """Put the old file and its logs aside, and the copy under its name."""
        connection.close()
        beside = [self.path.with_name(self.path.name + ending) for ending in ("-wal", "-shm", "")]
        return [(one, aside / one.name) for one in beside if one.exists()] + [(dump, self.path)]

    def load(self, dump: Path, tables: dict[str, int]) -> None:
        """Do nothing more: the rename has done it."""


def _prove(database: sqlite3.Connection) -> None:
    (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise CannotBackUp(gettext_noop("The database is damaged: %(said)s."), said=said)


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - the database's own name
        for (name,) in sorted(names.fetchall())
    }


def _migrations(database: sqlite3.Connection) -> tuple[str, ...]:
    rows = database.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return tuple(name for (name,) in rows)
