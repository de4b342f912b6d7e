import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from conftest import NOON
from tests.apart import run_apart
from tests.certificates import make_certificates
from tests.prosody import ChatServer
from tests.servers import SECRET
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import LOOPBACK, Talk, ask, garbage, serving, silent
from zhishou.systems.connectors.xmpp.session import PIECE, TLS
from zhishou.systems.connectors.xmpp.signing import MOST_ROUNDS
from zhishou.systems.connectors.xmpp.tests import hostile
from zhishou.systems.connectors.xmpp.tests.hostile import ENTERED, HEAD, STARTTLS, script
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Observation, Option, Outcome

Papers = tuple[Path, ssl.SSLContext]
FAILED: Final = Outcome.FAILED
FOREIGN: Final = "What came back is not what this service says."
NO_ANSWER: Final = "There was no answer within %(seconds)s seconds."
NO_TLS: Final = "The chat server offers no TLS; no password is sent without it."


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@asynccontextmanager
async def leaving_nothing() -> AsyncIterator[None]:
    """See that a look leaves neither a task nor a socket."""
    tasks, files = len(asyncio.all_tasks()), open_files()
    yield
    for _turn in range(1000):  # a socket is closed in one of the loop's next turns
        if len(asyncio.all_tasks()) <= tasks and open_files() <= files:
            return
        await asyncio.sleep(0)
    pytest.fail(f"left behind: {asyncio.all_tasks()}, {open_files() - files} files")


async def see(  # noqa: PLR0917 - what varies, in the order in which it is read
    place: str,
    authority: Path | None,
    check: str,
    password: str,
    allowed: AllowList = LOOPBACK,
    timeout_s: float = 10,
    options: Mapping[str, Option] = {},
) -> Observation:
    given: dict[str, Option] = {"user": "probe@localhost", **options}
    if authority:
        given["ca_file"] = str(authority)
    secrets = {"password": password, "reader_password": SECRET} if password else {}
    wanted = ask(check, place, options=given, secrets=secrets, timeout_s=timeout_s, allowed=allowed)
    async with leaving_nothing():
        return await observe(kind="xmpp", ask=wanted, at=NOON)


def look(
    server: ChatServer,
    check: str = "XM-02",
    *,
    port: int = 0,
    trusted: bool = True,
    password: str = SECRET,
    allowed: AllowList = LOOPBACK,
    **options: Option,
) -> Observation:
    place, authority = f"127.0.0.1:{port or server.port}", server.authority if trusted else None
    return run_apart(see(place, authority, check, password, allowed, options=options))


def look_at(
    talk: Talk, papers: Papers, check: str = "XM-02", *, clear: bool = False, timeout_s: float = 10
) -> Observation:
    """Look at a hostile server with a good certificate: over TLS from the first byte, or in the clear."""
    authority, speaks = papers

    async def run() -> Observation:
        async with serving(talk, **({} if clear else {"ssl": speaks})) as place:
            mode = "starttls" if clear else "implicit"
            return await see(place, authority, check, SECRET, timeout_s=timeout_s, options={"tls": mode})

    return run_apart(run())


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """Return an authority, and how a server with a certificate of it speaks TLS."""
    authority, shown, key = make_certificates(tmp_path_factory.mktemp("papers"))
    speaks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    speaks.load_cert_chain(shown, key)
    return authority, speaks


def test_a_message_is_sent_and_seen_to_arrive(xmpp_server: ChatServer) -> None:
    seen = look(xmpp_server)

    assert (seen.outcome, seen.words) == (Outcome.MEASURED, "The message arrived."), seen
    assert 0 < (seen.value or 0) < 10


def test_it_arrives_at_a_second_account_too_and_over_tls_from_the_first_byte(xmpp_server: ChatServer) -> None:
    seen = look(xmpp_server, port=xmpp_server.tls_port, tls="implicit", reader="other@localhost")

    assert seen.words == "The message arrived.", seen


