"""A real balancer with real workers, asked by real clients."""

import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from jishi.balancing.tests.conftest import LARGEST, SLOW_MACHINE, Balanced
from jishi.balancing.tests.pages import PIECES

pytestmark = pytest.mark.processes

SOME = b"words " * 50_000
LONG = 40_000_000


def digest(content: bytes) -> bytes:
    return f"{len(content)} {hashlib.sha256(content).hexdigest()}".encode()


def until(seen: Callable[[], bool]) -> None:
    ends = time.monotonic() + SLOW_MACHINE
    while not seen():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.02)


def test_no_request_waits_while_a_worker_is_free(balanced: Balanced, tmp_path: Path) -> None:
    held = [balanced.begin(f"/held?until={tmp_path}/one")]
    until((tmp_path / "one.held").exists)
    free = balanced.ask("/")[1]
    # Whichever line a request comes by, it reaches the worker that is free.
    assert {balanced.ask("/")[1] for _ in range(20)} == {free}
    held.append(balanced.begin(f"/held?until={tmp_path}/two"))
    until((tmp_path / "two.held").exists)
    (tmp_path / "one").touch()
    assert held[0].getresponse().read() == b"let go"
    assert balanced.ask("/")[1] != free
    (tmp_path / "two").touch()
    assert held[1].getresponse().read() == b"let go"


def test_who_sends_slowly_holds_nobody(balanced: Balanced) -> None:
    slow = [balanced.line() for _ in range(20)]
    for line in slow:
        line.sendall(b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + SOME[:6])
    assert balanced.ask("/")[0].status == HTTPStatus.OK
    slow[0].sendall(SOME[6:])
    assert slow[0].recv(4096).endswith(digest(SOME))
    for line in slow:
        line.close()
    until(lambda: balanced.bodies() == [])


