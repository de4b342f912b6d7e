"""Ledger appends a second, 8 writing processes and a sealer, on PostgreSQL and SQLite: `python bench/ledger.py`."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
WRITERS, EACH = 8, 500


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhishou.config.settings")
    import django  # noqa: PLC0415 - settings first

    django.setup()


def now() -> datetime:
    return datetime.now(tz=UTC)


def write(number: int, start: Path) -> None:
    """Record `EACH` entries, each in a transaction of its own, once the signal to start is there."""
    set_up()
    from django.db import connection  # noqa: PLC0415

    from zhishou.ledger.actions import record  # noqa: PLC0415
    from zhishou.people.queries import engagement_of_event  # noqa: PLC0415

    engagement = engagement_of_event(code="bench")
    connection.ensure_connection()
    start.with_name(f"ready-{number}").touch()
    while not start.exists():
        sleep(0.005)
    for turn in range(EACH):
        at = now()
        record(
            what="bench.written",
            about_kind="ticket",
            about_key=f"T-{number}-{turn}",
            engagement=engagement,
            by=None,
            happened_at=at,
            at=at,
            payload={"title": "公文打不开，提示控件未安装", "level": 2, "turn": turn},
            process="bench",
        )


def seal(stop: Path) -> None:
    """Seal again and again, as a tick does, until told to stop; then once more."""
    set_up()
    from zhishou.ledger import actions  # noqa: PLC0415

    while not stop.exists():
        actions.seal(at=now())
        sleep(0.2)
    actions.seal(at=now())


def prepare() -> None:
    set_up()
    from django.core.management import call_command  # noqa: PLC0415

    from conftest import make_engagement  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    make_engagement("bench")


def prove() -> None:
    set_up()
    from zhishou.ledger import queries  # noqa: PLC0415
    from zhishou.people.queries import engagement_of_event  # noqa: PLC0415

    begun = monotonic()
    verdict = queries.verify_chain(engagement_of_event(code="bench"))
    assert verdict.holds, verdict
    assert (verdict.proof.entries, verdict.waiting) == (WRITERS * EACH, 0), verdict
    print(f"{WRITERS * EACH / (monotonic() - begun):,.0f}")


def myself(environment: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, str(Path(__file__).resolve()), *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def measure(name: str, environment: dict[str, str], folder: Path) -> None:
    assert myself(environment, "prepare").wait() == 0
    start, stop = folder / "start", folder / "stop"
    writers = [myself(environment, "write", str(number), str(start)) for number in range(WRITERS)]
    sealer = myself(environment, "seal", str(stop))
    while len(list(folder.glob("ready-*"))) < WRITERS:
        assert all(writer.poll() is None for writer in writers), "a writer died"
        sleep(0.02)
    begun = monotonic()
    start.touch()
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    written = monotonic() - begun
    stop.touch()
    assert sealer.wait() == 0
    sealed = monotonic() - begun
    proof = myself(environment, "prove")
    proved = proof.communicate()[0].strip()
    assert proof.returncode == 0
    count = WRITERS * EACH
    print(f"ledger on {name}: {count / written:,.0f} appends/s with {WRITERS} writers")
    print(f"ledger on {name}: {count / sealed:,.0f} entries/s until the last was sealed; verified {proved}/s")


def main() -> None:
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["write", number, start]:
            write(int(number), Path(start))
        case ["seal", stop]:
            seal(Path(stop))
        case ["prove"]:
            prove()
        case _:
            from bench._databases import fresh  # noqa: PLC0415 - the writers need it not

            for name, environment, folder in fresh():
                measure(name, environment, folder)


if __name__ == "__main__":
    main()