def test_whether_the_server_answers_takes_no_password(xmpp_server: ChatServer) -> None:
    seen = look(xmpp_server, "XM-01", password="")

    assert (seen.outcome, seen.words) == (Outcome.MEASURED, "The chat server answers over TLS."), seen
    assert look(xmpp_server, password="").words == "The secret “%(name)s” has not been set."


def test_a_wrong_password_fails_without_being_shown(xmpp_server: ChatServer) -> None:
    seen = look(xmpp_server, password="guessed-wrong")

    assert (seen.outcome, seen.words) == (FAILED, "The chat server refuses the account: %(why)s."), seen
    assert str(seen.fact("why")).startswith("not-authorized")
    assert "guessed-wrong" not in repr(seen)


def test_a_certificate_of_nobody_known_or_for_another_name_ends_it(xmpp_server: ChatServer) -> None:
    for seen in (look(xmpp_server, trusted=False), look(xmpp_server, user="probe@office.example")):
        assert (seen.outcome, seen.words) == (FAILED, "The certificate is not valid: %(why)s."), seen


def test_a_domain_that_the_server_does_not_know_is_said(xmpp_server: ChatServer) -> None:
    seen = look(xmpp_server, user="probe@elsewhere.example")

    assert (seen.outcome, seen.words) == (FAILED, "The chat server says: %(why)s."), seen
    assert "host-unknown" in str(seen.fact("why"))


@pytest.mark.parametrize("options", [{"user": "probe"}, {"user": "@localhost"}, {"tls": "none"}])
def test_what_the_profile_says_wrongly_is_unknown_and_never_a_fault(
    xmpp_server: ChatServer, options: dict[str, Any]
) -> None:
    assert look(xmpp_server, **options).outcome is Outcome.UNKNOWN


def test_only_what_the_deployment_lists_is_looked_at(xmpp_server: ChatServer) -> None:
    seen = look(xmpp_server, allowed=AllowList.parse(targets=("10.0.0.0/8",), paths=("/tmp",)))  # noqa: S108

    assert seen.words == "%(place)s is not on this deployment's list of what may be looked at."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(hostile.offering("PLAIN", "SCRAM-SHA-1"), NO_TLS, id="offers none"),
        pytest.param(f"{HEAD}<stream:features/>", NO_TLS, id="offers nothing"),
        pytest.param(STARTTLS, "The chat server refuses TLS; no password is sent without it.", id="refuses it"),
    ],
)
def test_no_password_leaves_without_tls(answer: str, words: str, papers: Papers) -> None:
    heard = bytearray()
    steps = (("<stream:stream", answer), ("<starttls", f"<failure xmlns='{TLS}'/>"))

    seen = look_at(script(*steps, heard=heard), papers, clear=True)

    assert (seen.outcome, seen.words) == (FAILED, words)
    assert b"<auth" not in heard


@pytest.mark.parametrize(
    ("between", "words"),
    [
        pytest.param("", FOREIGN, id="at once"),
        pytest.param(" " * PIECE, NO_ANSWER, id="left in what was not yet read"),
    ],
)
def test_what_is_slipped_in_before_tls_does_not_pass_for_said_over_it(
    between: str, words: str, papers: Papers
) -> None:
    slipped = f"<proceed xmlns='{TLS}'/>{between}{hostile.offering('PLAIN')}"
    _authority, speaks = papers

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"lang='en'")
        writer.write(STARTTLS.encode())
        await reader.readuntil(b"<starttls")
        writer.write(slipped.encode())
        await writer.start_tls(speaks)
        await silent(reader, writer)

    seen = look_at(talk, papers, "XM-01", clear=True, timeout_s=1)

    assert (seen.outcome, seen.words) == (FAILED, words)


@pytest.mark.parametrize("clear", [True, False], ids=["in the clear", "over TLS"])
def test_a_server_that_never_answers_fails_in_time(papers: Papers, clear: bool) -> None:  # noqa: FBT001
    seen = look_at(silent, papers, clear=clear, timeout_s=0.5)

    assert (seen.outcome, seen.words) == (FAILED, NO_ANSWER)


