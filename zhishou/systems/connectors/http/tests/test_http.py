import asyncio
import ssl
import tracemalloc
import warnings
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import NOON
from tests.apart import run_apart
from tests.certificates import make_certificates
from tests.servers import Service
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import (
    Talk,
    ask,
    endless,
    garbage,
    long_header,
    saying,
    serving,
    silent,
)
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Before, Observation, Option, Outcome
from zhishou.systems.rules.steps import Step


def look(talk: Talk, check: str = "X-01", *, timeout_s: float = 5.0, **options: Option) -> Observation:
    async def run() -> Observation:
        async with serving(talk) as place:
            wanted = ask(check, f"http://{place}", options=options, timeout_s=timeout_s)
            return await observe(kind="http", ask=wanted, at=NOON)

    return run_apart(run())


def test_a_page_that_answers_is_measured_in_seconds() -> None:
    seen = look(saying("欢迎使用"), contains="欢迎")

    assert (seen.outcome, seen.unit, seen.fact("status")) == (Outcome.MEASURED, "s", 200)
    assert seen.value is not None
    assert 0 < seen.value < 5


@pytest.mark.parametrize(
    ("talk", "words"),
    [
        pytest.param(saying("x", status=502), "status", id="a wrong status"),
        pytest.param(saying("维护中"), "is not on the page", id="a wrong page"),
        pytest.param(garbage, "not what this service says", id="garbage"),
        pytest.param(long_header, "not what this service says", id="a header of ten megabytes"),
    ],
)
def test_a_page_that_is_not_as_it_must_be_fails_and_says_why(talk: Talk, words: str) -> None:
    seen = look(talk, contains="欢迎")

    assert seen.outcome is Outcome.FAILED
    assert words in seen.words


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(
            "公文流转正常".encode("gb18030"), {"Content-Type": "text/html; charset=GBK"}, id="by its header"
        ),
        pytest.param('<meta charset="gb2312">公文流转正常'.encode("gb18030"), None, id="by its own words"),
        pytest.param("公文流转正常".encode(), {"Content-Type": "text/html; charset=base64"}, id="by no characters"),
        pytest.param("公文流转正常".encode(), {"Content-Type": "text/html; charset=x-none"}, id="by unknown ones"),
    ],
)
def test_a_page_is_read_in_the_characters_that_it_declares(body: bytes, headers: dict[str, str] | None) -> None:
    assert look(saying(body, headers=headers), contains="流转").outcome is Outcome.MEASURED


def test_a_target_that_never_answers_is_given_up_in_time() -> None:
    seen = look(silent, timeout_s=0.3)

    assert seen.outcome is Outcome.FAILED
    assert seen.took_s < 2


def test_a_target_that_answers_two_gigabytes_costs_no_more_than_a_few_megabytes() -> None:
    tracemalloc.start()
    seen = look(endless)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert seen.outcome is Outcome.FAILED
    assert "larger than what is read" in seen.words
    assert peak < 40_000_000


def test_redirects_without_end_are_counted_and_given_up() -> None:
    seen = look(saying("", status=302, headers={"Location": "/again"}), redirects=5)

    assert seen.outcome is Outcome.FAILED
    assert "again and again" in seen.words


def test_a_redirect_to_an_address_that_is_not_allowed_is_not_followed() -> None:
    seen = look(
        saying("", status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}), redirects=3
    )

    assert seen.outcome is Outcome.UNKNOWN
    assert seen.fact("place") == "169.254.169.254:80"


def test_an_address_beyond_the_list_is_not_asked_at_all() -> None:
    asked: list[bytes] = []

    async def noting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(1))

    async def run() -> Observation:
        async with serving(noting) as place:
            wanted = ask("X-01", f"http://{place}", allowed=AllowList.parse(targets=("10.0.0.0/8",), paths=()))
            return await observe(kind="http", ask=wanted, at=NOON)

    seen = run_apart(run())

    assert seen.outcome is Outcome.UNKNOWN
    assert asked == []


def test_a_certificate_that_nobody_vouches_for_fails_and_one_of_our_own_authority_does_not(tmp_path: Path) -> None:
    trusted, shown, key = make_certificates(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shown, key)

    async def run(**options: Option) -> Observation:
        async with serving(saying("ok"), ssl=server) as place:
            return await observe(kind="http", ask=ask("X-01", f"https://{place}", options=options), at=NOON)

    assert "certificate is not valid" in run_apart(run()).words
    seen = run_apart(run(ca_file=str(trusted)))
    assert seen.outcome is Outcome.MEASURED, seen


