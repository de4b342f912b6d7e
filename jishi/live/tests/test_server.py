"""A real live server and real lines to it."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from jishi.live.door import CHANNEL
from jishi.tasks.tests.proof.fleet import Fleet
from tests.copied import Talk
from tests.servers import free_port

pytestmark = pytest.mark.processes

SLOW_MACHINE = 40


@dataclass(kw_only=True)
class Page:
    """One open page: a socket on which events arrive."""

    line: socket.socket
    heard: str = ""

    def until(self, words: str) -> str:
        """Read until `words` have arrived; fail when they do not."""
        while words not in self.heard:
            piece = self.line.recv(65536)
            if not piece:
                pytest.fail(f"the line was cut before {words!r}: {self.heard!r}")
            self.heard += piece.decode()
        return self.heard

    def is_cut(self) -> bool:
        """Read on until the server ends the answer."""
        return "\r\n0\r\n\r\n" in self.until("\r\n0\r\n\r\n")


@dataclass(kw_only=True)
class Server:
    """A live server, and what does beside it as the web processes do."""

    fleet: Fleet
    port: int
    stack: ExitStack
    web: Talk

    def ask(self, *, session: str = "", origin: str = "") -> Page:
        line = self.stack.enter_context(socket.create_connection(("127.0.0.1", self.port), timeout=SLOW_MACHINE))
        asked = ["GET /live/ HTTP/1.1", "Host: 127.0.0.1", f"Cookie: sessionid={session}"]
        asked += [f"Origin: {origin}"] if origin else []
        line.sendall("\r\n".join([*asked, "", ""]).encode())
        return Page(line=line)

    def does(self, verb: str, *words: str) -> str:
        """Let the web process do something; return what it says once it is done."""
        print(verb, *words, file=self.web.told, flush=True)
        answer = self.web.said.readline()
        assert answer, "the web process has died"
        return answer.strip()

    def sign_in(self, name: str) -> str:
        return self.does("sign_in", name)

    def announce(self, *words: str) -> None:
        self.does("announce", *words)


@pytest.fixture
def server(fleet: Fleet) -> Iterator[Server]:
    port = free_port()
    fleet.extra["PROOF_LIVE_PORT"] = str(port)
    fleet.start("live-1")
    ends = time.monotonic() + SLOW_MACHINE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert time.monotonic() < ends, "the live server does not answer"
            time.sleep(0.05)
    with ExitStack() as stack, fleet.talking("page") as web:
        yield Server(fleet=fleet, port=port, stack=stack, web=web)


def test_a_page_hears_what_its_person_may_hear_and_nothing_else(server: Server) -> None:
    alice, bob = (server.ask(session=server.sign_in(name)) for name in ("alice", "bob"))
    for page in (alice, bob):
        page.until("event: hello")

    server.announce("person:alice", "duty", "duty", "ledger")
    server.announce("house", "bell")

    assert alice.until("data: bell").count("data: duty\n") == 1
    assert "data: ledger\n" in alice.heard
    assert "duty" not in bob.until("data: bell")


def test_what_was_rolled_back_is_not_news(server: Server) -> None:
    page = server.ask(session=server.sign_in("alice"))
    page.until("event: hello")

    server.does("announce_and_fail", "house", "never")
    server.announce("house", "bell")

    assert "never" not in page.until("data: bell")


def test_a_ring_that_says_nothing_deafens_nobody(server: Server) -> None:
    if not server.fleet.proof.url.startswith("postgres"):
        pytest.skip("on SQLite nothing rings")
    page = server.ask(session=server.sign_in("alice"))
    page.until("event: hello")

    with psycopg.connect(server.fleet.proof.url, autocommit=True) as database:
        database.execute(f'NOTIFY "{CHANNEL}"')
    server.announce("house", "bell")

    page.until("data: bell")


def test_a_line_ends_within_seconds_of_its_session(server: Server) -> None:
    key = server.sign_in("alice")
    page = server.ask(session=key)
    page.until("event: hello")

    server.does("sign_out", key)
    began = time.monotonic()

    assert page.is_cut()
    assert "event: over" in page.heard
    assert time.monotonic() - began < SLOW_MACHINE / 2


OURS = "http://127.0.0.1:8600"
DOOR = {
    "the product's own page": (True, OURS, "200 OK"),
    "its other name": (True, "http://localhost:8600", "200 OK"),
    "its public name": (True, "https://watch.example.org", "200 OK"),
    "the same origin says nothing": (True, "", "200 OK"),
    "another port": (True, "http://127.0.0.1:9999", "403 Forbidden"),
    "a port that is none": (True, "http://127.0.0.1:x", "403 Forbidden"),
    "another site": (True, "https://elsewhere.example.org", "403 Forbidden"),
    "a sandboxed frame": (True, "null", "403 Forbidden"),
    "nobody": (False, OURS, "401 Unauthorized"),
}


def test_who_is_let_in(server: Server) -> None:
    # One server for the whole table: starting it takes longer than all the questions.
    key = server.sign_in("alice")
    for case, (signed_in, origin, status) in DOOR.items():
        page = server.ask(session=key if signed_in else "guessed", origin=origin)

        answer = page.until("\r\n\r\n")

        assert f" {status}\r\n" in answer, case
        allowed = f"access-control-allow-origin: {origin}\r\n" in answer
        assert allowed == (bool(origin) and "403" not in status), case


def test_hundreds_of_pages_need_no_thread_each(server: Server) -> None:
    key = server.sign_in("alice")
    pages = [server.ask(session=key) for _ in range(400)]
    for page in pages:
        page.until("event: hello")

    server.announce("house", "bell")

    for page in pages:
        page.until("data: bell")
    status = Path(f"/proc/{server.fleet.running['live-1'].pid}/status").read_text()
    threads = int(status.partition("Threads:")[2].split()[0])
    assert threads < 30


def test_a_server_that_is_asked_to_stop_ends_its_lines(server: Server) -> None:
    page = server.ask(session=server.sign_in("alice"))
    page.until("event: hello")

    codes = server.fleet.stop()

    assert page.is_cut()
    assert "event: over" not in page.heard
    assert codes == {"live-1": 0}
