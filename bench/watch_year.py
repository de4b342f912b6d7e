"""A year of samples of 500 probes: how much room they take, and how fast a chart of it is read.

`python bench/watch_year.py`. The year is laid as the packing writes it: blocks of the last 14 days, roll-ups of all
of it, made by the same functions from made-up samples of one a minute.
"""

import json
import math
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._databases import fresh

PROBES, DAYS, RAW_DAYS = 500, 365, 14
END = datetime(2024, 1, 1, tzinfo=UTC)
READS = 400
BAD_SHARE = 0.002


def hour_of(chance: random.Random, start: int) -> list[object]:
    """Return an hour of samples that look like response times: a daily swing, noise, a spike now and then."""
    from zhishou.systems.rules.observing import Outcome  # noqa: PLC0415 - after set_up
    from zhishou.watch.rules.points import Point  # noqa: PLC0415 - as above
    from zhishou.watch.rules.words import Verdict  # noqa: PLC0415 - as above

    swing = 0.08 + 0.05 * math.sin(start / 86_400 * math.tau)
    return [
        Point(
            (start + minute * 60) * 1000 + chance.randrange(1000),
            swing * chance.lognormvariate(0, 0.3),
            Outcome.MEASURED,
            Verdict.NORMAL if chance.random() > BAD_SHARE else Verdict.WARNING,
            chance.randrange(20, 200),
        )
        for minute in range(60)
    ]


def lay() -> None:
    """Lay the year, one probe in whole and the others by its blocks shifted: the sizes are those of real noise."""
    from conftest import make_cast  # noqa: PLC0415 - after set_up
    from zhishou.watch.models import ProbeState, RollUp, SampleBlock  # noqa: PLC0415 - as above
    from zhishou.watch.rules import points, rollups  # noqa: PLC0415 - as above
    from zhishou.watch.tests.factories import make_many  # noqa: PLC0415 - as above

    make_many(make_cast(), probes=PROBES, at=END, edit=str)
    keys = list(ProbeState.objects.order_by("pk").values_list("pk", flat=True))
    chance, end = random.Random(7), int(END.timestamp())
    begin = end - DAYS * 86_400
    kinds = []
    for _kind in range(5):
        blocks, buckets = [], {300: [], 3600: []}
        for start in range(begin, end, 3600):
            found = hour_of(chance, start)
            if start >= end - RAW_DAYS * 86_400:
                blocks.append((start, len(found), points.pack(found)))
            for width, made in buckets.items():
                made.extend(rollups.buckets(found, width=width))
        rows = []
        for width, made in buckets.items():
            held: dict[int, list[object]] = {}
            for one in made:
                held.setdefault(rollups.row_start(one.start, width=width), []).append(one)
            rows += [(width, first, rollups.pack(mine, width=width)) for first, mine in held.items()]
        kinds.append((blocks, rows))
    for place, key in enumerate(keys):
        blocks, rows = kinds[place % len(kinds)]
        SampleBlock.objects.bulk_create(
            [SampleBlock(probe_id=key, starts_at=start, count=count, body=body) for start, count, body in blocks],
            batch_size=400,
        )
        RollUp.objects.bulk_create(
            [RollUp(probe_id=key, width=width, starts_at=first, body=body) for width, first, body in rows],
            batch_size=400,
        )


def measure(folder: Path) -> None:
    """Print the size, and how long charts take."""
    from django.db import connection  # noqa: PLC0415 - after set_up

    from zhishou.systems.models import Probe  # noqa: PLC0415 - as above
    from zhishou.watch.queries.series import series  # noqa: PLC0415 - as above

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE relname IN "
                "('watch_sampleblock', 'watch_rollup')"
            )
            size = int(cursor.fetchone()[0])
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = sum(one.stat().st_size for one in folder.glob("*.sqlite3*"))
    print(f"watch: a year of {PROBES} probes takes {size / 2**20:,.0f} MiB, {size / PROBES / 2**20:.2f} a probe")
    keys, chance = list(Probe.objects.values_list("pk", flat=True)), random.Random(3)
    for name, days in (("hour", 1 / 24), ("day", 1), ("week", 7), ("month", 31), ("year", 365)):
        took = []
        for _ in range(READS):
            key = chance.choice(keys)
            since = perf_counter()
            series(probe_id=key, since=END - timedelta(days=days), until=END)
            took.append((perf_counter() - since) * 1000)
        took.sort()
        print(f"watch: chart of a {name}: p50 {took[READS // 2]:.1f} ms, p99 {took[int(READS * 0.99)]:.1f} ms")


def inside(folder: str) -> None:
    import django  # noqa: PLC0415 - once the environment is set

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    since = perf_counter()
    lay()
    print(f"watch: laid in {perf_counter() - since:.0f} s")
    measure(Path(folder))


def main() -> int:
    failed = 0
    for name, environment, folder in fresh():
        print(f"-- {name}", flush=True)
        environment |= {"DJANGO_SETTINGS_MODULE": "zhishou.config.settings"}
        command = [sys.executable, __file__, "inside", json.dumps(str(folder))]
        failed += subprocess.run(command, env=environment, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhishou.config.settings")
        inside(json.loads(sys.argv[2]))
    else:
        sys.exit(main())
