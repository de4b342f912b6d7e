import asyncio

import pytest

from conftest import NOON
from tests.apart import run_apart
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import LOOPBACK, Talk, ask, garbage, serving, silent
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Observation, Option, Outcome


async def greeting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 hello\r\n")
    await writer.drain()


def look(talk: Talk, *, allowed: AllowList = LOOPBACK, **options: Option) -> Observation:
    async def run() -> Observation:
        async with serving(talk) as place:
            wanted = ask("X-03", place, options=options, timeout_s=1.0, allowed=allowed)
            return await observe(kind="tcp", ask=wanted, at=NOON)

    return run_apart(run())


def test_a_port_that_answers_is_measured() -> None:
    assert look(greeting, expect="220").outcome is Outcome.MEASURED


@pytest.mark.parametrize("talk", [pytest.param(silent, id="silent"), pytest.param(garbage, id="garbage")])
def test_a_port_that_does_not_say_what_it_must_fails(talk: Talk) -> None:
    assert look(talk, send="hello", expect="220").outcome is Outcome.FAILED


def test_nothing_listens() -> None:
    seen = run_apart(observe(kind="tcp", ask=ask("X-03", "127.0.0.1:1"), at=NOON))

    assert seen.outcome is Outcome.FAILED
    assert seen.fact("place") == "127.0.0.1:1"


def test_our_own_ports_are_never_looked_at() -> None:
    own = AllowList.parse(targets=("127.0.0.0/8",), paths=(), own_ports=range(1, 65536))

    assert look(greeting, allowed=own).outcome is Outcome.UNKNOWN
