"""Several products side by side: each by its own command, all stopped as one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

HOUSE = Path(__file__).resolve().parents[3]
STEADY = "import sys, time; print('一个已就绪 · It is ready', sys.argv[1:], flush=True); time.sleep(600)"
TALKATIVE = (
    f"import signal; signal.signal(signal.SIGTERM, lambda *_: sys.exit('I have stopped.'))\n{STEADY}".replace(
        "import signal;", "import signal, sys;"
    )
)
BROKEN = "import sys; sys.exit('端口已被占用。 The port is taken.')"
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start products whose whole program is one line each."""
    started: list[subprocess.Popen[str]] = []

    def starting(**products: str) -> subprocess.Popen[str]:
        for name, text in products.items():
            (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        path = os.pathsep.join([str(tmp_path), str(HOUSE)])
        # As `make run` starts it: with no settings of either product.
        plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "jishi.supervisor", *products],
                env={**plain, "PYTHONPATH": path},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
            )
        )
        return started[-1]

    yield starting
    for one in started:
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGKILL)
        one.communicate()


def said_until(run: subprocess.Popen[str], words: str) -> str:
    """Read what it says until these words."""
    said = ""
    for line in run.stdout or ():
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def alive(folder: Path) -> list[str]:
    """Return the commands of the products that still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
        except OSError:
            continue
    return found


def test_all_start_and_one_signal_stops_all(start: Start, tmp_path: Path) -> None:
    run = start(alpha=STEADY, beta=STEADY)
    said = said_until(run, "All are ready")
    assert said.count("['start']") == 2

    run.send_signal(signal.SIGINT)

    assert run.wait(30) == 0
    assert alive(tmp_path) == []


def test_one_that_cannot_start_ends_all_with_its_own_sentence(start: Start, tmp_path: Path) -> None:
    run = start(alpha=STEADY, beta=BROKEN)

    said, _none = run.communicate(timeout=30)

    assert run.returncode == 1
    assert said.count("端口已被占用。 The port is taken.") == 1
    assert "does not stay up" not in said
    assert alive(tmp_path) == []


def test_its_sentence_is_the_last_that_is_read(start: Start) -> None:
    run = start(alpha=TALKATIVE, beta=BROKEN)

    said, _none = run.communicate(timeout=30)

    assert said.splitlines()[-1] == "端口已被占用。 The port is taken."


def test_killed_it_leaves_nothing_behind(start: Start, tmp_path: Path) -> None:
    run = start(alpha=STEADY, beta=STEADY)
    said_until(run, "All are ready")

    run.kill()
    run.wait()

    until = time.monotonic() + 20
    while alive(tmp_path):
        assert time.monotonic() < until, alive(tmp_path)
        time.sleep(0.05)
