"""`make test`: the suites of both products on SQLite, and before them the database-bound parts on PostgreSQL.

Each product has settings of its own, so each is a run of its own.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import psycopg

from tests.needs import NO_POSTGRESQL

HOUSE: Final = Path(__file__).resolve().parent.parent
WHERE: Final = {"Zhishou": (), "Xieban": ("xieban",)}  # the folders to test; none: those of pyproject.toml
PROBED: Final = ("postgres:///postgres", "postgres://127.0.0.1:5432/postgres")


def postgresql() -> str | None:
    """Return the address of a PostgreSQL where we may create databases, if one answers."""
    named = os.environ.get("TEST_DATABASE_URL")
    for url in [named] if named else PROBED:
        try:
            with psycopg.connect(url, connect_timeout=3) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.OperationalError as error:
            if named:
                sys.exit(f"TEST_DATABASE_URL does not answer: {' '.join(str(error).split())}")
            continue
        if row and row[0]:
            return url
    return None


def run(name: str, *arguments: str, environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest once, shown as it goes; return its exit code and its closing line."""
    print(f"\n== {name} ==", flush=True)  # noqa: T201 - this is the command's output
    command = [sys.executable, "-m", "pytest", "-n", "3", "--dist", "worksteal", *arguments]
    closing = ""
    with subprocess.Popen(
        command, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL
    ) as pytest:
        for line in pytest.stdout or ():
            print(line, end="", flush=True)  # noqa: T201 - as above
            closing = line.strip() or closing
    return pytest.returncode, closing


def main() -> int:
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="zhishou-test-") as data:
        # Many tests start processes of the product: compiled once, each starts in a third of the time.
        ours = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
        plain = {name: value for name, value in os.environ.items() if name not in ours}
        plain = {**plain, "ZHISHOU_DATA_DIR": f"{data}/zhishou", "XIEBAN_DATA_DIR": f"{data}/xieban"}
        subprocess.run(
            [HOUSE / "bin" / "zhishou", "messages", "compile"], check=False, env=plain, capture_output=True
        )
        closings = {}
        url = postgresql()
        for product, folders in WHERE.items() if url else ():
            closings[f"{product} on PostgreSQL"] = run(
                f"{product} on PostgreSQL: the database-bound part",
                *folders,
                "--database-bound",
                *arguments,
                environment={**plain, "DATABASE_URL": str(url)},
            )
        for product, folders in WHERE.items():
            closings[f"{product} on SQLite"] = run(
                f"{product} on SQLite: the whole suite",
                *folders,
                *(["--postgresql-elsewhere"] if url else []),
                *arguments,
                environment=plain,
            )
    if not url:
        print(f"SKIPPED: {NO_POSTGRESQL}")  # noqa: T201 - as above
    for name, (_, closing) in closings.items():
        print(f"{name}:\n{closing}")  # noqa: T201 - as above
    return max(code for code, _ in closings.values())


if __name__ == "__main__":
    sys.exit(main())
