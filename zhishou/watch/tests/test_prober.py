"""Probers share the work without doing anything twice, take over from a dead one, and look at the real thing."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from conftest import NOON, Cast
from jishi.heartbeat.models import Process
from tests.apart import run_apart
from tests.servers import free_port
from zhishou.watch import actions
from zhishou.watch.actions.leasing import adopt
from zhishou.watch.models import ProbeState, Sample
from zhishou.watch.prober.beginning import others_answer
from zhishou.watch.prober.looking import Turn, look
from zhishou.watch.prober.loop import Prober
from zhishou.watch.prober.reckoning import Reckoning
from zhishou.watch.prober.spool import Spool
from zhishou.watch.prober.store import Store
from zhishou.watch.queries.plans import plans
from zhishou.watch.tests.factories import MINUTE, SECOND, Watch, make_watch, many_targets, prober_lives


def share(process: Process) -> set[int]:
    return set(actions.share_out(prober=str(process.pk), at=NOON).due)


@pytest.mark.django_db
def test_probers_share_evenly_and_never_the_same(cast: Cast) -> None:
    make_watch(cast, profile=many_targets(40))
    first = Process.objects.get()
    assert len(share(first)) == 40

    second, third = prober_lives(), prober_lives()
    for _ in range(2):
        found = [share(one) for one in (first, second, third)]

    assert sorted(len(one) for one in found) == [12, 14, 14]
    assert max(Counter(key for one in found for key in one).values()) == 1
    assert len(set().union(*found)) == 40


@pytest.mark.django_db
def test_what_a_dead_prober_had_is_taken_over_at_once_it_is_known_to_be_dead(cast: Cast) -> None:
    make_watch(cast, profile=many_targets(10))
    dead, living = Process.objects.get(), prober_lives()
    share(dead)
    share(living)
    share(dead)
    share(living)

    Process.objects.filter(pk=dead.pk).update(died_at=NOON)

    assert len(share(living)) == 10


@pytest.mark.django_db
def test_a_probe_that_left_the_profile_is_asked_no_more(cast: Cast) -> None:
    watch = make_watch(cast, profile=many_targets(10))
    mine = Process.objects.get()
    share(mine)

    from zhishou.systems import actions as systems  # noqa: PLC0415 - only this test loads anew

    systems.load_profile(text=many_targets(4), contract=watch.system.contract, by=None, at=NOON)

    assert len(share(mine)) == 4
    assert ProbeState.objects.filter(leased_by="").count() == 6


def test_the_moment_is_carried_on_by_a_clock_that_never_jumps() -> None:
    steady = [100.0]
    reckoning = Reckoning(steady=lambda: steady[0])
    reckoning.learn(NOON)
    steady[0] += 90

    assert reckoning.now() == NOON + 90 * SECOND
    assert reckoning.at(NOON + 2 * MINUTE) == 220
    reckoning.learn(NOON - timedelta(hours=1))
    assert reckoning.now() == NOON - timedelta(hours=1)


class Site(BaseHTTPRequestHandler):
    """Answers every page."""

    def do_GET(self) -> None:
        body = b"hits 7\n" if self.path == "/metrics" else b"ok"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


class HeldUp(Store):
    """A store whose thread is busy with the tick until it is let go."""

    def __init__(self, *, spool: Spool, name: Callable[[], str]) -> None:
        super().__init__(spool=spool, name=name, steady=time.monotonic)
        self.go_on = Event()

    def look_at_the_tick(self) -> None:
        """Wait, as for a database that has much to do."""
        self.go_on.wait()


async def until(prober: Prober, seen: Callable[[], bool], *, then: Callable[[], None] = lambda: None) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(prober.run(stop))
    while not seen() and not running.done():
        await asyncio.wait({running}, timeout=0.01)
    stop.set()
    await asyncio.wait({running}, timeout=0.01)
    then()
    await running


@pytest.fixture
def silent() -> Iterator[int]:
    """Take connections and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    found = Spool(tmp_path / "spool", prober="mine", most_bytes=1_000_000)
    found.open()
    with override_settings(ALARMS_DIR=tmp_path):
        yield found
    found.close()


def five_at(cast: Cast, port: int) -> str:
    """Make five probes due at once; return the name of the prober that has them."""
    at = timezone.now()
    profile = many_targets(5).replace(":8700", f":{port}").replace('"X-01"', '"X-01", timeout = "1 s", retries = 0')
    make_watch(cast, profile=profile, at=at)
    adopt(at=at)
    ProbeState.objects.update(due_at=at)
    return str(Process.objects.get().pk)


