import asyncio
import threading

import pytest

from conftest import NOON
from tests.apart import run_apart
from tests.servers import SECRET, Service
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import Talk, ask, garbage, serving, silent
from zhishou.systems.rules.observing import Observation, Option, Outcome


def look(check: str, server: Service, *, password: str = SECRET, **options: Option) -> Observation:
    wanted = ask(check, server.address, secrets={"password": password}, options={"user": "watch", **options})
    return run_apart(observe(kind="mysql", ask=wanted, at=NOON))


@pytest.mark.parametrize("check", ["MY-01", "MY-02", "MY-04", "MY-05"])
def test_a_real_mariadb_is_measured(check: str, mariadb_server: Service) -> None:
    seen = look(check, mariadb_server)

    assert seen.outcome in {Outcome.MEASURED, Outcome.UNKNOWN if check == "MY-05" else Outcome.MEASURED}, seen


def test_no_replica_is_unknown(mariadb_server: Service) -> None:
    assert look("MY-03", mariadb_server).outcome is Outcome.UNKNOWN


def test_a_statement_of_the_profile_gives_a_number_and_cannot_write(mariadb_server: Service) -> None:
    assert look("SQ-01", mariadb_server, query="SELECT 6 * 7").value == 42
    assert look("SQ-01", mariadb_server, query="SELECT 1; DROP DATABASE mysql").outcome is Outcome.UNKNOWN
    assert look("SQ-01", mariadb_server, query="DELETE FROM mysql.user").outcome is Outcome.UNKNOWN
    assert look("SQ-01", mariadb_server, query="SELECT count(*) FROM mysql.user").outcome is Outcome.UNKNOWN


def test_a_wrong_password_fails(mariadb_server: Service) -> None:
    seen = look("MY-01", mariadb_server, password="guessed-wrong")

    assert seen.outcome is Outcome.FAILED
    assert "guessed-wrong" not in repr(seen)


async def flood(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for _ in range(64):
        writer.write(b"\xff\xff\xff\x00" + b"x" * (2**24 - 1))
        await writer.drain()


@pytest.mark.parametrize("talk", [pytest.param(one, id=one.__name__) for one in (garbage, silent, flood)])
def test_what_is_no_database_fails_in_time_and_leaves_no_thread_behind(talk: Talk) -> None:
    async def run() -> Observation:
        async with serving(talk) as place:
            return await observe(kind="mysql", ask=ask("MY-01", place, timeout_s=0.6), at=NOON)

    assert run_apart(run()).outcome is Outcome.FAILED
    assert not [
        one for one in threading.enumerate() if one.name.startswith("asyncio_")
    ]  # none of an executor; those that wait for children are of other tests
