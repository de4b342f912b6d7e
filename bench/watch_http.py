"""HTTP checks a second and core: 1,000 targets on a local nginx, each result judged, folded and stored.

`python bench/watch_http.py`. The looks and the storing are those of the prober, without its schedule: as fast as
they go for `WATCH_SECONDS` (20). Where Debian's prometheus-blackbox-exporter is installed, the same pages are asked
of it in the same run; it judges and stores nothing.
"""

import asyncio
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._databases import fresh

TARGETS, AT_ONCE, SECONDS = 1000, 100, float(os.environ.get("WATCH_SECONDS", "20"))
PORT = 18_743
NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log /dev/null;
events {{ worker_connections 2048; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
uwsgi_temp_path {folder}; scgi_temp_path {folder};
server {{ listen 127.0.0.1:{port}; location / {{ return 200 "ok"; }} }} }}
"""


@contextmanager
def nginx() -> Iterator[None]:
    path = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if path is None:
        sys.exit("nginx is missing (Debian: nginx-light)")
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, port=PORT), encoding="utf-8")
        server = subprocess.Popen([path, "-c", str(configuration), "-p", folder], stderr=subprocess.DEVNULL)
        try:
            time.sleep(1)
            yield
        finally:
            server.terminate()
            server.wait()


def inside(_folder: str) -> None:
    import django  # noqa: PLC0415 - once the environment is set

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    from django.conf import settings  # noqa: PLC0415 - as above
    from django.utils import timezone  # noqa: PLC0415 - as above

    from conftest import make_cast  # noqa: PLC0415 - as above
    from zhishou.watch.models import ProbeState  # noqa: PLC0415 - as above
    from zhishou.watch.queries.plans import plans  # noqa: PLC0415 - as above
    from zhishou.watch.tests.factories import make_many  # noqa: PLC0415 - as above

    settings.PROBE_TARGETS = (f"127.0.0.1:{PORT}",)
    make_many(make_cast(), probes=TARGETS, at=timezone.now(), edit=lambda text: text.replace(":8700", f":{PORT}"))
    keys = list(ProbeState.objects.order_by("pk").values_list("pk", flat=True))
    known = {}
    for start in range(0, len(keys), 500):
        known |= plans(keys[start : start + 500])
    asyncio.run(flat_out(known))


async def flat_out(known: dict[int, Any]) -> None:
    from django.db import connections  # noqa: PLC0415 - after set_up
    from django.utils import timezone  # noqa: PLC0415 - as above

    from zhishou.watch import actions  # noqa: PLC0415 - as above
    from zhishou.watch.models import Sample  # noqa: PLC0415 - as above
    from zhishou.watch.prober.looking import Turn, look  # noqa: PLC0415 - as above

    turns, taken, thread = [Turn(plan=one, due=0) for one in known.values()], [], ThreadPoolExecutor(1)
    used, since = time.process_time(), time.perf_counter()
    until = since + SECONDS

    async def one(mine: list[Any]) -> None:
        while time.perf_counter() < until:
            for turn in mine:
                if time.perf_counter() >= until:
                    return
                taken.append(await look(turn, at=timezone.now()))

    async def storing() -> None:
        loop = asyncio.get_running_loop()
        while time.perf_counter() < until or taken:
            some = taken[:1000]
            del taken[:1000]
            if some:
                keep = partial(actions.keep, taken=some, plans=known, at=timezone.now())
                await loop.run_in_executor(thread, keep)
            await asyncio.sleep(0.1)

    await asyncio.gather(storing(), *(one(turns[place::AT_ONCE]) for place in range(AT_ONCE)))
    cpu, wall = time.process_time() - used, time.perf_counter() - since
    stored = thread.submit(Sample.objects.count).result()
    thread.submit(connections.close_all).result()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"watch: {stored / wall:,.0f} checks/s of {TARGETS:,} targets, judged and stored; "
        f"{stored / cpu:,.0f} a second and "
        f"core; {memory:.0f} MiB"
    )


def exporter() -> None:
    path = shutil.which("prometheus-blackbox-exporter")
    if path is None:
        print("blackbox_exporter: not installed here (Debian: prometheus-blackbox-exporter)")
        return
    with tempfile.TemporaryDirectory() as folder:
        modules = Path(folder) / "modules.yml"
        modules.write_text("modules: {http_2xx: {prober: http}}\n", encoding="ascii")
        ask_beside([path, "--web.listen-address=127.0.0.1:19115", f"--config.file={modules}"])


def ask_beside(command: list[str]) -> None:
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while socket.socket().connect_ex(("127.0.0.1", 19115)) and time.monotonic() < until:
            time.sleep(0.2)
        asyncio.run(ask_exporter(server.pid))
    finally:
        server.terminate()
        server.wait()


async def ask_exporter(pid: int) -> None:
    import aiohttp  # noqa: PLC0415 - only here

    def cpu() -> float:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    count, until, used = 0, time.perf_counter() + SECONDS, cpu()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def one() -> None:
            nonlocal count
            while time.perf_counter() < until:
                url = f"http://127.0.0.1:19115/probe?module=http_2xx&target=http://127.0.0.1:{PORT}/"
                async with session.get(url) as answer:
                    await answer.read()
                count += 1

        await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    print(f"blackbox_exporter: {count / (cpu() - used):,.0f} checks a second and core, nothing judged or stored")


def main() -> int:
    failed = 0
    with nginx():
        for name, environment, folder in fresh():
            print(f"-- {name}", flush=True)
            environment |= {"DJANGO_SETTINGS_MODULE": "zhishou.config.settings", "ZHISHOU_LOG_LEVEL": "ERROR"}
            command = [sys.executable, __file__, "inside", json.dumps(str(folder))]
            failed += subprocess.run(command, env=environment, check=False).returncode != 0
        exporter()
    return failed


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        inside(json.loads(sys.argv[2]))
    else:
        sys.exit(main())
