import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import dns.message
import dns.rcode
import dns.rrset

from conftest import NOON
from tests.apart import run_apart
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask
from zhishou.systems.rules.observing import Observation, Option, Outcome


class NameServer(asyncio.DatagramProtocol):
    """Answers every question by one function; speaks the real protocol."""

    def __init__(self, answer: Callable[[dns.message.Message], bytes]) -> None:
        self.answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.transport.sendto(self.answer(dns.message.from_wire(data)), addr)  # type: ignore[attr-defined]


@asynccontextmanager
async def named(answer: Callable[[dns.message.Message], bytes]) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    transport, _protocol = await loop.create_datagram_endpoint(
        lambda: NameServer(answer), local_addr=("127.0.0.1", 0)
    )
    yield f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"
    transport.close()


def look(answer: Callable[[dns.message.Message], bytes], **options: Option) -> Observation:
    async def run() -> Observation:
        async with named(answer) as place:
            wanted = ask("DN-01", place, options={"name": "office.example.cn", **options}, timeout_s=0.5)
            return await observe(kind="dns", ask=wanted, at=NOON)

    return run_apart(run())


def known(query: dns.message.Message) -> bytes:
    answer = dns.message.make_response(query)
    answer.answer.append(dns.rrset.from_text("office.example.cn.", 60, "IN", "A", "192.0.2.7"))
    return answer.to_wire()


def unheard(query: dns.message.Message) -> bytes:
    answer = dns.message.make_response(query)
    answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer.to_wire()


def test_a_name_is_resolved_to_what_it_must_be() -> None:
    assert look(known, expect=["192.0.2.7"]).outcome is Outcome.MEASURED
    assert look(known, expect=["192.0.2.8"]).outcome is Outcome.FAILED
    assert look(unheard).fact("code") == "NXDOMAIN"


def test_a_name_server_that_talks_nonsense_fails_in_time() -> None:
    assert look(lambda _query: b"nonsense").outcome is Outcome.FAILED


def test_what_cannot_be_asked_for_is_unknown() -> None:
    assert look(known, name="a..b").outcome is Outcome.UNKNOWN
    assert look(known, type="NONE-SUCH").outcome is Outcome.UNKNOWN
