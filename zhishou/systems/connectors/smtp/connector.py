"""A mail server that would take a letter."""

import asyncio
import base64
import time
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import connected, line_of, no_answer, over_tls, resolve, split, tls_context
from zhishou.systems.rules.observing import Ask, Observation, measured
from zhishou.systems.rules.words import ConnectorKind

PORT: Final = 587
MOST_LINES: Final = 100


class Smtp:
    """Greets, and signs in where there is a password."""

    kind = ConnectorKind.SMTP
    checks = frozenset({"SM-01"})
    least = _("A mail account of its own; without a password it only greets.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:  # noqa: ARG002 - the protocol's shape
        """Look once."""
        host, port = split(ask.address, port=PORT)
        place = await resolve(host, port, allowed=ask.allowed)
        mode = ask.text("tls", "starttls" if port == PORT else "none")
        tls = None if mode == "none" else tls_context(ca_file=ask.text("ca_file"), allowed=ask.allowed)
        begun = time.monotonic()
        async with AsyncExitStack() as stack:
            way = connected(place, tls=tls if mode == "implicit" else None)
            reader, writer = await stack.enter_async_context(way)
            await _reply(reader, "220")
            await _say(reader, writer, "EHLO zhishou.invalid", "250")
            if mode == "starttls" and tls is not None:
                await _say(reader, writer, "STARTTLS", "220")
                reader, writer = await stack.enter_async_context(over_tls(writer, tls=tls, name=place.host))
                await _say(reader, writer, "EHLO zhishou.invalid", "250")
            password = ask.secrets.get("password")
            if password:
                if mode == "none" and place.address not in {"127.0.0.1", "::1"}:
                    raise no_answer(_("The password is not sent without TLS."))
                plain = base64.b64encode(f"\0{ask.text('user')}\0{password}".encode()).decode()
                await _say(reader, writer, f"AUTH PLAIN {plain}", "235")
            await _say(reader, writer, "QUIT", "221")
        return measured(time.monotonic() - begun, unit="s", words=_("%(place)s answers."), place=place.words)


async def _say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, words: str, wanted: str) -> None:
    writer.write(f"{words}\r\n".encode())
    await writer.drain()
    await _reply(reader, wanted)


async def _reply(reader: asyncio.StreamReader, wanted: str) -> None:
    for _number in range(MOST_LINES):
        line = await line_of(reader)
        if line[3:4] == "-":
            continue
        if not line.startswith(wanted):
            raise no_answer(_("The mail server says “%(said)s”."), said=line[:200])
        return
    raise no_answer(_("What came back is not what this service says."))