@pytest.mark.one_engine
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("target", "outcome"), [("site", "measured"), ("silent", "failed")])
def test_a_prober_looks_at_the_real_thing(
    target: str, outcome: str, cast: Cast, spool: Spool, request: pytest.FixtureRequest
) -> None:
    port = request.getfixturevalue(target)
    mine = five_at(cast, port)
    store = Store(spool=spool, name=lambda: mine, steady=time.monotonic)
    prober = Prober(store=store, reckoning=Reckoning(), most_at_once=10)

    with override_settings(PROBE_TARGETS=[f"127.0.0.1:{port}"]):
        run_apart(until(prober, lambda: prober.looks >= 5))
    connection.close()

    assert Sample.objects.count() == 5
    assert {one for (one,) in ProbeState.objects.values_list("last_outcome")} == {outcome}
    assert {one for (one,) in ProbeState.objects.values_list("leased_by")} == {""}


@pytest.mark.one_engine
@pytest.mark.django_db(transaction=True)
def test_a_stop_loses_nothing_that_waits_to_be_kept(cast: Cast, site: int, spool: Spool) -> None:
    mine = five_at(cast, site)
    store = HeldUp(spool=spool, name=lambda: mine)
    prober = Prober(store=store, reckoning=Reckoning(), most_at_once=10)

    with override_settings(PROBE_TARGETS=[f"127.0.0.1:{site}"]):
        # The results were handed over, and stand in line behind what the thread is busy with.
        run_apart(until(prober, lambda: prober.looks >= 5 and not prober._taken, then=store.go_on.set))
    connection.close()

    assert Sample.objects.count() == 5


@pytest.mark.one_engine
@pytest.mark.django_db
def test_the_first_look_at_a_counter_is_what_the_next_is_compared_with(cast: Cast, site: int) -> None:
    counter = '"X-02", options = { path = "/metrics", metric = "hits", rate = true }'
    make_watch(cast, profile=many_targets(1).replace(":8700", f":{site}").replace('"X-01"', counter))
    [plan] = plans(list(ProbeState.objects.values_list("pk", flat=True))).values()
    turn = Turn(plan=plan, due=0)

    with override_settings(PROBE_TARGETS=[f"127.0.0.1:{site}"]):
        found = [run_apart(look(turn, at=NOON + seconds * SECOND)) for seconds in (0, 30)]

    assert [(one.outcome, one.value) for one in found] == [("unknown", None), ("measured", 0)]


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_away_results_wait_on_the_disk_and_are_kept_once(
    watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = Spool(tmp_path / "spool", prober="mine", most_bytes=1_000_000)
    spool.open()
    store = Store(spool=spool, name=lambda: "mine", steady=time.monotonic)
    found = [watch.taken("host-answers", letter, NOON + one * SECOND) for one, letter in enumerate("ncc")]

    with monkeypatch.context() as broken:
        broken.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")
        broken.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        broken.setitem(connection.settings_dict, "PORT", "1")
        connection.close()
        for one in found:
            assert store.keep([one], at=NOON) == frozenset()
        assert store.round() is None
        connection.close()
    assert spool.waiting == 3

    store.keep([], at=NOON + MINUTE)
    store.keep(found, at=NOON + MINUTE)
    spool.close()

    assert spool.is_empty
    assert Sample.objects.count() == 3
    assert watch.state("host-answers").standing == "critical"


class Beginner(BaseHTTPRequestHandler):
    """A page of something that has just been started: its first answers say that it is not ready."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(503 if self.asked < 3 else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def beginner() -> Iterator[str]:
    Beginner.asked = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Beginner) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def begin(*urls: str, stopped: bool = False, patience: float = 60.0) -> None:
    async def waited() -> None:
        stop = asyncio.Event()
        if stopped:
            stop.set()
        await others_answer(urls, stop=stop, every=0.01, patience=patience)

    asyncio.run(waited())


def test_it_begins_once_what_starts_beside_it_is_ready(beginner: str) -> None:
    begin(beginner, beginner)

    assert Beginner.asked == 4, "twice in vain, then once for each"


def test_what_never_answers_is_looked_at_all_the_same() -> None:
    begin(f"http://127.0.0.1:{free_port()}/", patience=0.05)


def test_who_is_stopped_while_it_waits_stops(beginner: str) -> None:
    begin(beginner, stopped=True)

    assert Beginner.asked == 0