def test_a_figure_is_read_from_json_and_from_metrics() -> None:
    stands = look(saying('{"figures": {"ready": 7}}'), "X-02", path="/ready/workers", figure="figures.ready")
    counted = look(saying('# TYPE q gauge\nq{name="a"} 3\nq{name="b"} 4\n'), "X-02", path="/metrics", metric="q")

    assert (stands.value, counted.value) == (7.0, 7.0)
    assert look(saying("{}"), "X-02", path="/", figure="a.b").outcome is Outcome.UNKNOWN
    assert look(saying("{}"), "X-02", path="/", figure="a.b", absent="zero").value == 0
    assert look(saying("<p>"), "X-02", path="/", figure="a.b").outcome is Outcome.FAILED


def test_a_rate_needs_two_looks_and_forgives_a_counter_that_began_anew() -> None:
    async def run(before: Before | None) -> Observation:
        async with serving(saying('{"n": 130}')) as place:
            options: dict[str, Option] = {"path": "/", "figure": "n", "rate": True}
            wanted = ask("X-02", f"http://{place}", options=options, before=before)
            return await observe(kind="http", ask=wanted, at=NOON)

    first = run_apart(run(None))
    minute_ago = NOON - timedelta(minutes=1)

    assert first.outcome is Outcome.UNKNOWN
    assert run_apart(run(Before(at=minute_ago, facts={"counter": 100.0}))).value == 0.5
    assert run_apart(run(Before(at=minute_ago, facts={"counter": 900.0}))).value == pytest.approx(130 / 60)


def test_headers_are_scored_by_what_is_missing() -> None:
    bare = look(saying("x", headers={"Set-Cookie": "sessionid=1"}), "N-06")
    dressed = look(
        saying(
            "x",
            headers={
                "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
                "X-Content-Type-Options": "nosniff",
                "Set-Cookie": "sessionid=1; Secure; HttpOnly",
            },
        ),
        "N-06",
    )

    assert bare.value == 0
    assert (dressed.value, dressed.fact("missing")) == (80, "plain-http")


def test_headers_that_show_versions_are_counted() -> None:
    assert look(saying("x", headers={"Server": "nginx/1.22.1", "X-Powered-By": "PHP/8.2"}), "N-07").value == 2
    assert look(saying("x", headers={"Server": "nginx"}), "N-07").value == 0


