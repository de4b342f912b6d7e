"""The demonstration with its real processes: a standard client signs in, an outside watch sees a message arrive,
and when nobody stands at the gate of the chat it says so.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import requests
from nio import AsyncClient  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Route

from tests.databases import copy_migrated
from tests.servers import free_ports
from xieban.chat.tests.standard import awaited
from xieban.config.cast import PARTS
from xieban.config.demonstration import WATCHES_BY

HOUSE = Path(__file__).resolve().parents[3]
PATIENCE = 600.0  # on a machine that does other things too
LOOKS_EVERY = 0.5
BACK = "http://127.0.0.1:9/element/"
pytestmark = [
    pytest.mark.processes,
    pytest.mark.one_engine,
    pytest.mark.chat_server,
    pytest.mark.browser,
]


def until_it_is_so(what: Callable[[], bool]) -> bool:
    ends = time.monotonic() + PATIENCE
    while not what():
        if time.monotonic() > ends:
            return False
        time.sleep(LOOKS_EVERY)
    return True


def below(first: int) -> set[int]:
    """Return the processes that came from this one."""
    parents = dict(filter(None, map(parent_of, Path("/proc").glob("[0-9]*"))))
    found, before = {first}, 0
    while before != len(found):
        before = len(found)
        found |= {number for number, parent in parents.items() if parent in found}
    return found


def parent_of(entry: Path) -> tuple[int, int] | None:
    try:
        return int(entry.name), int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None  # it has just ended


def command_of(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A running demonstration: its pages, its gate, its first process."""

    pages: str
    gate: str
    first: int

    def ready(self, part: str = "") -> tuple[int, dict[str, Any]]:
        answer = requests.get(f"{self.pages}/ready{part}", timeout=20)
        return answer.status_code, answer.json()

    def has_everybody(self) -> bool:
        """Say whether the chat server has an account for everybody."""
        told = requests.get(f"{self.pages}/metrics/chat", timeout=20).text
        accounts = re.search(r'figure="accounts".*? (\d+)', told)
        return accounts is not None and int(accounts[1]) == len(PARTS)

    def is_gate_missed(self) -> bool:
        """Say whether it names the gate as what is missing."""
        reasons = self.ready("/chat")[1].get("reasons", [])
        return f"nobody stands at its gate, http://127.0.0.1:{urlsplit(self.gate).port}" in reasons

    def process(self, words: str) -> int:
        """Return the one process of this office whose command holds these words."""
        (one,) = [number for number in below(self.first) if words in command_of(number)]
        return one


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    copy_migrated(folder / "xieban.sqlite3")
    names = ("PORT", "LIVE_PORT", "CHAT_PORT", "CHAT_INNER_PORT", "FRONT_PORT")
    ports = dict(zip(names, map(str, free_ports(len(names))), strict=True))
    inherited = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    settings = {f"XIEBAN_{name}": number for name, number in ports.items()}
    log = folder / "log"
    with (
        log.open("w") as told,
        subprocess.Popen(
            [sys.executable, "-m", "jishi.supervisor", "xieban"],  # as `make run` does, with its patience
            cwd=HOUSE,
            env={**inherited, **settings, "XIEBAN_DATA_DIR": str(folder), "XIEBAN_DEMO": "true"},
            stdout=told,
            stderr=told,
            start_new_session=True,
        ) as start,
    ):
        made = Office(
            pages=f"http://localhost:{ports['PORT']}",
            gate=f"http://localhost:{ports['CHAT_PORT']}",
            first=start.pid,
        )

        def is_there() -> bool:
            assert start.poll() is None, log.read_text()[-2000:]
            return "Xieban is ready" in log.read_text() and made.has_everybody()

        try:
            assert until_it_is_so(is_there), log.read_text()[-2000:]
            yield made
        finally:
            start.send_signal(signal.SIGINT)
            start.wait(timeout=60)


def test_what_is_copied_has_one_thread(office: Office) -> None:
    start = office.process("xieban start")

    threads = list(Path(f"/proc/{start}/task").iterdir())

    assert len(threads) == 1, "a copy of one with more hangs where it needs them: nothing could be typeset any more"


def test_a_standard_client_signs_in_by_the_offices_own_page(office: Office, chromium: Browser) -> None:
    async def ways() -> Any:
        client = AsyncClient(office.gate)
        try:
            return await client.login_info()
        finally:
            await client.close()

    assert {"m.login.sso", "m.login.token"} <= set(awaited(ways()).flows)
    assert "m.login.password" not in awaited(ways()).flows
    page = chromium.new_context(locale="zh-CN").new_page()
    gone: list[str] = []

    def taken(route: Route) -> None:
        gone.append(route.request.url)
        route.fulfill(body="back")

    page.route(f"{BACK}**", taken)
    told = f"/_matrix/client/v3/login/sso/redirect/oidc-xieban?redirectUrl={quote(BACK, safe='')}"

    page.goto(office.gate + told)
    assert page.url.startswith(f"{office.pages}/sign-in/")
    page.locator("[name=login]").fill("jiangyan")
    page.locator("[name=password]").fill("xieban-demo")
    page.locator("[name=password]").press("Enter")
    # The chat server asks once whether this client is to be trusted: it knows none of them.
    page.wait_for_url(f"{office.gate}/_synapse/client/**")
    page.get_by_role("link", name=re.compile("Continue|继续")).click()
    page.wait_for_url(f"{BACK}**")

    (token,) = parse_qs(urlsplit(gone[0]).query)["loginToken"]

    async def signed_in() -> tuple[Any, Any]:
        client = AsyncClient(office.gate)
        try:
            return await client.login(token=token, device_name="Element"), await client.sync(timeout=0)
        finally:
            await client.close()

    answer, synced = awaited(signed_in())
    assert answer.user_id == "@jiangyan:localhost"
    assert synced.next_batch
    page.context.close()


def test_the_demonstrations_watch_sees_a_message_arrive(office: Office) -> None:
    bearer = {"Authorization": f"Bearer {WATCHES_BY}"}
    client = f"{office.gate}/_matrix/client/v3"

    def room_is_there() -> bool:
        return bool(requests.get(f"{client}/joined_rooms", headers=bearer, timeout=20).json()["joined_rooms"])

    assert until_it_is_so(room_is_there)
    (room,) = requests.get(f"{client}/joined_rooms", headers=bearer, timeout=20).json()["joined_rooms"]
    path = f"{client}/rooms/{quote(room, safe='')}"

    said = requests.put(f"{path}/send/m.room.message/1", json={"body": "探测"}, headers=bearer, timeout=20).json()

    chunk = requests.get(f"{path}/messages?dir=b&limit=20", headers=bearer, timeout=20).json()["chunk"]
    assert said["event_id"] in {one["event_id"] for one in chunk}


def test_a_gate_at_which_nobody_stands_is_named_and_documents_go_on(office: Office) -> None:
    gate = office.process("chat gate")

    os.kill(gate, signal.SIGSTOP)
    try:
        assert until_it_is_so(office.is_gate_missed)
        (status, told), (_status, all_told) = office.ready("/chat"), office.ready()
        assert requests.get(f"{office.pages}/sign-in/", timeout=20).ok
    finally:
        os.kill(gate, signal.SIGCONT)

    assert (status, told["status"]) == (503, "down")
    assert "at its gate" in told["reasons"][0], "before everything that only waits"
    assert "at its gate" in all_told["without"]["chat"][0], "it is spared: /ready says so, and counts it not"
    assert "chat" not in str(all_told.get("reasons", []))
    assert until_it_is_so(lambda: not office.is_gate_missed())
