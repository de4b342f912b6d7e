"""What Redis says of itself."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.counting import rate
from zhishou.systems.connectors.reaching import connected, line_of, no_answer, resolve, split, tls_context
from zhishou.systems.rules.observing import Ask, Observation, failed, measured, unknown
from zhishou.systems.rules.words import ConnectorKind

PORT: Final = 6379
MOST: Final = 512 * 1024
SMALL: Final = 64 * 1024 * 1024  # below this, fragmentation says nothing
Reply = str | int | None | list["Reply"]


class Talk:
    """One conversation in Redis's own protocol."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def say(self, *words: str) -> Reply:
        """Send one command and read its answer; an error of Redis ends the look."""
        parts = [f"*{len(words)}\r\n".encode()]
        for word in words:
            raw = word.encode()
            parts.append(b"$%d\r\n%b\r\n" % (len(raw), raw))
        self._writer.write(b"".join(parts))
        await self._writer.drain()
        return await self._reply()

    async def _reply(self, depth: int = 0) -> Reply:
        line = await line_of(self._reader)
        mark, rest = line[:1], line[1:]
        if mark == "+":
            return rest
        if mark == "-":
            raise no_answer(_("Redis says: %(why)s."), why=rest[:200])
        number = int(rest) if rest.lstrip("-").isdigit() and len(rest) < 20 else None  # noqa: PLR2004 - 64 bits
        if mark == ":" and number is not None:
            return number
        if mark == "$" and number is not None and number <= MOST:
            if number < 0:
                return None
            raw = await self._reader.readexactly(number + 2)
            return raw[:-2].decode("utf-8", errors="replace")
        if mark == "*" and number is not None and number <= 1000 and depth < 3:  # noqa: PLR2004 - far above any answer
            return [await self._reply(depth + 1) for _one in range(number)]
        raise no_answer(_("What came back is not what this service says."))

    async def info(self, section: str) -> dict[str, str]:
        """Return a section of INFO."""
        text = await self.say("INFO", section)
        lines = str(text).splitlines()
        return dict(line.partition(":")[::2] for line in lines if ":" in line)

    async def config(self, name: str) -> str | None:
        """Return a setting; None where the account may not see it."""
        reply = await self.say("CONFIG", "GET", name)
        return str(reply[1]) if isinstance(reply, list) and len(reply) > 1 else None


def _number(info: Mapping[str, str], name: str) -> float:
    try:
        return float(info.get(name, "0").split(",")[0])
    except ValueError:
        return 0.0


async def _memory(talk: Talk, _ask: Ask, _at: datetime) -> Observation:
    if await talk.say("PING") != "PONG":
        return failed(_("It does not answer PING."))
    info = await talk.info("memory")
    used, most = _number(info, "used_memory"), _number(info, "maxmemory")
    words = _("Used: %(used)s bytes of %(most)s.") if most else _("It answers; no limit of memory is set.")
    return measured(100 * used / most if most else 0, unit="%", words=words, used=int(used), most=int(most))


async def _clients(talk: Talk, _ask: Ask, _at: datetime) -> Observation:
    info = await talk.info("clients")
    most = _number(info, "maxclients") or float(await talk.config("maxclients") or 0)
    if not most:
        return unknown(_("The account may not see how many clients are allowed."))
    clients = _number(info, "connected_clients")
    return measured(100 * clients / most, unit="%", clients=int(clients), most=int(most))


async def _fragmentation(talk: Talk, _ask: Ask, _at: datetime) -> Observation:
    info = await talk.info("memory")
    if _number(info, "used_memory") < SMALL:
        return measured(1.0, words=_("So little is held that fragmentation says nothing."))
    return measured(_number(info, "mem_fragmentation_ratio"))


async def _evictions(talk: Talk, ask: Ask, at: datetime) -> Observation:
    stats, memory = await talk.info("stats"), await talk.info("memory")
    policy = memory.get("maxmemory_policy", "?")
    if ask.flag("sessions", default=True) and policy != "noeviction" and _number(memory, "maxmemory"):
        return failed(_("Sessions or queues may be thrown out: the policy is %(policy)s."), policy=policy)
    return rate(_number(stats, "evicted_keys"), ask, at)


async def _saved(talk: Talk, _ask: Ask, _at: datetime) -> Observation:
    info = await talk.info("persistence")
    wrong = [
        name
        for name in ("rdb_last_bgsave_status", "aof_last_bgrewrite_status", "aof_last_write_status")
        if info.get(name, "ok") != "ok"
    ]
    return measured(len(wrong), words=_("Failed: %(names)s.") if wrong else "", names=", ".join(wrong))


async def _lag(talk: Talk, _ask: Ask, _at: datetime) -> Observation:
    info = await talk.info("replication")
    if info.get("role") == "slave":
        if info.get("master_link_status") != "up":
            return failed(_("The replica has lost its master."))
        return measured(_number(info, "master_last_io_seconds_ago"), unit="s")
    replicas = [value for name, value in info.items() if name.startswith("slave") and "lag=" in value]
    if not replicas:
        return unknown(_("There is no replica."))
    lags = [float(value.partition("lag=")[2].partition(",")[0] or 0) for value in replicas]
    return measured(max(lags), unit="s", replicas=len(replicas))


async def _slow(talk: Talk, ask: Ask, at: datetime) -> Observation:
    newest = await talk.say("SLOWLOG", "GET", "1")
    first = newest[0] if isinstance(newest, list) and newest else None
    count = first[0] + 1 if isinstance(first, list) and isinstance(first[0], int) else 0
    return rate(float(count), ask, at)


async def _guarded(talk: Talk, _ask: Ask, _at: datetime) -> Observation:
    password, bind = await talk.config("requirepass"), await talk.config("bind")
    protected = await talk.config("protected-mode")
    if bind is None or protected is None:
        return unknown(_("The account may not read the settings."))
    outside = [one for one in bind.split() if one.lstrip("-") not in {"127.0.0.1", "::1"}]
    wrong = []
    if outside or not bind.strip():
        wrong += [] if password else ["requirepass"]
        wrong += ["protected-mode"] if protected == "no" else []
    return measured(len(wrong), words=_("Open: %(names)s.") if wrong else "", names=", ".join(wrong), bind=bind)


LOOKS: Final[Mapping[str, Callable[[Talk, Ask, datetime], Awaitable[Observation]]]] = {
    "R-01": _memory,
    "R-02": _clients,
    "R-03": _fragmentation,
    "R-04": _evictions,
    "R-05": _saved,
    "R-06": _lag,
    "R-07": _guarded,
    "R-08": _slow,
}


class Redis:
    """Asks INFO, CONFIG GET, SLOWLOG and PING, nothing else."""

    kind = ConnectorKind.REDIS
    checks = frozenset(LOOKS)
    least = _("An account with: +ping +info +config|get +slowlog|get, and no keys.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:
        """Look once."""
        host, port = split(ask.address, port=PORT)
        place = await resolve(host, port, allowed=ask.allowed)
        tls = None
        if ask.flag("tls", default=False):
            tls = tls_context(ca_file=ask.text("ca_file"), allowed=ask.allowed)
        async with connected(place, tls=tls) as (reader, writer):
            talk = Talk(reader, writer)
            if ask.secrets.get("password"):
                user = ask.text("user")
                await talk.say("AUTH", *([user] if user else []), ask.secrets["password"])
            try:
                return await LOOKS[ask.check](talk, ask, at)
            except asyncio.IncompleteReadError as error:
                raise no_answer(_("The connection was closed.")) from error
