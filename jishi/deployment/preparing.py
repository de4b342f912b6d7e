"""What must be so before anything starts; every trouble becomes one sentence that says what to do."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_noop
from django.utils.translation.reloader import translation_file_changed

from jishi.backup.door import interrupted
from jishi.database.door import known_migrations
from jishi.deployment.declared import identity
from jishi.deployment.keeping import place
from jishi.messages.door import TOP, compile_all
from jishi.refusals.door import why_of
from jishi.supervisor.door import CannotGoOn

LEAST_ROOM: Final = 50 * 2**20
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# A whole check reads every page; beyond this size only the head of the file is looked at.
CHECKED_WHOLE: Final = 256 * 2**20
MIGRATING: Final = 7_600_731
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})

NO_ANSWER: Final = gettext_noop(
    "PostgreSQL does not answer at %(host)s, database “%(name)s” (%(said)s): start it, or correct DATABASE_URL."
)
REFUSES: Final = gettext_noop(
    "PostgreSQL at %(host)s, database “%(name)s” refuses (%(said)s): look at its log, or correct DATABASE_URL."
)
NO_DATABASE: Final = gettext_noop(
    "There is no database %(name)s: start the product once, or name the folder of its data by %(setting)s."
)
UNDEFINED_TABLE: Final = "42P01"  # PostgreSQL's code for a table that is not there
NO_TABLES: Final = gettext_noop(
    "The database %(name)s lacks tables of this version (%(said)s): "
    "start the product once, or run `%(product)s migrate`."
)
# What SQLite says, and what is meant by it; the first that fits.
FILE_TROUBLES: Final = (
    (
        ("full", "disk I/O"),
        gettext_noop("The disk of %(name)s is full or fails (%(said)s): make room, then start again."),
    ),
    (
        ("malformed", "not a database"),
        gettext_noop(
            "The database %(name)s is damaged (%(said)s): move it away, "
            "then bring back the last backup with `%(product)s restore FILE`."
        ),
    ),
    (
        ("unable to open", "readonly", "read-only"),
        gettext_noop("The database %(name)s cannot be opened (%(said)s): give it to the user who starts this."),
    ),
)
OTHER_TROUBLE: Final = gettext_noop(
    "The database %(name)s refuses (%(said)s): stop what else uses it, then start again."
)


def prepare_data_dir() -> Path:
    """Make the data directory and the keys, readable by nobody else; return it."""
    data = Path(settings.DATA_DIR)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
            Path(folder).mkdir(mode=0o700, exist_ok=True)
        probe = data / ".written"
        try:
            probe.write_bytes(secrets.token_bytes(65536))
        finally:
            probe.unlink(missing_ok=True)
        _keep_secret_key(data / "keys")
    except OSError as error:
        raise _about_directory(data, error) from error
    free = shutil.disk_usage(data).free
    if free < LEAST_ROOM:
        raise CannotGoOn(
            gettext_noop("Only %(free)d MB are free on the disk of %(data)s: make room, then start again."),
            free=free // 2**20,
            data=data,
        )
    return data


def _keep_secret_key(folder: Path) -> None:
    """Make the key that signs sessions, once; it never enters the database."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / "secret_key"
    if path.exists() and path.read_text(encoding="ascii").strip():
        return
    draft = folder / f".secret_key.{os.getpid()}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:  # noqa: PTH123 - the mode must hold from the first moment
        file.write(settings.SECRET_KEY)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _about_directory(data: Path, error: OSError) -> CannotGoOn:
    if error.errno in NO_ROOM:
        return CannotGoOn(gettext_noop("The disk of %(data)s is full: make room, then start again."), data=data)
    return CannotGoOn(
        gettext_noop(
            "The data directory %(data)s cannot be written (%(why)s): "
            "give it to the user who starts this, or name another with %(setting)s."
        ),
        data=data,
        setting=f"{identity().prefix}DATA_DIR",
        why=why_of(error),
    )


