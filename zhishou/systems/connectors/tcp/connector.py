"""A port that answers."""

import time
from datetime import datetime

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import connected, line_of, no_answer, resolve, split
from zhishou.systems.rules.observing import Ask, Observation, measured
from zhishou.systems.rules.words import ConnectorKind

NO_PORT = 0


class Tcp:
    """Opens a connection, and may send a line and wait for one."""

    kind = ConnectorKind.TCP
    checks = frozenset({"X-03"})
    least = _("No account: it only opens a connection.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:  # noqa: ARG002 - the protocol's shape
        """Measure how long the connection takes, and the answer where one is expected."""
        host, port = split(ask.address, port=NO_PORT)
        place = await resolve(host, port, allowed=ask.allowed)
        begun = time.monotonic()
        async with connected(place) as (reader, writer):
            if ask.text("send"):
                writer.write(ask.text("send").encode() + b"\r\n")
                await writer.drain()
            if ask.text("expect"):
                line = await line_of(reader)
                if ask.text("expect") not in line:
                    raise no_answer(_("It said “%(said)s”."), said=line[:200])
        return measured(time.monotonic() - begun, unit="s", words=_("%(place)s answers."), place=place.words)
