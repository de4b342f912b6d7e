"""`make test`: the suites of both products on SQLite, and before them the database-bound parts on PostgreSQL.

Each product has settings of its own, so each is a run of its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of pytest: what it is called, what it is told, in what environment, by how many workers."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    workers: int


def take(run: Run, *, to: IO[str]) -> tuple[int, str]:
    """Run pytest once, written as it goes; return its exit code and its closing line."""
    print(f"\n== {run.name} ==", file=to, flush=True)
    command = [sys.executable, "-m", "pytest", "-n", str(run.workers), "--dist", "worksteal", *run.arguments]
    closing = ""
    with subprocess.Popen(
        command, cwd=HOUSE, env=run.environment, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL
    ) as pytest:
        for line in pytest.stdout or ():
            print(line, end="", file=to, flush=True)
            closing = line.strip() or closing
    return pytest.returncode, closing


def runs(product: str, arguments: list[str], *, url: str | None, plain: dict[str, str], workers: int) -> list[Run]:
    """Return the runs of one product: on PostgreSQL where one answers, and on SQLite."""
    folders = WHERE[product]
    found = []
    if url:
        found.append(
            Run(
                name=f"{product} on PostgreSQL: the database-bound part",
                arguments=[*folders, "--database-bound", *arguments],
                environment={**plain, "DATABASE_URL": url},
                workers=min(workers, 2),  # the server works beside them
            )
        )
    elsewhere = ["--postgresql-elsewhere"] if url else []
    found.append(
        Run(
            name=f"{product} on SQLite: the whole suite",
            arguments=[*folders, *elsewhere, *arguments],
            environment=plain,
            workers=workers,
        )
    )
    return found


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
        url = postgresql()
        first = runs("Zhishou", arguments, url=url, plain=plain, workers=3)
        beside = runs("Xieban", arguments, url=url, plain=plain, workers=2)
        # The long suite often waits, for processes and pages; the short one takes what it leaves, shown after.
        with (Path(data) / "beside").open("w+", encoding="utf-8") as kept, ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(lambda: [(run.name, *take(run, to=kept)) for run in beside])
            done = [(run.name, *take(run, to=sys.stdout)) for run in first] + waiting.result()
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout)
    if not url:
        print(f"SKIPPED: {NO_POSTGRESQL}")  # noqa: T201 - this is the command's output
    for name, _, closing in done:
        print(f"{name}:\n{closing}")  # noqa: T201 - as above
    return max(code for _, code, _ in done)


if __name__ == "__main__":
    sys.exit(main())
