"""The number that a command on another host prints."""

import time
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import resolve, searched, split
from zhishou.systems.rules.observing import Ask, Observation, failed, measured, unknown
from zhishou.systems.rules.words import ConnectorKind

PORT: Final = 22
NUMBER: Final = r"(-?\d+(?:\.\d+)?)"


class Ssh:
    """Runs one command of the profile; refuses a host whose key is not the pinned one."""

    kind = ConnectorKind.SSH
    checks = frozenset({"SH-01"})
    least = _("An account with no shell of its own but the one command, as authorized_keys forces it.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:  # noqa: ARG002 - the protocol's shape
        """Look once."""
        host, port = split(ask.address, port=PORT)
        place = await resolve(host, port, allowed=ask.allowed)
        from zhishou.systems.connectors.ssh.client import run  # noqa: PLC0415 - a library for whoever asks by SSH

        begun = time.monotonic()
        status, text = await run(ask, place)
        took = time.monotonic() - begun
        if status != int(ask.number("status", 0)):
            return failed(_("The command ended with %(status)s: %(said)s"), status=status, said=text[:300])
        found = searched(ask.text("number", NUMBER)).search(text)
        if found is None:
            return unknown(_("The command printed no number: %(said)s"), said=text[:300])
        try:
            return measured(float(found[1] if found.re.groups else found[0]), took=round(took, 3), said=text[:300])
        except ValueError:
            return unknown(_("The command printed no number: %(said)s"), said=text[:300])