@pytest.mark.parametrize(
    "talk",
    [
        pytest.param(garbage, id="garbage"),
        pytest.param(hostile.pouring(HEAD, "<a>"), id="ever deeper"),
        pytest.param(hostile.pouring(f"{HEAD}<stream:features>", "words "), id="one stanza without an end"),
        pytest.param(hostile.pouring(f"{HEAD}<stream:features><a ", "b"), id="one name without an end"),
        pytest.param(script(("<stream", f"{hostile.LAUGHS}{HEAD}")), id="entities"),
        pytest.param(script(("<stream", "<html></html>")), id="a page"),
        pytest.param(script(("<stream", f"{HEAD}<!-- x -->")), id="a comment"),
        pytest.param(script(("<stream", f"{HEAD}<message/>")), id="no features"),
    ],
)
def test_xml_without_an_end_or_of_another_kind_is_no_chat_server(talk: Talk, papers: Papers) -> None:
    seen = look_at(talk, papers, clear=True)

    assert (seen.outcome, seen.words) == (FAILED, FOREIGN), seen


def test_messages_without_an_end_are_not_read_to_their_end(papers: Papers) -> None:
    others = hostile.pouring("", "<message><body>x</body></message>")

    assert look_at(script(*ENTERED, then=others), papers).words == FOREIGN


def test_a_message_that_does_not_come_back_is_said_so(papers: Papers) -> None:
    seen = look_at(script(*ENTERED), papers, timeout_s=1)

    assert (seen.outcome, seen.words) == (FAILED, "The message was sent and did not arrive in %(seconds)s seconds.")


def test_a_message_that_is_given_back_is_no_arrival(papers: Papers) -> None:
    seen = look_at(script(*ENTERED, ("</message>", hostile.bounced)), papers)

    assert (seen.outcome, seen.fact("why")) == (FAILED, "service-unavailable")


@pytest.mark.parametrize("rounds", ["2000000000", "0", "-1", "9" * 400, "x"])
def test_a_server_that_asks_for_endless_reckoning_gets_none(rounds: str, papers: Papers) -> None:
    steps = (("<stream", hostile.offering("SCRAM-SHA-256", "PLAIN")), ("</auth>", hostile.challenge(rounds=rounds)))

    seen = look_at(script(*steps), papers)

    assert (seen.outcome, seen.words) == (
        FAILED,
        "The chat server asks for too much reckoning to sign in: %(rounds)s.",
    )


def test_the_other_probes_go_on_while_a_password_is_reckoned(papers: Papers) -> None:
    turns = [0]

    async def others() -> None:
        while True:
            turns[0] += 1
            await asyncio.sleep(0)

    def asked(said: str) -> str:
        turns[0] = 0
        return hostile.challenge(rounds=str(MOST_ROUNDS))(said)

    steps = (("<stream", hostile.offering("SCRAM-SHA-256")), ("</auth>", asked), ("</response>", hostile.FORGED))

    async def run() -> Observation:
        beside = asyncio.create_task(others())
        try:
            async with serving(script(*steps), ssl=papers[1]) as place:
                return await see(place, papers[0], "XM-02", SECRET, options={"tls": "implicit"})
        finally:
            beside.cancel()

    seen = run_apart(run())

    assert turns[0] > 1000
    assert (seen.outcome, seen.words) == (FAILED, "The chat server cannot prove that it knows the account.")


def test_a_server_that_repeats_no_nonce_of_ours_or_knows_no_way_of_ours_is_said_so(papers: Papers) -> None:
    first = ("<stream", hostile.offering("SCRAM-SHA-1"))
    echo = look_at(script(first, ("</auth>", hostile.challenge(rounds="4096", mine=""))), papers)
    strange = look_at(script(("<stream", hostile.offering("EXTERNAL", "X-OAUTH2"))), papers)

    assert (echo.outcome, echo.words) == (FAILED, "The chat server does not sign in as agreed.")
    assert (strange.outcome, strange.fact("names")) == (Outcome.UNKNOWN, "EXTERNAL, X-OAUTH2")
