"""PostgreSQL: copied by pg_dump from an exported snapshot, loaded by psql in one transaction."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from jishi.backup.declared import CannotBackUp, Snapshot

# How long a restore waits for whoever still uses a table.
LOCK_TIMEOUT = "10s"


class PostgreSQL:
    """The database is on a server; its own tools do the work, with the password in the environment only."""

    name = "postgresql"

    def dump(self, to: Path) -> Snapshot:
        """Count and copy under one snapshot, so that both tell of the same moment."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            tables = {}
            for name in sorted(_tables()):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - the database's own name
                (tables[name],) = cursor.fetchone()
            cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
            migrations = tuple(name for (name,) in cursor.fetchall())
            run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot}",
                f"--file={to}",
            )
        return Snapshot(tables=tables, migrations=migrations)

    def is_empty(self) -> bool:
        return not _tables()

    def check(self, dump: Path, tables: dict[str, int]) -> None:
        """Read the copy's table of contents; its rows are counted inside the loading transaction."""
        listed = run("pg_restore", "--list", str(dump))
        lacking = sorted(name for name in tables if f" TABLE DATA public {name} " not in listed)
        if lacking:
            raise CannotBackUp(
                gettext_noop("The archive's database lacks the table %(table)s: take another one."),
                table=lacking[0],
            )

    def moves(self, dump: Path, aside: Path) -> list[tuple[Path, Path]]:
        del dump, aside
        return []

    def load(self, dump: Path, tables: dict[str, int]) -> None:
        """Drop what is there, load, count, in one transaction."""
        script = dump.with_name("restore.sql")
        run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
        before = dump.with_name("before.sql")
        before.write_text(
            f"SET lock_timeout = '{LOCK_TIMEOUT}';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n",
            encoding="utf-8",
        )
        after = dump.with_name("after.sql")
        after.write_text("".join(_counted(name, count) for name, count in tables.items()), encoding="utf-8")
        connection.close()
        files = [f"--file={one}" for one in (before, script, after)]
        run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *files)


def _tables() -> list[str]:
    return connection.introspection.table_names()


def _counted(name: str, count: int) -> str:
    table = connection.ops.quote_name(f"{name}")
    return (
        f"DO $$ BEGIN IF (SELECT count(*) FROM public.{table}) <> {count} THEN "  # noqa: S608 - the manifest's own, proven by digest
        f"RAISE EXCEPTION 'table {name} has other rows than the manifest says'; END IF; END $$;\n"
    )


def _environment() -> dict[str, str]:
    settings = connection.settings_dict
    told = {
        "PGHOST": settings.get("HOST"),
        "PGPORT": settings.get("PORT"),
        "PGUSER": settings.get("USER"),
        "PGPASSWORD": settings.get("PASSWORD"),
        "PGDATABASE": settings.get("NAME"),
        "PGSSLMODE": settings.get("OPTIONS", {}).get("sslmode"),
    }
    return {**_kept(), **{name: str(value) for name, value in told.items() if value}}


def _kept() -> dict[str, str]:
    """Return the environment: what an address leaves unsaid, the product's own connection takes from there too.

    A service would go before what we say.
    """
    return {name: value for name, value in os.environ.items() if name != "PGSERVICE"}


def run(tool: str, *arguments: str, given: Mapping[str, str] | None = None) -> str:
    """Run one of PostgreSQL's own tools, on our database or the `given` one; say what it complains of."""
    path = shutil.which(tool)
    if path is None:
        raise CannotBackUp(
            gettext_noop("%(tool)s is missing: install the Debian package postgresql-client."), tool=tool
        )
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own tool
        [path, *arguments],
        env=_environment() if given is None else {**_kept(), **given},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        said = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
        raise CannotBackUp(gettext_noop("%(tool)s failed and nothing was changed: %(said)s"), tool=tool, said=said)
    return done.stdout
