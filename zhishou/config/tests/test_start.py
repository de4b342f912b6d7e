"""`zhishou start` with its real processes, in a data directory of its own."""

import contextlib
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.copied import Original
from tests.servers import free_port, free_ports

pytestmark = pytest.mark.processes

HOUSE = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "zhishou", "start"]
BUILT = pytest.mark.skipif(
    finders.find("built/manifest.json") is None, reason="the pages are not built: run `make build`"
)


def environment_of(data: Path, *, port: int, live: int, **settings: str) -> dict[str, str]:
    """Return the environment of a start in a data directory."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ports = {"ZHISHOU_PORT": str(port), "ZHISHOU_LIVE_PORT": str(live)}
    return {**inherited, "ZHISHOU_DATA_DIR": str(data), "ZHISHOU_DEMO": "false", **ports, **settings}


class Start:
    """One `zhishou start`, and everything that it has written."""

    def __init__(self, data: Path, log_folder: Path) -> None:
        self.log = log_folder / f"log-{time.monotonic_ns()}"
        self.port, live = free_ports(2)
        with self.log.open("wb") as log:
            self.popen = subprocess.Popen(
                COMMAND,
                cwd=HOUSE,
                env=environment_of(data, port=self.port, live=live),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def text(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def waits_until_ready(self) -> None:
        until = time.monotonic() + 180  # a machine may be busy; how long a start takes is a benchmark
        while "Zhishou is ready" not in self.text():
            assert self.popen.poll() is None, self.text()
            assert time.monotonic() < until, self.text()
            time.sleep(0.05)

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return int(answer.status)

    def counted(self, _turn: int) -> float:
        """Return how many requests were answered, as whichever web worker is asked tells it."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(one.rpartition(" ")[2]) for one in lines if one.startswith("zhishou_requests_total{"))

    def ends(self) -> int:
        return self.popen.wait(60)


def living(data: Path) -> list[str]:
    """Return the command of every process that works on the data directory."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"ZHISHOU_DATA_DIR={data}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                found.append((entry / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
        except OSError:
            continue
    return found


def listening_on(port: int) -> set[str]:
    """Return the addresses on which anything listens at the port; IPv6 ones as they stand in the kernel's table."""
    tables = "".join(Path(f"/proc/net/{table}").read_text(encoding="utf-8") for table in ("tcp", "tcp6"))
    found = re.findall(rf"([0-9A-F]+):{port:04X} [0-9A-F]+:0000 0A", tables)
    return {socket.inet_ntoa(bytes.fromhex(one)[::-1]) if len(one) == 8 else one for one in found}


@pytest.fixture
def starts(tmp_path: Path) -> Iterator[Callable[[], Start]]:
    started: list[Start] = []

    def start() -> Start:
        started.append(Start(tmp_path / "data", tmp_path))
        return started[-1]

    yield start
    for one in started:
        if one.popen.poll() is None:
            one.popen.terminate()
    for one in started:
        try:
            one.ends()
        except subprocess.TimeoutExpired:
            os.killpg(one.popen.pid, signal.SIGKILL)
            one.popen.wait()
            raise


@BUILT
def test_it_starts_stops_starts_again_with_all_its_data_and_killed_leaves_nothing_behind(
    starts: Callable[[], Start], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    first = starts()
    first.waits_until_ready()
    assert listening_on(first.port) == {"127.0.0.1"}
    assert f"http://localhost:{first.port}/" in first.text()
    with ThreadPoolExecutor(8) as askers:
        assert set(askers.map(first.get, ["/sign-in/"] * 24)) == {200}
        assert set(askers.map(first.counted, range(16))) == {24}
    key = (data / "keys" / "secret_key").read_bytes()
    with sqlite3.connect(data / "zhishou.sqlite3") as database:
        database.execute("CREATE TABLE kept (word TEXT)")
        database.execute("INSERT INTO kept VALUES ('still here')")
    database.close()

    first.popen.send_signal(signal.SIGINT)
    assert first.ends() == 0
    assert living(data) == []
    second = starts()
    second.waits_until_ready()

    assert second.get("/health") == 200
    with sqlite3.connect(data / "zhishou.sqlite3") as database:
        assert database.execute("SELECT word FROM kept").fetchall() == [("still here",)]
    database.close()
    assert (data / "keys" / "secret_key").read_bytes() == key
    assert stat.S_IMODE((data / "keys" / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert len(living(data)) >= 6

    second.popen.kill()
    second.popen.wait()

    until = time.monotonic() + 20
    while living(data):
        assert time.monotonic() < until, living(data)
        time.sleep(0.1)


@pytest.fixture
def refused(loaded: Original, tmp_path: Path) -> Callable[..., str]:
    """Return what starts a copy of the loaded product, and returns the one sentence with which it ended."""

    def ended(data: Path = tmp_path / "data", largest_file: int = 0, **settings: str) -> str:
        port, live = free_ports(2)
        environment = environment_of(data, port=port, live=live, **settings)
        with (tmp_path / "log").open("w+", encoding="utf-8") as log:
            start = loaded.start(
                "start", environment=environment, stdout=log, stderr=log, largest_file=largest_file
            )
            try:
                code = start.wait(60)
            finally:
                start.kill()
            log.seek(0)
            text = log.read()
        assert code == 1, text
        (sentence,) = text.strip().splitlines()
        return sentence

    return ended


@BUILT
def test_a_taken_port_is_named(refused: Callable[..., str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, contextlib.ExitStack() as stack:
        port = server.getsockname()[1]
        with contextlib.suppress(OSError):  # taken by somebody else is as good
            stack.enter_context(socket.create_server(("127.0.0.1", port + 10)))

        sentence = refused(ZHISHOU_PORT=str(port))

        assert f"Port {port} on 127.0.0.1 is taken by another program" in sentence
        named = int(re.findall(r"ZHISHOU_PORT=(\d+)", sentence)[0])
        for free in (named, named + 1):  # a product takes several in a row
            socket.create_server(("127.0.0.1", free)).close()


@BUILT
def test_a_wrong_file_of_the_text_message_gateway_is_named(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "sms.toml").write_text("url = 'sms.example.org'")

    sentence = refused(ZHISHOU_SMS_GATEWAY=str(tmp_path / "sms.toml"))

    assert f"{tmp_path}/sms.toml: url must begin with https://" in sentence
    assert "leave ZHISHOU_SMS_GATEWAY empty" in sentence


def test_a_data_directory_that_cannot_be_written_is_named(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    sentence = refused(tmp_path / "file" / "data")

    assert f"The data directory {tmp_path}/file/data cannot be written" in sentence
    assert "ZHISHOU_DATA_DIR" in sentence


def test_a_full_disk_is_named(refused: Callable[..., str], tmp_path: Path) -> None:
    sentence = refused(largest_file=8192)

    assert sentence == (
        f"{tmp_path}/data 所在磁盘已满：请腾出空间后重新启动。 "
        f"The disk of {tmp_path}/data is full: make room, then start again."
    )
    assert not (tmp_path / "data" / ".written").exists()


@BUILT
def test_a_disk_that_fills_while_tables_are_made_is_named(refused: Callable[..., str]) -> None:
    sentence = refused(largest_file=100_000)

    assert "is full or fails" in sentence
    assert "make room, then start again" in sentence


@BUILT
def test_a_damaged_database_is_named(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "zhishou.sqlite3").write_bytes(b"This was a database once. " * 400)

    sentence = refused()

    assert "zhishou.sqlite3 is damaged" in sentence
    assert "zhishou restore FILE" in sentence


@BUILT
def test_a_database_of_a_newer_version_is_named(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "zhishou.sqlite3") as database:
        database.execute(
            "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)"
        )
        database.execute("INSERT INTO django_migrations VALUES (1, 'people', '0999_far_ahead', '2030-01-01')")
    database.close()

    sentence = refused()

    assert "made by a newer Zhishou (it has 0999_far_ahead)" in sentence


@BUILT
def test_a_postgresql_that_does_not_answer_is_named(refused: Callable[..., str]) -> None:
    sentence = refused(DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/nothing")

    assert "PostgreSQL does not answer at 127.0.0.1, database “nothing”" in sentence
    assert "DATABASE_URL" in sentence


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    # A process of its own: settings are read before anything is loaded.
    environment = environment_of(tmp_path / "data", port=1, live=2, ZHISHOU_WEB_WORKERS="many")

    ended = subprocess.run(COMMAND, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert (ended.stdout + ended.stderr).strip() == (
        "ZHISHOU_WEB_WORKERS 的值是“many”：请写不小于 1 的整数。 "
        "ZHISHOU_WEB_WORKERS is “many”; write a whole number from 1 up."
    )