class Office:
    """A small office: a form with a token, a session, a document."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.split("\r\n")
            headers = dict(line.lower().partition(": ")[::2] for line in lines if line)
            body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
            method, path, _ = first.split(" ")
            self.seen.append(f"{method} {path}")
            answer, extra = "请登录", ""
            if path == "/in" and method == "GET":
                answer = "<input name=csrf value='a&amp;b'>"
            elif path == "/in" and "word=s3cret&csrf=a%26b" in body:
                answer, extra = "收件箱 /doc/12/", "Set-Cookie: sid=9; Path=/\r\n"
            elif path == "/doc/12/" and "sid=9" in headers.get("cookie", ""):
                answer = "关于印发的通知"
            raw = answer.encode()
            writer.write(f"HTTP/1.1 200 OK\r\n{extra}Content-Length: {len(raw)}\r\n\r\n".encode() + raw)
            await writer.drain()


STEPS = (
    Step(name="打开登录页", path="/in", keep={"csrf": "value='([^']+)'"}),
    Step(
        name="登录",
        method="POST",
        path="/in",
        form={"word": "{secret:password}", "csrf": "{kept:csrf}"},
        contains="收件箱",
        keep={"doc": r"(/doc/\d+/)"},
    ),
    Step(name="打开公文", path="{kept:doc}", contains="通知"),
)


def transact(office: Office, secrets: dict[str, str], steps: tuple[Step, ...] = STEPS) -> Observation:
    async def run() -> Observation:
        async with serving(office) as place:
            wanted = ask("A-01", f"http://{place}", steps=steps, secrets=secrets)
            return await observe(kind="http", ask=wanted, at=NOON)

    return run_apart(run())


def test_a_transaction_signs_in_and_opens_a_document() -> None:
    office = Office()

    seen = transact(office, {"password": "s3cret"})

    assert (seen.outcome, seen.fact("steps")) == (Outcome.MEASURED, 3)
    assert office.seen == ["GET /in", "POST /in", "GET /doc/12/"]


SIGNS_OUT = Step(name="退出", method="POST", path="/out", form={"doc": "{kept:doc}"}, always=True)


@pytest.mark.parametrize(
    ("between", "outcome"),
    [
        ((), Outcome.MEASURED),
        ((Step(name="检索", path="/gone", contains="结果"),), Outcome.FAILED),
        ((Step(name="列表", path="/list", keep={"one": "(/one/)"}, may_lack=True),), Outcome.MEASURED),
    ],
    ids=["right", "one is wrong", "nothing to go on with"],
)
def test_who_signed_in_signs_out_however_the_rest_went(between: tuple[Step, ...], outcome: Outcome) -> None:
    office = Office()

    seen = transact(office, {"password": "s3cret"}, (*STEPS[:2], *between, STEPS[2], SIGNS_OUT))

    assert (seen.outcome, office.seen[-1]) == (outcome, "POST /out")
    assert seen.fact("step") == ("检索" if outcome is Outcome.FAILED else None)
    assert ("GET /doc/12/" in office.seen) is not bool(between)
    if outcome is Outcome.MEASURED:  # nobody waits for that
        *used, last = [float(one.value) for one in seen.facts if one.name.startswith("step_")]
        assert seen.value == pytest.approx(sum(used), abs=0.001)
        assert last > 0


def test_who_was_not_let_in_need_not_sign_out() -> None:
    office = Office()

    seen = transact(office, {"password": "wrong-one"}, (*STEPS, SIGNS_OUT))

    assert (seen.fact("step"), office.seen) == ("登录", ["GET /in", "POST /in"])


def test_wrong_credentials_name_the_step_and_never_the_secret() -> None:
    seen = transact(Office(), {"password": "wrong-one"})

    assert (seen.outcome, seen.fact("step")) == (Outcome.FAILED, "登录")
    assert "wrong-one" not in repr(seen)


def test_a_secret_that_was_never_set_is_unknown_not_a_fault_of_the_office() -> None:
    assert transact(Office(), {}).outcome is Outcome.UNKNOWN


def test_a_real_web_server_answers_and_its_error_is_one(nginx_server: Service) -> None:
    def fetched(path: str) -> Observation:
        wanted = ask("N-01", f"http://{nginx_server.address}", options={"path": path, "contains": "nginx"})
        return run_apart(observe(kind="http", ask=wanted, at=NOON))

    assert fetched("/").outcome is Outcome.MEASURED
    assert fetched("/gone").fact("status") == 503


@pytest.mark.parametrize(("oldest", "count"), [(ssl.TLSVersion.TLSv1, 1), (ssl.TLSVersion.TLSv1_2, 0)])
def test_a_server_that_still_speaks_old_tls_is_told_from_one_that_does_not(
    oldest: ssl.TLSVersion, count: int, tmp_path: Path
) -> None:
    trusted, shown, key = make_certificates(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shown, key)
    server.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is the point
        server.minimum_version = oldest

    async def run() -> Observation:
        async with serving(saying("ok"), ssl=server) as place:
            wanted = ask("N-07", f"https://{place}", options={"ca_file": str(trusted)})
            return await observe(kind="http", ask=wanted, at=NOON)

    seen = run_apart(run())

    assert seen.value == count
    assert ("TLS" in str(seen.fact("names"))) == bool(count)


@pytest.mark.parametrize(("location", "points"), [("https://office.example/", 35), ("/elsewhere", 15)])
def test_a_page_without_tls_that_leads_nowhere_safe_costs_points(location: str, points: int) -> None:
    async def run() -> Observation:
        leading = saying("", status=301, headers={"Location": location})
        bare = saying("ok", headers={"X-Content-Type-Options": "nosniff"})
        async with serving(bare) as place, serving(leading) as plain:
            wanted = ask("N-06", f"http://{place}", options={"plain": f"http://{plain}/"})
            return await observe(kind="http", ask=wanted, at=NOON)

    assert run_apart(run()).value == points
