"""5,000 probes of a minute on one core, results stored: how late looks begin, and what memory the prober takes.

`python bench/watch_schedule.py`. The targets are a plain socket on this machine that answers at once; what is
measured is the real prober, bound to one core, against a fresh database, for `WATCH_SECONDS` (150).
"""

import json
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._databases import fresh

PROBES = int(os.environ.get("WATCH_PROBES", "5000"))
SECONDS = int(os.environ.get("WATCH_SECONDS", "150"))
WARM_UP = 20


def inside(folder: str) -> None:
    import django  # noqa: PLC0415 - once the environment is set

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    port = answering()
    os.environ["ZHISHOU_PROBE_TARGETS"] = f"127.0.0.1:{port}"
    from django.conf import settings  # noqa: PLC0415 - as above

    settings.PROBE_TARGETS = (f"127.0.0.1:{port}",)
    lay(port)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    go(Path(folder))


def answering() -> int:
    """Take connections in a thread, on another core where there is one."""
    import socket  # noqa: PLC0415 - only inside

    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)

    def serve() -> None:
        while True:
            taken, _ = listening.accept()
            taken.close()

    threading.Thread(target=serve, daemon=True).start()
    return int(listening.getsockname()[1])


def lay(port: int) -> None:
    from django.utils import timezone  # noqa: PLC0415 - after set_up

    from conftest import make_cast  # noqa: PLC0415 - as above
    from zhishou.watch.tests.factories import make_many  # noqa: PLC0415 - as above

    def by_tcp(text: str) -> str:
        text = text.replace("http://127.0.0.1:8700", f"127.0.0.1:{port}").replace('"http"', '"tcp"')
        return text.replace('"X-01"', '"X-03"')

    make_many(make_cast(), probes=PROBES, at=timezone.now(), edit=by_tcp)


def go(folder: Path) -> None:
    import asyncio  # noqa: PLC0415 - only inside
    import time  # noqa: PLC0415 - as above

    from jishi.tasks.door import make_heart  # noqa: PLC0415 - as above
    from zhishou.watch.models import Sample  # noqa: PLC0415 - as above
    from zhishou.watch.prober.loop import Prober  # noqa: PLC0415 - as above
    from zhishou.watch.prober.reckoning import Reckoning  # noqa: PLC0415 - as above
    from zhishou.watch.prober.spool import Spool  # noqa: PLC0415 - as above
    from zhishou.watch.prober.store import Store  # noqa: PLC0415 - as above

    heart = make_heart("prober", afterwards=lambda: None)
    heart.start()
    spool = Spool(folder / "prober", prober=heart.id, most_bytes=64_000_000)
    spool.open()
    store = Store(spool=spool, name=lambda: heart.id, steady=time.monotonic)
    prober = Prober(store=store, reckoning=Reckoning(), most_at_once=500)

    async def run() -> tuple[float, float]:
        stop = asyncio.Event()
        running = asyncio.create_task(prober.run(stop))
        await asyncio.wait({running}, timeout=WARM_UP)
        prober.lags.clear()
        used, since = time.process_time(), monotonic()
        await asyncio.wait({running}, timeout=SECONDS)
        spent = (time.process_time() - used, monotonic() - since)
        stop.set()
        await running
        return spent

    cpu, wall = asyncio.run(run())
    spool.close()
    heart.stop()
    lags = sorted(prober.lags)
    stored = Sample.objects.count()
    print(
        f"watch: {PROBES:,} probes of 60 s, {len(lags):,} looks in {wall:.0f} s, {stored:,} samples stored in all"
    )
    print(
        f"watch: lag p50 {lags[len(lags) // 2] * 1000:.0f} ms, p99 {lags[int(len(lags) * 0.99)] * 1000:.0f} ms, "
        f"longest {lags[-1] * 1000:.0f} ms; {cpu / wall * 100:.0f} % of a core"
    )
    print(f"watch: memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def main() -> int:
    failed = 0
    for name, environment, folder in fresh():
        print(f"-- {name}", flush=True)
        environment |= {"DJANGO_SETTINGS_MODULE": "zhishou.config.settings", "ZHISHOU_LOG_LEVEL": "ERROR"}
        command = [sys.executable, __file__, "inside", json.dumps(str(folder))]
        failed += subprocess.run(command, env=environment, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        inside(json.loads(sys.argv[2]))
    else:
        sys.exit(main())
