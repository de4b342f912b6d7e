"""Real probers on a real site: one is killed amid its looks, of another the PostgreSQL is stopped for a while."""

import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any

import psycopg
import pytest
from django.db import connection

from jishi.tasks.tests.proof.database import Proof, file_in, open_sqlite
from tests.copied import Copied, Original
from tests.databases import copy_migrated, migrated_template
from tests.needs import NO_POSTGRESQL
from tests.servers import folder, free_port

pytestmark = pytest.mark.processes

PROBES = 8
SLOW_MACHINE = 120
TAKEN_OVER = 30
BEGIN = """
from django.utils import timezone
from conftest import make_cast
from jishi.heartbeat.models import Process
from zhishou.watch.actions.leasing import adopt
from zhishou.watch.models import ProbeState
from zhishou.watch.tests.factories import make_watch, many_targets
at = timezone.now()
profile = many_targets(PROBES).replace(":8700", ":PORT")
for number in range(PROBES):
    spoken = f'connector = "site", check = "X-01", options = {{ path = "/{number}" }}, every = "5 s"'
    profile = profile.replace('connector = "site", check = "X-01" }', spoken + ' }', 1)
make_watch(make_cast(), profile=profile, at=at)
Process.objects.all().delete()
adopt(at=at)
ProbeState.objects.update(due_at=at)
"""
SAMPLES = "SELECT probe_id, at_ms FROM watch_sample"
LEASES = "SELECT count(DISTINCT leased_by) FROM watch_probestate WHERE leased_by <> ''"


