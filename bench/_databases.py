"""Where benchmarks run: a fresh PostgreSQL database where a server answers, and a fresh SQLite file."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = "postgres:///postgres"
"""A URL whose user may create databases; `ZHISHOU_BENCH_POSTGRESQL` names another."""
SECRET = "signs nothing that anybody keeps, " * 2
"""What is started by hand needs one."""


def fresh() -> Iterator[tuple[str, dict[str, str], Path]]:
    """Yield each engine's name, the environment that leads to it, and an empty folder; gone afterwards."""
    for place in (_postgresql, _sqlite):
        with place() as found:
            if found is not None:
                yield found


@contextmanager
def _sqlite() -> Iterator[tuple[str, dict[str, str], Path]]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ZHISHOU_DATA_DIR": folder, "ZHISHOU_SECRET_KEY": SECRET}
        environment.pop("DATABASE_URL", None)
        yield "SQLite", environment, Path(folder)


@contextmanager
def _postgresql() -> Iterator[tuple[str, dict[str, str], Path] | None]:
    import psycopg  # noqa: PLC0415 - only where it is asked
    from psycopg import sql  # noqa: PLC0415 - as above

    server = os.environ.get("ZHISHOU_BENCH_POSTGRESQL", SERVER)
    try:
        console = psycopg.connect(server, autocommit=True)
    except psycopg.OperationalError:
        print(f"PostgreSQL: skipped, no server at {server} (Debian: postgresql)")
        yield None
        return
    name = f"zhishou_bench_{uuid.uuid4().hex[:8]}"
    with console, tempfile.TemporaryDirectory() as folder:
        console.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            url = f"{server.rpartition('/')[0]}/{name}"
            own = {"ZHISHOU_DATA_DIR": folder, "ZHISHOU_SECRET_KEY": SECRET, "DATABASE_URL": url}
            yield "PostgreSQL", {**os.environ, **own}, Path(folder)
        finally:
            console.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
