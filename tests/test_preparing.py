"""What `bin/prepare` says of a machine that lacks something."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Final

import pytest

from tests.needs import HOUSE

pytestmark = pytest.mark.one_engine
TOOLS: Final = (
    "sh",
    "dirname",
    "find",
    "sort",
    "xargs",
    "sha256sum",
    "cut",
    "cat",
    "grep",
    "uname",
    "awk",
    "rm",
    "setsid",
    "sleep",
)
ADVICE: Final = "(on Debian: sudo apt install python3-venv nodejs npm make), then run make again."


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Lay a checkout that was never built, and beside it a path with the tools of every machine."""
    for folder in ("checkout/bin", "checkout/frontend", "path"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(HOUSE / "bin" / "prepare", tmp_path / "checkout" / "bin")
    for name in TOOLS:
        (tmp_path / "path" / name).symlink_to(shutil.which(name) or name)
    return tmp_path / "checkout"


def lay(checkout: Path, name: str, text: str) -> None:
    tool = checkout.parent / "path" / name
    tool.unlink(missing_ok=True)  # never through a link: that would be the machine's own
    tool.write_text(f"#!/bin/sh\n{text}\n", encoding="ascii")
    tool.chmod(0o755)


def prepare(checkout: Path) -> str:
    environment = {**os.environ, "PATH": str(checkout.parent / "path"), "PYTHON": "python3"}
    done = subprocess.run(
        [checkout / "bin" / "prepare", "run"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        pytest.param("", f"Node.js is missing: install nodejs, 18 or later {ADVICE}", id="no Node.js"),
        pytest.param("exit 0", f"npm is missing: install it {ADVICE}", id="no npm"),
    ],
)
def test_without_the_tools_of_the_pages_nothing_else_is_begun(checkout: Path, node: str, sentence: str) -> None:
    lay(checkout, "python3", 'echo "The Python environment is made."')
    if node:
        lay(checkout, "node", node)

    assert prepare(checkout) == f"{sentence}\n"


def test_without_python_this_is_said(checkout: Path) -> None:
    for name in ("node", "npm"):
        lay(checkout, name, "exit 0")

    assert f"Python is missing: install 3.11 or later {ADVICE}" in prepare(checkout)


def test_interrupted_it_leaves_no_part_behind(checkout: Path) -> None:
    begun = checkout.parent / "begun"
    lay(checkout, "node", "exit 0")
    lay(checkout, "npm", f"echo $$ >{begun}; exec sleep 600")
    lay(checkout, "python3", 'case "$*" in *"venv .venv") exec sleep 600 ;; esac')
    lay(checkout, "df", "printf 'head\\n/ 9 9 9999999 9\\n'")
    environment = {**os.environ, "PATH": str(checkout.parent / "path"), "PYTHON": "python3"}

    # Whoever runs the suite in the background ignores the signal, and so would all that he starts.
    heard = [shutil.which("env") or "env", "--default-signal=INT"]
    with subprocess.Popen(
        [*heard, checkout / "bin" / "prepare", "run"], env=environment, start_new_session=True
    ) as making:
        try:
            until = time.monotonic() + 60
            while not (begun.exists() and begun.read_text().strip()) and time.monotonic() < until:
                time.sleep(0.02)
            part = Path("/proc") / begun.read_text().strip()
            assert part.exists()
            os.killpg(making.pid, signal.SIGINT)  # as a terminal does; what runs beside does not hear it
            making.wait(timeout=60)
        finally:
            making.kill()

    assert making.returncode == 130
    while part.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not part.exists()
