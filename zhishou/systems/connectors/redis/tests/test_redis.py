import asyncio
from datetime import timedelta

import pytest

from conftest import NOON
from tests.apart import run_apart
from tests.servers import SECRET, Service
from zhishou.systems.connectors.redis.connector import LOOKS
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import Talk, ask, garbage, serving, silent
from zhishou.systems.rules.observing import Before, Observation, Outcome


def look(check: str, server: Service, *, password: str = SECRET, before: Before | None = None) -> Observation:
    wanted = ask(check, server.address, secrets={"password": password}, before=before)
    return run_apart(observe(kind="redis", ask=wanted, at=NOON))


@pytest.mark.parametrize("check", sorted(set(LOOKS) - {"R-04", "R-06", "R-08"}))
def test_a_real_redis_is_measured(check: str, redis_server: Service) -> None:
    seen = look(check, redis_server)

    assert seen.outcome is Outcome.MEASURED, seen


def test_what_needs_two_looks_is_unknown_first_and_then_a_rate(redis_server: Service) -> None:
    first = look("R-08", redis_server)
    before = Before(at=NOON - timedelta(minutes=1), facts={one.name: one.value for one in first.facts})

    assert first.outcome is Outcome.UNKNOWN
    assert look("R-08", redis_server, before=before).value == 0


def test_sessions_that_may_be_thrown_out_fail_and_no_replica_is_unknown(redis_server: Service) -> None:
    assert look("R-04", redis_server).outcome is Outcome.UNKNOWN  # noeviction, and the first look
    assert look("R-06", redis_server).outcome is Outcome.UNKNOWN


def test_a_wrong_password_fails_without_showing_it(redis_server: Service) -> None:
    seen = look("R-01", redis_server, password="guessed-wrong")

    assert seen.outcome is Outcome.FAILED
    assert "guessed-wrong" not in repr(seen)


async def huge(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readline()
    writer.write(b"$2147483647\r\n")
    await writer.drain()


@pytest.mark.parametrize("talk", [pytest.param(one, id=one.__name__) for one in (garbage, silent, huge)])
def test_what_is_no_redis_fails_in_time(talk: Talk) -> None:
    async def run() -> Observation:
        async with serving(talk) as place:
            return await observe(kind="redis", ask=ask("R-01", place, timeout_s=0.5), at=NOON)

    assert run_apart(run()).outcome is Outcome.FAILED
