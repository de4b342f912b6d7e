"""The test database begins as a copy of one that is migrated already.

To migrate takes longer than most test files, and every worker would do it again. The first to need it keeps a copy,
which is thrown away when any migration changes, or anything of `jishi` that migrations lean on. Django then runs
`migrate` over the copy as it always does, so that a copy can be old but never wrong.
"""

import fcntl
import hashlib
import inspect
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

JISHI: Final = Path(__file__).resolve().parent.parent / "jishi"


@cache
def fingerprint() -> str:
    """Return a hash of everything that a migration may do."""
    migrations = MigrationLoader(None).disk_migrations.values()
    files = sorted({Path(inspect.getfile(type(migration))) for migration in migrations})
    files += sorted(path for path in JISHI.rglob("*.py") if "tests" not in path.parts)
    found = hashlib.sha256()
    for path in files:
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


def own_name() -> str:
    """Return the name of the database of this process's tests."""
    return str(connection.settings_dict["TEST"]["NAME"])


def common_name() -> str:
    """Return what the names of all workers' databases begin with."""
    return own_name().removesuffix(f"_{os.environ.get('PYTEST_XDIST_WORKER')}")


@contextmanager
def alone() -> Iterator[None]:
    """Let one worker of a checkout look for the copy, or make it, while the others wait."""
    name = Path(common_name()).name + f".{connection.vendor}.lock"
    with (Path(tempfile.gettempdir()) / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def kept_file() -> Path:
    return Path(f"{common_name()}_migrated_{fingerprint()}")


def copied_on_sqlite() -> bool:
    if not kept_file().exists():
        return False
    for left in ("-wal", "-shm"):
        Path(own_name() + left).unlink(missing_ok=True)
    shutil.copyfile(kept_file(), own_name())
    return True


def keep_on_sqlite() -> None:
    for old in kept_file().parent.glob(f"{Path(common_name()).name}_migrated_*"):
        old.unlink()
    making = kept_file().with_suffix(".making")
    making.unlink(missing_ok=True)
    with closing(sqlite3.connect(own_name())) as database:
        database.execute("VACUUM INTO ?", [str(making)])
    making.rename(kept_file())


def server() -> AbstractContextManager[CursorWrapper]:
    """Speak to the server without being in the database that is made or copied."""
    cursor: AbstractContextManager[CursorWrapper] = connection.creation._nodb_cursor()  # type: ignore[attr-defined]  # the stubs forget it
    return cursor


def copied_on_postgresql() -> bool:
    kept = f"{common_name()}_migrated"
    with server() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s AND shobj_description(oid, 'pg_database') = %s",
            [kept, fingerprint()],
        )
        if cursor.fetchone() is None:
            return False
        cursor.execute(f'DROP DATABASE IF EXISTS "{own_name()}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{own_name()}" TEMPLATE "{kept}"')
    return True


def keep_on_postgresql() -> None:
    kept = f"{common_name()}_migrated"
    connection.close()  # what is being copied must have no visitors
    with server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{kept}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{kept}" TEMPLATE "{own_name()}"')
        cursor.execute(f"COMMENT ON DATABASE \"{kept}\" IS '{fingerprint()}'")


def make_hasty() -> None:
    """Let no commit wait for the disk: after a loss of power nobody misses a test's database."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        options["init_command"] += " PRAGMA synchronous=OFF;"
    else:
        options["options"] += " -c synchronous_commit=off"


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Take the place of pytest-django's own: a copy where there is one."""
    on_postgresql = connection.vendor == "postgresql"
    make_hasty()
    with django_db_blocker.unblock():
        with alone():
            copied = copied_on_postgresql() if on_postgresql else copied_on_sqlite()
            if not copied:
                made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
                keep_on_postgresql() if on_postgresql else keep_on_sqlite()
        if copied:
            made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set(), keepdb=True)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


def copy_migrated(path: Path) -> bool:
    """Lay a copy of the migrated SQLite database at `path`; False where this run keeps none."""
    if connection.vendor != "sqlite" or not kept_file().exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept_file(), path)
    return True


def migrated_template() -> str | None:
    """Return the name of the migrated PostgreSQL database to copy from; None where this run keeps none."""
    return f"{common_name()}_migrated" if connection.vendor == "postgresql" else None