class Site:
    """Answers every page, keeps count of them, and holds its answers back where it is told to."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.held = 0
        self.open = Event()
        self.open.set()
        site = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if not site.open.is_set():
                    site.held += 1
                site.open.wait(SLOW_MACHINE)
                site.asked[self.path] += 1
                with suppress(OSError):  # who asked was killed
                    self.send_response(200)
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                    self.wfile.write(b"ok")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.open.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class House:
    """One deployment that watches a site, and its probers."""

    def __init__(
        self,
        url: str,
        ask: Callable[[str], list[tuple[Any, ...]]],
        *,
        loaded: Original,
        data: Path,
        log: IO[bytes],
        site: Site,
    ) -> None:
        self.ask, self.loaded, self.data, self.log, self.site = ask, loaded, data, log, site
        self.environment = {
            **os.environ,
            "ZHISHOU_DATA_DIR": str(data),
            "DATABASE_URL": url,
            "ZHISHOU_PROBE_TARGETS": f"127.0.0.1:{site.port}",
            "ZHISHOU_HEARTBEAT_MS": "500",
            "ZHISHOU_DEAD_AFTER_MS": "3000",
        }
        self.probers: list[Copied] = []

    def zhishou(self, *arguments: str) -> None:
        self.loaded.run(*arguments, environment=self.environment).check_returncode()

    def begin(self) -> None:
        try:
            self.samples()
        except (sqlite3.Error, psycopg.Error):  # not a copy of what is migrated already
            self.zhishou("migrate", "-v0")
        self.zhishou(
            "shell", "-v0", "-c", BEGIN.replace("PROBES", str(PROBES)).replace("PORT", str(self.site.port))
        )

    def start_prober(self) -> Copied:
        started = self.loaded.start("prober", environment=self.environment, stdout=self.log, stderr=self.log)
        self.probers.append(started)
        return started

    def end(self, how: signal.Signals) -> None:
        for one in self.probers:
            one.send_signal(how)
            one.wait()
        self.probers.clear()

    def samples(self) -> list[tuple[int, int]]:
        return [(probe, at_ms) for probe, at_ms in self.ask(SAMPLES)]


def until(true: Callable[[], bool], *, within: float = SLOW_MACHINE, otherwise: str) -> None:
    """Wait for something that real processes do; a busy database is asked again."""
    ends = time.monotonic() + within
    while True:
        with suppress(Exception):
            if true():
                return
        assert time.monotonic() < ends, otherwise
        time.sleep(0.05)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def proof(django_db_setup: None, tmp_path: Path) -> Iterator[Proof]:
    copy_migrated(file_in(tmp_path))
    with open_sqlite(tmp_path) as made:
        yield made


@contextmanager
def standing(
    url: str, ask: Callable[[str], list[tuple[Any, ...]]], *, loaded: Original, data: Path, site: Site
) -> Iterator[House]:
    with (data / "log").open("wb") as log:
        made = House(url, ask, loaded=loaded, data=data, log=log, site=site)
        try:
            made.begin()
            yield made
        finally:
            made.end(signal.SIGKILL)


@pytest.mark.one_engine
def test_what_a_killed_prober_was_looking_at_is_looked_at_by_another_and_nothing_kept_is_lost(
    proof: Proof, loaded: Original, site: Site, tmp_path: Path
) -> None:
    with standing(proof.url, proof.ask, loaded=loaded, data=tmp_path, site=site) as house:
        first, _second = house.start_prober(), house.start_prober()
        until(lambda: house.ask(LEASES) == [(2,)], otherwise="the probers do not share")
        until(lambda: len({probe for probe, _at in house.samples()}) == PROBES, otherwise="nothing is looked at")
        site.open.clear()
        # More than one of them can have: so each is in the middle of a look.
        until(lambda: site.held > PROBES // 2, otherwise="nothing is being looked at")
        kept, killed_ms = set(house.samples()), time.time() * 1000

        first.kill()
        first.wait()
        site.open.set()
        until(
            lambda: len({probe for probe, at_ms in house.samples() if at_ms > killed_ms}) == PROBES,
            within=TAKEN_OVER,
            otherwise="not everything was taken over",
        )
        house.probers.remove(first)
        house.end(signal.SIGTERM)

        found = house.samples()
        assert kept <= set(found)
        assert len(found) == len(set(found))
        assert len(found) <= sum(site.asked.values())


class Cluster:
    """A PostgreSQL of the test's own that may be stopped."""

    def __init__(self, here: Path) -> None:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        if not programs:
            pytest.skip(NO_POSTGRESQL)
        self._bin, self._here = programs[-1].parent, here
        self._user = pwd.getpwnam("postgres").pw_uid if os.getuid() == 0 else None
        self.port = free_port()
        if self._user is not None:
            shutil.chown(here, self._user)
        self._run(
            "initdb",
            "-D",
            str(here / "data"),
            "-U",
            "zhishou",
            "-A",
            "trust",
            "-N",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
        )
        self.url = f"postgres://zhishou@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *arguments: str) -> None:
        with (self._here / "output").open("ab") as output:
            command = [str(self._bin / program), *arguments]
            subprocess.run(command, check=True, stdout=output, stderr=output, user=self._user, cwd=self._here)

    def start(self) -> None:
        how = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run(
            "pg_ctl", "-D", str(self._here / "data"), "-w", "-l", str(self._here / "server"), "-o", how, "start"
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._here / "data"), "-w", "-m", "fast", "stop")

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as opened:
            return opened.execute(sql).fetchall()

    def fill(self, template: str) -> None:
        """Lay the tables of a migrated database."""
        known = connection.get_connection_params()
        where = {key: str(known[key]) for key in ("host", "port", "user", "password") if known.get(key)}
        environment = {**os.environ, **{f"PG{key.upper()}": value for key, value in where.items()}}
        dump = subprocess.run(
            ["pg_dump", "--no-owner", "--no-privileges", template], env=environment, check=True, capture_output=True
        )
        subprocess.run(["psql", "-q", "-d", self.url], input=dump.stdout, check=True, capture_output=True)


@pytest.fixture
def cluster(django_db_setup: None) -> Iterator[Cluster]:
    with folder() as here:
        made = Cluster(here)
        made.start()
        try:
            template = migrated_template()
            if template is not None:
                made.fill(template)
            yield made
        finally:
            with suppress(subprocess.CalledProcessError):  # it may be stopped already
                made.stop()


@pytest.mark.postgresql
def test_what_was_seen_while_postgresql_was_stopped_is_kept_once_and_whole(
    cluster: Cluster, loaded: Original, site: Site, tmp_path: Path
) -> None:
    waiting = tmp_path / "prober"

    def lines() -> int:
        return sum(one.read_bytes().count(b"\n") for one in waiting.glob("*.results"))

    with standing(cluster.url, cluster.ask, loaded=loaded, data=tmp_path, site=site) as house:
        house.start_prober()
        until(lambda: len({probe for probe, _at in house.samples()}) == PROBES, otherwise="nothing is looked at")

        cluster.stop()
        until(lambda: lines() >= PROBES, otherwise="what is seen does not wait on the disk")
        cluster.start()
        until(lambda: lines() == 0, otherwise="what waited is not kept")
        house.end(signal.SIGTERM)

        found = house.samples()
        assert len(found) == len(set(found)) == sum(site.asked.values())
        assert not list(waiting.glob("*.results"))
