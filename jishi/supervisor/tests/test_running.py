"""The supervisor with real processes."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jishi.supervisor.tests.driver import STEPS_BACK

pytestmark = pytest.mark.processes

STEADY = "import time; print('ready'); time.sleep(600)"
HOUSE = Path(__file__).resolve().parents[3]


class Run:
    """One supervisor in a session of its own, and everything that it has written."""

    def __init__(self, data: Path, **scripts: str) -> None:
        self.data = data
        for name, text in scripts.items():
            (data / f"{name}.py").write_text(text, encoding="utf-8")
        self.log = data / "log"
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "jishi.supervisor.tests.driver", data, *scripts],
                cwd=HOUSE,
                env={"TOLD": "to be told otherwise", **os.environ},  # first: the system keeps it beside the command
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def text(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def waits_for(self, words: str, seconds: float = 20) -> None:
        within(seconds, lambda: words in self.text() or self.popen.poll() is not None)
        assert words in self.text()

    def survivors(self) -> list[int]:
        """Every process that was started from this data directory and is alive."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                line = (entry / "cmdline").read_bytes()
                state = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
            except (OSError, ValueError):
                continue
            if str(self.data).encode() in line and state != "Z":
                found.append(int(entry.name))
        return found

    def pid_of(self, name: str) -> int:
        marks = [
            pid for pid in self.survivors() if f"{name}.py".encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        return marks[0]


def within(seconds: float, is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "not in time"
        time.sleep(0.02)


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    started: list[Run] = []

    def start(**scripts: str) -> Run:
        started.append(Run(tmp_path, **scripts))
        return started[-1]

    yield start
    for run in started:
        if run.popen.poll() is None:
            run.popen.kill()
            run.popen.wait()
        for pid in run.survivors():
            os.kill(pid, signal.SIGKILL)


EITHER = pytest.mark.parametrize("name", ["one", "copied"], ids=["by a command", "in a copy"])


def test_it_is_ready_once_all_answer(runs: Callable[..., Run], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    (tmp_path / "web.url").write_text(f"http://127.0.0.1:{port}/", encoding="utf-8")
    web = (
        "import time; from http.server import HTTPServer, SimpleHTTPRequestHandler as H\n"
        f"time.sleep(0.5); HTTPServer(('127.0.0.1', {port}), H).serve_forever()"
    )

    run = runs(web=web, worker=STEADY)

    run.waits_for("ALL READY")
    assert "GET /" in run.text()
    assert re.search(r"\d\d:\d\d:\d\d worker   │ ready\n", run.text())


def test_who_is_told_to_steps_back_for_the_others(runs: Callable[..., Run]) -> None:
    run = runs(one=STEADY, yielding=STEADY)

    run.waits_for("ALL READY")

    assert os.getpriority(os.PRIO_PROCESS, run.pid_of("one")) == 0
    assert os.getpriority(os.PRIO_PROCESS, run.pid_of("yielding")) == STEPS_BACK
    group = Path(f"/proc/{run.pid_of('yielding')}/autogroup")
    if group.exists() and group.read_text(encoding="ascii").startswith("/autogroup"):
        assert group.read_text(encoding="ascii").endswith(f"nice {STEPS_BACK}\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(runs: Callable[..., Run], number: signal.Signals) -> None:
    run = runs(one=STEADY, two=STEADY, copied=STEADY)
    run.waits_for("ALL READY")

    run.popen.send_signal(number)

    assert run.popen.wait(10) == 0
    assert run.survivors() == []


@EITHER
def test_who_does_not_listen_is_killed_with_its_children(
    runs: Callable[..., Run], tmp_path: Path, name: str
) -> None:
    deaf = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', {str(tmp_path)!r}])\n"
        "print('ready'); time.sleep(600)"
    )
    run = runs(**{name: deaf})
    run.waits_for("ALL READY")

    run.popen.terminate()

    assert run.popen.wait(10) == 0
    assert run.survivors() == []


@EITHER
def test_one_that_dies_starts_again(runs: Callable[..., Run], name: str) -> None:
    run = runs(**{name: STEADY, "two": STEADY})
    run.waits_for("ALL READY")
    first = run.pid_of(name)

    os.kill(first, signal.SIGKILL)

    run.waits_for("has died (signal SIGKILL); starts again in 0.5 s")
    within(10, lambda: run.text().count(f"{name:<8} │ ready") == 2)
    assert run.pid_of(name) != first
    assert run.popen.poll() is None


@EITHER
def test_one_that_dies_at_once_ends_everything_with_one_sentence(runs: Callable[..., Run], name: str) -> None:
    run = runs(two=STEADY, **{name: "import sys; sys.exit('there is no such table')"})

    assert run.popen.wait(20) == 1
    assert run.text().splitlines()[-1] == f"{name} does not stay up (exit code 1): there is no such table"
    assert run.survivors() == []


@EITHER
def test_a_killed_supervisor_leaves_nothing_behind(runs: Callable[..., Run], tmp_path: Path, name: str) -> None:
    parent = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', {str(tmp_path)!r}])\n"
        "print('ready'); time.sleep(600)"
    )
    run = runs(**{name: parent}, other=STEADY)
    run.waits_for("ALL READY")
    assert len(run.survivors()) == 4

    run.popen.kill()
    run.popen.wait()

    within(10, lambda: run.survivors() == [])
    again = runs(other=STEADY)
    again.waits_for("ALL READY")


def test_a_copy_is_a_process_of_its_own_that_has_loaded_what_the_supervisor_has(
    runs: Callable[..., Run], tmp_path: Path
) -> None:
    run = runs(
        other=STEADY,
        copied="import os, signal, sys, time\n"
        "print('jishi.supervisor.running' in sys.modules, os.environ['TOLD'])\n"
        "print(os.getsid(0) == os.getpid(), signal.getsignal(signal.SIGTERM).name, sys.stdin.read() == '')\n"
        "print('ready', file=sys.stderr); time.sleep(600)",
    )

    run.waits_for("ALL READY")

    assert "copied   │ True copied\n" in run.text()
    assert "copied   │ True SIG_DFL True\n" in run.text()
    copy = run.pid_of("copied")
    words = Path(f"/proc/{copy}/cmdline").read_bytes().rstrip(b"\0").decode()
    assert words == f"copied {tmp_path / 'copied.py'}"
    words = Path(f"/proc/{run.popen.pid}/cmdline").read_bytes().rstrip(b"\0").decode()
    assert words == f"driver.py {tmp_path} other copied"
    held = [str(one.readlink()) for one in Path(f"/proc/{copy}/fd").iterdir()]
    assert str(tmp_path / "lock") not in held
    assert str(tmp_path / "lock") in [str(one.readlink()) for one in Path(f"/proc/{run.popen.pid}/fd").iterdir()]


def test_who_is_to_be_late_starts_once_the_others_are_ready(runs: Callable[..., Run]) -> None:
    run = runs(
        late="print('i am late'); import time; time.sleep(600)", slow=f"import time; time.sleep(0.5); {STEADY}"
    )

    run.waits_for("ALL READY")
    run.waits_for("i am late")

    assert run.text().index("slow     │ ready") < run.text().index("i am late")


def test_a_second_start_is_refused(runs: Callable[..., Run], tmp_path: Path) -> None:
    first = runs(one=STEADY)
    first.waits_for("ALL READY")

    second = runs(one=STEADY)

    assert second.popen.wait(10) == 1
    assert f"It already runs on {tmp_path} (process {first.popen.pid})" in second.text()
    assert first.popen.poll() is None


def test_it_stops_when_nobody_reads_its_lines(tmp_path: Path) -> None:
    (tmp_path / "chatty.py").write_text(
        "import time; print('ready')\nwhile True: print('on and on'); time.sleep(0.05)", encoding="utf-8"
    )
    with subprocess.Popen(
        [sys.executable, "-m", "jishi.supervisor.tests.driver", tmp_path, "chatty"],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as popen:
        assert popen.stdout
        popen.stdout.readline()

        popen.stdout.close()

        assert popen.wait(10) == 0
        assert popen.stderr
        assert popen.stderr.read() == b""
