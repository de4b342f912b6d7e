"""A host that is asked over SSH: its key is the pinned one, or nothing is sent."""

import socket
from typing import Final

import asyncssh
from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import NotReachedError, Place, no_answer, said
from zhishou.systems.rules.observing import Ask, Outcome

MOST: Final = 64 * 1024


async def run(ask: Ask, place: Place) -> tuple[int, str]:
    """Run the command of the profile; return how it ended and what it printed."""
    connection = await _connect(place.address, place.port, _pinned(ask), ask)
    try:
        return await _read(connection, ask.text("command"))
    except (asyncssh.Error, OSError) as error:
        raise no_answer(_("The command could not be run: %(why)s."), why=said(error)) from error
    finally:
        connection.abort()


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


async def _read(connection: asyncssh.SSHClientConnection, command: str) -> tuple[int, str]:
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
