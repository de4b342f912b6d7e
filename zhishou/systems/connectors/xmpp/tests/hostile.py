"""Chat servers that behave badly on purpose: each says its part, and then does what no server should."""

import asyncio
import base64
import re
from collections.abc import Callable
from typing import Final

from zhishou.systems.connectors.tests.targets import Talk
from zhishou.systems.connectors.xmpp.session import BIND, SASL, STREAMS, TLS

HEAD: Final = f"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='{STREAMS}' version='1.0'>"
STARTTLS: Final = f"{HEAD}<stream:features><starttls xmlns='{TLS}'/></stream:features>"
SUCCESS: Final = f"<success xmlns='{SASL}'/>"
BINDING: Final = f"{HEAD}<stream:features><bind xmlns='{BIND}'/></stream:features>"
Step = tuple[str, str | Callable[[str], str]]


def offering(*ways: str) -> str:
    names = "".join(f"<mechanism>{one}</mechanism>" for one in ways)
    return f"{HEAD}<stream:features><mechanisms xmlns='{SASL}'>{names}</mechanisms></stream:features>"


def script(*steps: Step, heard: bytearray | None = None, then: Talk | None = None) -> Talk:
    """Wait for words and answer them, one after the other; then do the rest, or say nothing more."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for words, answer in steps:
            asked = ""
            while words not in asked:
                piece = await reader.read(65536)
                if not piece:
                    return
                asked += piece.decode()
                if heard is not None:
                    heard.extend(piece)
            writer.write((answer if isinstance(answer, str) else answer(asked)).encode())
            await writer.drain()
        if then is not None:
            await then(reader, writer)
        while piece := await reader.read(65536):
            if heard is not None:
                heard.extend(piece)

    return talk


def pouring(begin: str, piece: str) -> Talk:
    """Begin, and then say the same thing for ever."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(begin.encode())
        for _number in range(2**16):
            writer.write(piece.encode() * 1024)
            await writer.drain()
            await asyncio.sleep(0)  # who has gone is noticed by the loop

    return talk


def bound(asked: str) -> str:
    """Give the name that was asked for."""
    number = re.findall(r"id='(\w+)'", asked)[-1]
    return f"<iq type='result' id='{number}'><bind xmlns='{BIND}'><jid>probe@localhost/here</jid></bind></iq>"


def bounced(asked: str) -> str:
    """Give a message back."""
    number = re.findall(r"id='(\w+)'", asked)[-1]
    return f"<message type='error' id='{number}'><error><service-unavailable/></error></message>"


def challenge(*, rounds: str, mine: str = "ours") -> Callable[[str], str]:
    """Answer what a client says first by SCRAM."""

    def answer(asked: str) -> str:
        said = base64.b64decode(re.findall(r">([^<]+)</auth>", asked)[-1]).decode()
        words = f"r={said.rpartition('r=')[2]}{mine},s={base64.b64encode(b'salt').decode()},i={rounds}"
        return f"<challenge xmlns='{SASL}'>{base64.b64encode(words.encode()).decode()}</challenge>"

    return answer


ENTERED: Final[tuple[Step, ...]] = (
    ("<stream:stream", offering("PLAIN")),
    ("</auth>", SUCCESS),
    ("<stream:stream", BINDING),
    ("</iq>", bound),
)
FORGED: Final = f"<success xmlns='{SASL}'>{base64.b64encode(b'v=AAAA').decode()}</success>"
LAUGHS: Final = "<!DOCTYPE a [<!ENTITY b 'ha'>]>"
