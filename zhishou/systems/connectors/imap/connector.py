"""A mailbox that opens."""

import asyncio
import re
import time
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import (
    NotReachedError,
    connected,
    line_of,
    no_answer,
    over_tls,
    resolve,
    split,
    tls_context,
)
from zhishou.systems.rules.observing import Ask, Observation, Outcome, measured
from zhishou.systems.rules.words import ConnectorKind

PORT, OVER_TLS = 993, 993
MOST_LINES: Final = 200
COUNTS: Final = re.compile(r"\(MESSAGES (\d+) UNSEEN (\d+)\)", re.IGNORECASE)


class Imap:
    """Signs in, asks how many letters lie in the mailbox, and opens none."""

    kind = ConnectorKind.IMAP
    checks = frozenset({"IM-01", "IM-02"})
    least = _("A mailbox of its own, or the right to see another's without changing it.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:  # noqa: ARG002 - the protocol's shape
        """Look once."""
        host, port = split(ask.address, port=PORT)
        place = await resolve(host, port, allowed=ask.allowed)
        mode = ask.text("tls", "implicit" if port == OVER_TLS else "starttls")
        tls = None if mode == "none" else tls_context(ca_file=ask.text("ca_file"), allowed=ask.allowed)
        password = ask.secrets.get("password")
        if not password:
            raise NotReachedError(Outcome.UNKNOWN, _("The secret “%(name)s” has not been set."), name="password")
        begun = time.monotonic()
        async with AsyncExitStack() as stack:
            way = connected(place, tls=tls if mode == "implicit" else None)
            reader, writer = await stack.enter_async_context(way)
            greeting = await line_of(reader)
            if not greeting.startswith("* OK"):
                raise no_answer(_("The mail server says “%(said)s”."), said=greeting[:200])
            if mode == "starttls" and tls is not None:
                await _say(reader, writer, "a0", "STARTTLS")
                reader, writer = await stack.enter_async_context(over_tls(writer, tls=tls, name=place.host))
            await _say(reader, writer, "a1", f"LOGIN {_quoted(ask.text('user'))} {_quoted(password)}")
            said = await _say(
                reader, writer, "a2", f"STATUS {_quoted(ask.text('mailbox', 'INBOX'))} (MESSAGES UNSEEN)"
            )
            writer.write(b"a3 LOGOUT\r\n")
        took = time.monotonic() - begun
        counts = COUNTS.search(said)
        letters, unseen = (int(counts[1]), int(counts[2])) if counts else (0, 0)
        if ask.check == "IM-02":
            return measured(unseen, words=_("Unread: %(unseen)s of %(letters)s."), unseen=unseen, letters=letters)
        return measured(took, unit="s", words=_("The mailbox opens; letters: %(letters)s."), letters=letters)


def _quoted(text: str) -> str:
    if any(letter in text for letter in "\r\n\0"):
        raise NotReachedError(Outcome.UNKNOWN, _("A name or password holds a line break."))
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


async def _say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mark: str, words: str) -> str:
    writer.write(f"{mark} {words}\r\n".encode())
    await writer.drain()
    lines: list[str] = []
    for _number in range(MOST_LINES):
        line = await line_of(reader)
        if line.startswith(f"{mark} "):
            if not line.upper().startswith(f"{mark.upper()} OK"):
                raise no_answer(_("The mail server says “%(said)s”."), said=line[len(mark) + 1 :][:200])
            return "\n".join(lines)
        lines.append(line)
    raise no_answer(_("What came back is not what this service says."))
