"""`xieban start` with its real processes, in a data directory of its own; its troubles are proved with Zhishou."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from jishi.supervisor.child import answers
from tests.databases import copy_migrated
from tests.needs import CHAT_PYTHON
from tests.servers import free_ports

HOUSE = Path(__file__).resolve().parents[3]
pytestmark = [
    pytest.mark.processes,
    pytest.mark.one_engine,
    pytest.mark.skipif(
        finders.find("built/manifest.json") is None, reason="the pages are not built: run `make build`"
    ),
]


def chat_answers(port: int) -> bool:
    """Say whether the chat server comes up beside the product, where its environment is there."""
    until = time.monotonic() + 60
    while CHAT_PYTHON.exists() and time.monotonic() < until:
        if answers(f"http://127.0.0.1:{port}/health"):
            return True
        time.sleep(0.1)
    return False


def test_it_starts_shows_its_sign_in_page_and_stops(tmp_path: Path, django_db_setup: None) -> None:
    copy_migrated(tmp_path / "xieban.sqlite3")
    port, live, chat, inner = free_ports(4)
    inherited = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    ours = {
        "XIEBAN_DATA_DIR": str(tmp_path),
        "XIEBAN_PORT": str(port),
        "XIEBAN_LIVE_PORT": str(live),
        "XIEBAN_CHAT_PORT": str(chat),
        "XIEBAN_CHAT_INNER_PORT": str(inner),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "xieban", "start"],
        cwd=HOUSE,
        env={**inherited, **ours, "XIEBAN_DEMO": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as start:
        said = ""
        for line in start.stdout or ():
            said += line
            if "Xieban is ready" in line:
                break
        try:
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
            assert page.url.endswith("/sign-in/?next=/"), said
            assert "协同办公" in page.read().decode()
            assert chat_answers(chat) == CHAT_PYTHON.exists()
        finally:
            start.send_signal(signal.SIGINT)
            rest, _none = start.communicate(timeout=60)

    assert start.returncode == 0, said + rest
    assert not answers(f"http://127.0.0.1:{chat}/health"), "the chat server outlived the product"
    assert "协办已停止" in rest
    assert "Warning" not in said + rest, "what a library says to its makers helps nobody at night"
    assert (tmp_path / "keys" / "secret_key").stat().st_mode & 0o777 == 0o600
