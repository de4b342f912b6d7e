"""A page held open changes by itself when somebody else does something: real browser, pages and live process."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from csp.constants import SELF
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from conftest import Cast
from jishi.live import rules as live
from tests.browser.conftest import Look
from zhishou.contracts.rules import Level
from zhishou.duty import actions

pytestmark = pytest.mark.processes

HOUSE = Path(__file__).resolve().parents[2]
Live: TypeAlias = Callable[[], AbstractContextManager[None]]
LINE_OPEN = "body[data-live=on]"
LINE_CUT = "body[data-live=lost]"


@pytest.fixture
def live_process(live_server: LiveServer, settings: Settings, tmp_path: Path) -> Live:
    """Return what runs the real live server beside the pages, on the same database and the same key."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings.LIVE_PORT = port
    directives = django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    lines = live.sources(hosts=django_settings.ALLOWED_HOSTS, port=port, url="", https=False)
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**directives, "connect-src": [SELF, *lines]}}
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "ZHISHOU_DATA_DIR": str(tmp_path),
        "ZHISHOU_SECRET_KEY": django_settings.SECRET_KEY,
        "ZHISHOU_PORT": live_server.url.rpartition(":")[2],
        "ZHISHOU_LIVE_PORT": str(port),
    }

    @contextmanager
    def running() -> Iterator[None]:
        command = [sys.executable, "-m", "zhishou", "live"]
        with subprocess.Popen(
            command, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                assert any("is ready" in line for line in process.stdout or ())
                yield
            finally:
                process.terminate()
                process.wait(30)

    return running


def test_a_page_held_open_changes_by_itself_and_catches_up_after_a_cut(
    look: Look, cast: Cast, live_process: Live
) -> None:
    run = actions.start_ladder(
        engagement=cast.engagement,
        level=Level.FATAL,
        about_kind="test",
        about_key="1",
        title="核心交换机不通",
        at=timezone.now(),
    )
    address = f"/c/red-cross/duty/ladders/{run.uuid}/"
    alice, bob = look(cast.manager, live=True), look(cast.first_line, live=True)
    alice.expected += ["/live/"]  # the browser itself complains of the line that is cut below
    bob.expected += ["/live/"]
    with live_process():
        held, his = alice.go(address), bob.go(address)
        held.wait_for_selector(LINE_OPEN)
        his.wait_for_selector(LINE_OPEN)
        held.evaluate("window.held = true")

        his.get_by_role("button", name="我来接手").click()

        held.wait_for_selector(f"#duty-run b:text-is('{cast.first_line.name}')")
        assert not held.get_by_role("button", name="我来接手").is_visible()

    held.wait_for_selector(LINE_CUT)
    held.wait_for_selector("#connection-lost:visible")
    his.get_by_label("事由").fill("又断了")
    his.get_by_role("button", name="重新呼叫").click()
    his.get_by_role("button", name="我来接手").wait_for()

    with live_process():
        held.get_by_role("button", name="我来接手").wait_for()
        held.wait_for_selector(LINE_OPEN)
        assert held.evaluate("window.held"), "the page was loaded anew instead of changing"
