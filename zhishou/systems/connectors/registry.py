"""Which kinds of connectors there are; the one list."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import structlog
from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.agent.connector import AgentNews
from zhishou.systems.connectors.backup.connector import Backup
from zhishou.systems.connectors.dns.connector import Dns
from zhishou.systems.connectors.http.connector import Http
from zhishou.systems.connectors.imap.connector import Imap
from zhishou.systems.connectors.log.connector import Log
from zhishou.systems.connectors.matrix.connector import Matrix
from zhishou.systems.connectors.mysql.connector import MySql
from zhishou.systems.connectors.postgresql.connector import PostgreSql
from zhishou.systems.connectors.prometheus.connector import Prometheus
from zhishou.systems.connectors.protocol import Connector
from zhishou.systems.connectors.reaching import NotReachedError
from zhishou.systems.connectors.redis.connector import Redis
from zhishou.systems.connectors.smtp.connector import Smtp
from zhishou.systems.connectors.sqlite.connector import SqliteFile
from zhishou.systems.connectors.ssh.connector import Ssh
from zhishou.systems.connectors.tcp.connector import Tcp
from zhishou.systems.connectors.tls.connector import Tls
from zhishou.systems.connectors.xmpp.connector import Xmpp
from zhishou.systems.rules.observing import Ask, Observation, failed, unknown

log = structlog.get_logger(__name__)

_CONNECTORS: dict[str, Connector] = {
    one.kind.value: one
    for one in (
        AgentNews(),
        Backup(),
        Dns(),
        Http(),
        Imap(),
        Log(),
        Matrix(),
        MySql(),
        PostgreSql(),
        Prometheus(),
        Redis(),
        Smtp(),
        SqliteFile(),
        Ssh(),
        Tcp(),
        Tls(),
        Xmpp(),
    )
}


def connectors() -> Mapping[str, Connector]:
    """Return every kind by its name."""
    return dict(_CONNECTORS)


def connector(kind: str) -> Connector | None:
    """Return one kind; None where an older version knew it and this one does not."""
    return _CONNECTORS.get(kind)


@contextmanager
def standing_in(*doubles: Connector) -> Iterator[None]:
    """Let doubles stand in for the real ones while a test runs."""
    before = dict(_CONNECTORS)
    _CONNECTORS.update({one.kind.value: one for one in doubles})
    try:
        yield
    finally:
        _CONNECTORS.clear()
        _CONNECTORS.update(before)


async def observe(*, kind: str, ask: Ask, at: datetime) -> Observation:
    """Look once by a connector of this kind, within the time that is given; never raises for what a target does."""
    way = connector(kind)
    if way is None or ask.check not in way.checks:
        return unknown(_("This version cannot do %(check)s by %(kind)s."), check=ask.check, kind=kind)
    if not ask.address:
        return unknown(_("No address has been set yet."))
    if ask.lacking:
        return unknown(_("The secret “%(name)s” has not been set."), name=ask.lacking[0])
    begun = time.monotonic()
    try:
        async with asyncio.timeout(ask.timeout_s):
            seen = await way.observe(ask=ask, at=at)
    except NotReachedError as ended:
        seen = ended.observation
    except TimeoutError:
        seen = failed(_("There was no answer within %(seconds)s seconds."), seconds=round(ask.timeout_s, 1))
    except Exception as error:
        # A fault of our own must not end the watch, nor pass as a fault of what is watched.
        log.exception("A check failed by a fault of our own.", check=ask.check, kind=kind)
        seen = unknown(_("The check itself failed: %(why)s."), why=type(error).__name__)
    return replace(seen, took_s=time.monotonic() - begun)
