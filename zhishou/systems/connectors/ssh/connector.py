"""The number that a command on another host prints."""

import re
import socket
import time
from datetime import datetime
from typing import Final

import asyncssh
from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import NotReachedError, no_answer, resolve, said, split
from zhishou.systems.rules.observing import Ask, Observation, Outcome, failed, measured, unknown
from zhishou.systems.rules.words import ConnectorKind

PORT: Final = 22
MOST: Final = 64 * 1024
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
        keys = _pinned(ask)
        begun = time.monotonic()
        connection = await _connect(place.address, place.port, keys, ask)
        try:
            status, text = await _run(connection, ask.text("command"))
        except (asyncssh.Error, OSError) as error:
            raise no_answer(_("The command could not be run: %(why)s."), why=said(error)) from error
        finally:
            connection.abort()
        took = time.monotonic() - begun
        if status != int(ask.number("status", 0)):
            return failed(_("The command ended with %(status)s: %(said)s"), status=status, said=text[:300])
        found = re.search(ask.text("number", NUMBER), text)
        if found is None:
            return unknown(_("The command printed no number: %(said)s"), said=text[:300])
        try:
            return measured(float(found[1] if found.re.groups else found[0]), took=round(took, 3), said=text[:300])
        except ValueError:
            return unknown(_("The command printed no number: %(said)s"), said=text[:300])


def _pinned(ask: Ask) -> list[asyncssh.SSHKey]:
    try:
        keys = [asyncssh.import_public_key(one) for one in ask.names("host_keys") if one]
    except (asyncssh.KeyImportError, ValueError) as error:
        raise NotReachedError(Outcome.UNKNOWN, _("A pinned host key cannot be read.")) from error
    if not keys:
        raise NotReachedError(Outcome.UNKNOWN, _("No host key is pinned; nothing is sent to an unknown host."))
    return keys


async def _connect(address: str, port: int, keys: list[asyncssh.SSHKey], ask: Ask) -> asyncssh.SSHClientConnection:
    key = ask.secrets.get("key")
    try:
        return await asyncssh.connect(
            address,
            port=port,
            family=socket.AF_INET6 if ":" in address else socket.AF_INET,
            known_hosts=(keys, [], []),
            username=ask.text("user"),
            password=ask.secrets.get("password") or None,
            client_keys=[asyncssh.import_private_key(key)] if key else None,
            agent_path=None,
            config=None,
            connect_timeout=ask.timeout_s,
            login_timeout=ask.timeout_s,
            compression_algs=None,
        )
    except asyncssh.HostKeyNotVerifiable as error:
        raise no_answer(_("The host showed another key than the pinned one.")) from error
    except asyncssh.PermissionDenied as error:
        raise no_answer(_("The host does not let us in.")) from error
    except asyncssh.KeyImportError as error:
        raise NotReachedError(Outcome.UNKNOWN, _("The private key cannot be read.")) from error
    except (asyncssh.Error, OSError, ValueError) as error:
        raise no_answer(_("The host cannot be reached: %(why)s."), why=said(error)) from error


async def _run(connection: asyncssh.SSHClientConnection, command: str) -> tuple[int, str]:
    """Run the command and read what it prints, up to a limit."""
    process = await connection.create_process(command, stdin=asyncssh.DEVNULL, stderr=asyncssh.STDOUT)
    text = ""
    while len(text) < MOST:
        block = await process.stdout.read(MOST - len(text))
        if not block:
            break
        text += str(block)
    if len(text) >= MOST:
        raise no_answer(_("The command printed more than is read."))
    await process.wait_closed()
    return process.exit_status if process.exit_status is not None else -1, text.strip()