def test_who_reads_slowly_holds_nobody(balanced: Balanced) -> None:
    slow = [balanced.begin(f"/large?of={LONG}") for _ in range(3)]
    assert balanced.ask("/")[0].status == HTTPStatus.OK
    expected = b"".join(bytes([number]) * (LONG // PIECES) for number in range(PIECES))
    assert digest(slow[0].getresponse().read()) == digest(expected)


def test_a_long_body_arrives_whole_by_length_and_in_chunks_and_leaves_nothing(balanced: Balanced) -> None:
    def chunks() -> Iterator[bytes]:
        yield from (SOME[at : at + 7001] for at in range(0, len(SOME), 7001))

    before = set(balanced.bodies())
    assert balanced.ask("/body", method="POST", body=SOME)[1] == digest(SOME)
    assert balanced.ask("/body", method="POST", body=chunks())[1] == digest(SOME)
    assert balanced.ask("/body", method="POST", body=b"few")[1] == digest(b"few")
    assert balanced.ask("/body", method="POST")[1] == digest(b"")
    assert set(balanced.bodies()) <= before


def test_too_long_a_body_is_never_taken(balanced: Balanced) -> None:
    """One that is announced reaches the pages without its body: they say it in their own words."""
    line = balanced.line()
    line.sendall(b"POST /environ HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (LARGEST + 1))
    assert b'"CONTENT_LENGTH": "3000001"' in line.recv(65536)
    line = balanced.line()
    line.sendall(b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % (LARGEST + 1))
    line.sendall(b"x" * (LARGEST + 1))
    said = line.recv(65536).decode()
    assert said.startswith("HTTP/1.1 413")
    assert "内容太大" in said
    until(lambda: balanced.bodies() == [])


def test_a_program_that_no_worker_answers_gets_a_problem(balanced: Balanced) -> None:
    line = balanced.line()
    line.sendall(
        b"POST /api/v1/body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % (LARGEST + 1)
    )
    line.sendall(b"x" * (LARGEST + 1))
    head, _, said = line.recv(65536).decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 413")
    assert "content-type: application/problem+json\r\n" in head
    problem = json.loads(said)
    assert (problem["status"], problem["code"]) == (413, "RequestEntityTooLarge")
    assert (problem["instance"], "内容太大" in problem["title"]) == ("/api/v1/body", True)


def test_a_header_that_nobody_can_read_is_not_taken_for_one_that_was_not_sent(balanced: Balanced) -> None:
    line = balanced.line()
    line.sendall("GET /environ HTTP/1.1\r\nHost: x\r\nX-Key: 钥\r\nX-Two: 2\r\nConnection: close\r\n\r\n".encode())
    said = b"".join(iter(lambda: line.recv(65536), b"")).partition(b"\r\n\r\n")[2]
    seen = json.loads(said)
    assert (seen["HTTP_X_KEY"], seen["HTTP_X_TWO"]) == ("\xff", "2")


def test_who_goes_before_the_body_is_whole_leaves_nothing(balanced: Balanced) -> None:
    line = balanced.line()
    line.sendall(b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + SOME[:100_000])
    until(lambda: len(balanced.bodies()) == 1)
    line.close()
    until(lambda: balanced.bodies() == [])
    assert balanced.ask("/")[0].status == HTTPStatus.OK


def test_pages_see_the_request_as_it_was_sent(balanced: Balanced) -> None:
    answer, said = balanced.ask(
        "/environ/../%E5%8D%8F%E5%8A%9E//a%20b?q=%20;&q=2",
        method="PUT",
        body=b"{}",
        **{"Cookie": "one=1", "X-Two": "2", "X_Forwarded_For": "203.0.113.9", "Content-Type": "application/json"},
    )
    assert answer.getheader("Set-Cookie") == "a=1, b=2"
    assert said.isdigit()  # no dots are resolved on the way: it is not the page /environ
    _, said = balanced.ask("/environ?q=%20;&q=2", Cookie="one=1", X_Forwarded_For="203.0.113.9", **{"X-Two": "2"})
    seen = json.loads(said)
    assert (seen["REQUEST_METHOD"], seen["QUERY_STRING"], seen["REMOTE_ADDR"]) == ("GET", "q=%20;&q=2", "127.0.0.1")
    assert (seen["HTTP_COOKIE"], seen["HTTP_X_TWO"], seen["SERVER_PORT"]) == ("one=1", "2", str(balanced.port))
    assert "HTTP_X_FORWARDED_FOR" not in seen


def test_answers_without_a_body_have_none(balanced: Balanced) -> None:
    line = balanced.line()
    line.sendall(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    said = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    first, _, second = said.partition("HTTP/1.1 304")
    assert first.startswith("HTTP/1.1 200")
    assert first.endswith("\r\n\r\n")
    assert second.endswith("\r\n\r\n")


def test_a_worker_that_ends_in_the_middle_is_told_of_and_others_go_on(fresh: Balanced) -> None:
    for method, path in (("GET", "/broken"), ("POST", "/end"), ("GET", "/end")):
        answer, said = fresh.ask(path, method=method)
        assert answer.status == HTTPStatus.BAD_GATEWAY
        assert "可能没有办成" in said.decode()
        fresh.start_worker()
        assert fresh.ask("/")[0].status == HTTPStatus.OK
    until(lambda: any(worker.poll() is not None for worker in fresh.workers))


def test_what_changes_nothing_is_asked_once_more_of_another_worker(fresh: Balanced, tmp_path: Path) -> None:
    answer, _ = fresh.ask(f"/end?known={tmp_path}/reading")
    assert answer.status == HTTPStatus.OK
    assert (tmp_path / "reading").read_text() == "asked\nasked\n"
    fresh.start_worker()
    answer, _ = fresh.ask(f"/end?known={tmp_path}/writing", method="POST")
    assert answer.status == HTTPStatus.BAD_GATEWAY
    assert (tmp_path / "writing").read_text() == "asked\n"


def test_who_asks_before_a_worker_is_there_is_answered_once_one_is(fresh: Balanced) -> None:
    for worker in fresh.workers:
        worker.kill()
        worker.wait()
    asked = fresh.begin("/")
    came = fresh.start_worker()
    assert asked.getresponse().read() == str(came.pid).encode()


def test_workers_come_back_to_a_balancer_that_was_killed_and_its_leavings_go(fresh: Balanced) -> None:
    line = fresh.line()
    line.sendall(b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + SOME[:100_000])
    until(lambda: len(fresh.bodies()) == 1)
    fresh.balancer.kill()
    fresh.balancer.wait()
    fresh.balancer = fresh.start_balancer()
    assert fresh.ask("/")[0].status == HTTPStatus.OK
    assert fresh.bodies() == []


def test_asked_to_stop_each_first_answers_what_it_is_at(fresh: Balanced, tmp_path: Path) -> None:
    held = fresh.begin(f"/held?until={tmp_path}/go")
    free = int(fresh.ask("/")[1])
    for process in (fresh.balancer, *fresh.workers):
        os.kill(process.pid, signal.SIGTERM)
    idle = next(worker for worker in fresh.workers if worker.pid == free)
    assert idle.wait(SLOW_MACHINE) == 0
    (tmp_path / "go").touch()
    assert held.getresponse().read() == b"let go"
    assert [process.wait(SLOW_MACHINE) for process in (fresh.balancer, *fresh.workers)] == [0, 0, 0]