def refuse_open_demo() -> None:
    """Refuse to show accounts whose password everybody knows to a network."""
    if settings.DEMO and settings.HOST not in LOOPBACK and settings.DEMO_PASSWORD == settings.KNOWN_PASSWORD:
        raise CannotGoOn(
            gettext_noop(
                "The demo's password is known to everybody, and %(host)s can be reached by others: "
                "set %(setting)s, or listen on 127.0.0.1."
            ),
            host=settings.HOST,
            setting=f"{identity().prefix}DEMO_PASSWORD",
        )


def refuse_half_restored() -> None:
    """Refuse to work on data of which only some have been put in place."""
    unfinished = interrupted(place())
    if unfinished:
        raise unfinished


def compile_words() -> None:
    """Compile the words that are newer than their compiled form, and let this process read them anew.

    Also where nothing was left to compile: another product, started at the same moment, may have done it just now.
    """
    compile_all(TOP)
    translation_file_changed(None, TOP / "django.mo")


def check_pages() -> None:
    """Refuse to serve pages whose scripts and styles were never built, and compile newer words."""
    with contextlib.suppress(OSError):  # an installed product brings them compiled, and may not be writable
        compile_words()
    if finders.find("built/manifest.json") is None:
        raise CannotGoOn(gettext_noop("The pages are not built: run `make build`, then start again."))


def prepare_database() -> None:
    """Bring the database to this version's tables; only one of several machines does it."""
    with database_troubles():
        _check_file()
        with _alone():
            _migrate()
    connection.close()


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    applied, known = set(executor.loader.applied_migrations), known_migrations(executor.loader)
    apps = {app for app, _ in known}
    newer = sorted(name for app, name in applied - known if app in apps)
    if newer:
        raise CannotGoOn(
            gettext_noop(
                "The database was made by a newer %(product)s (it has %(name)s): "
                "start that version, or restore an older backup with `%(command)s restore`."
            ),
            product=identity().english,
            command=identity().command,
            name=newer[-1],
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def _check_file() -> None:
    if connection.vendor != "sqlite":
        return
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    with connection.cursor() as cursor:
        small = path.exists() and path.stat().st_size <= CHECKED_WHOLE
        cursor.execute("PRAGMA quick_check(1)" if small else "PRAGMA schema_version")
        if small and cursor.fetchone() != ("ok",):
            raise DatabaseError("database disk image is malformed")


@contextmanager
def database_troubles() -> Iterator[None]:
    """Turn what the database complains of into one sentence."""
    try:
        yield
    except DatabaseError as error:
        with contextlib.suppress(DatabaseError):
            connection.close()
        raise about_database(error) from error


def about_database(error: DatabaseError) -> CannotGoOn:
    """Say in one sentence what is wrong with the database, and what to do."""
    said = " ".join(str(error).split())
    database = settings.DATABASES["default"]
    name = database.get("NAME")
    if lacks_table(error):
        first = str(error).partition("\n")[0]  # then comes the statement
        return CannotGoOn(NO_TABLES, name=name, said=first, product=identity().command)
    if connection.vendor == "sqlite" and "unable to open" in said and not Path(str(name)).exists():
        return CannotGoOn(NO_DATABASE, name=name, setting=f"{identity().prefix}DATA_DIR")
    if connection.vendor != "sqlite":
        host = database.get("HOST") or "unix socket"
        message = NO_ANSWER if isinstance(error, OperationalError) else REFUSES
        return CannotGoOn(message, host=host, name=name, said=said)
    message = next(
        (message for hints, message in FILE_TROUBLES if any(one in said for one in hints)), OTHER_TROUBLE
    )
    return CannotGoOn(message, name=name, said=said, product=identity().command)


def lacks_table(error: DatabaseError) -> bool:
    return "no such table" in str(error) or _code_of(error) == UNDEFINED_TABLE


def is_at_fault_itself(error: DatabaseError) -> bool:
    """Whether it is the database that cannot be used, not what was asked of it: that would be a fault of ours."""
    if lacks_table(error):
        return True
    if not isinstance(error, OperationalError):
        return False
    if connection.vendor == "sqlite":
        return any(one in str(error) for hints, _ in FILE_TROUBLES for one in hints)
    return _code_of(error) is None  # the server said nothing: the line is not there


def _code_of(error: DatabaseError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
