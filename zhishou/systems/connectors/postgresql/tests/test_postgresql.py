import secrets
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from conftest import NOON
from tests.apart import run_apart
from tests.needs import NO_POSTGRESQL
from zhishou.systems.connectors.postgresql.statements import STATEMENTS
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import Talk, ask, garbage, serving, silent
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Before, Observation, Option, Outcome

FOLDER = "/var/run/postgresql"
LOCAL = AllowList.parse(targets=("127.0.0.1", "::1"), paths=(FOLDER,))
OPTIONS: dict[str, dict[str, Option]] = {"P-24": {"ram_gb": 16}, "SQ-01": {"query": "SELECT 42"}}
NEED_MORE = {"P-06", "P-16", "P-18", "P-20", "P-21", "P-22", "P-07"}  # a second look, a standby, an archive, ...


@pytest.fixture(scope="module")
def role() -> Iterator[tuple[str, str, int]]:
    """Make a role that only monitors, with a password; gone afterwards."""
    name, password = f"watch_{secrets.token_hex(4)}", secrets.token_hex(8)
    try:
        connection = psycopg.connect("postgresql:///postgres", autocommit=True)
    except psycopg.OperationalError:
        pytest.skip(NO_POSTGRESQL)
    with connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}' IN ROLE pg_monitor")
        port = connection.info.port
        yield name, password, port
    with psycopg.connect("postgresql:///postgres", autocommit=True) as connection:
        connection.execute(f"DROP ROLE {name}")


def look(check: str, address: str, *, password: str = "", before: Before | None = None) -> Observation:
    wanted = ask(
        check,
        address,
        options=OPTIONS.get(check, {}),
        secrets={"password": password},
        allowed=LOCAL,
        before=before,
        timeout_s=20,
    )
    return run_apart(observe(kind="postgresql", ask=wanted, at=NOON))


@pytest.mark.parametrize("check", ["P-01", "SQ-01", *STATEMENTS])
def test_every_check_is_asked_of_a_real_server_by_a_role_that_only_monitors(
    check: str, role: tuple[str, str, int]
) -> None:
    name, password, port = role

    seen = look(check, f"postgresql://{name}@127.0.0.1:{port}/postgres", password=password)

    # The server of the tests may run without autovacuum; then P-09 says that, as it must.
    says_so = check == "P-09" and "Autovacuum" in seen.words
    assert says_so or seen.outcome in {
        Outcome.MEASURED,
        Outcome.UNKNOWN if check in NEED_MORE else Outcome.MEASURED,
    }


def test_a_password_that_is_the_name_of_its_role_is_found_and_what_was_not_seen_is_said(
    role: tuple[str, str, int],
) -> None:
    name, password, port = role
    weak = f"weak_{secrets.token_hex(4)}"
    with psycopg.connect("postgresql:///postgres", autocommit=True) as connection:
        is_superuser = connection.info.parameter_status("is_superuser") == "on"
        connection.execute(f"CREATE ROLE {weak} LOGIN PASSWORD '{weak}' IN ROLE pg_monitor")
        try:
            monitored = look("P-26", f"postgresql://{name}@127.0.0.1:{port}/postgres", password=password)
            whole = look("P-26", f"postgresql:///postgres?host={FOLDER}")
        finally:
            connection.execute(f"DROP ROLE {weak}")

    assert "pg_authid" in str(monitored.fact("unseen"))
    assert monitored.words
    assert weak in str(whole.fact("password_is_name")) or not is_superuser


def test_counters_are_told_apart_from_the_look_before(role: tuple[str, str, int]) -> None:
    name, password, port = role
    address = f"postgresql://{name}@127.0.0.1:{port}/postgres"
    first = look("P-06", address, password=password)
    held = {one.name: one.value for one in first.facts}

    later = look("P-06", address, password=password, before=Before(at=NOON - timedelta(minutes=1), facts=held))

    assert (first.outcome, later.outcome, later.value) == (Outcome.UNKNOWN, Outcome.MEASURED, 0)


def test_the_socket_needs_its_folder_on_the_list(role: tuple[str, str, int]) -> None:
    address = f"postgresql:///postgres?host={FOLDER}"
    nowhere = ask("P-01", address, allowed=AllowList())

    assert look("P-01", address).outcome is Outcome.MEASURED
    assert run_apart(observe(kind="postgresql", ask=nowhere, at=NOON)).outcome is Outcome.UNKNOWN


def test_who_is_not_let_in_fails_without_showing_the_password(role: tuple[str, str, int]) -> None:
    seen = look("P-01", f"postgresql://nobody_of_this_name@127.0.0.1:{role[2]}/postgres", password="guessed-wrong")

    assert seen.outcome is Outcome.FAILED
    assert "guessed-wrong" not in repr(seen)


def test_a_statement_of_the_profile_cannot_write_whatever_the_role_may(role: tuple[str, str, int]) -> None:
    """Even a superuser's session of ours only reads."""
    address = f"postgresql:///postgres?host={FOLDER}"
    for query in (
        "SELECT 1; SELECT 2",
        "DROP TABLE x",
        "WITH made AS (CREATE TABLE x (n int)) SELECT 1",
        "SELECT nextval('pg_catalog.x')",
    ):
        wanted = ask("SQ-01", address, options={"query": query}, allowed=LOCAL)
        assert run_apart(observe(kind="postgresql", ask=wanted, at=NOON)).outcome is not Outcome.MEASURED, query


def test_a_long_statement_is_stopped(role: tuple[str, str, int]) -> None:
    wanted = ask(
        "SQ-01",
        f"postgresql:///postgres?host={FOLDER}",
        options={"query": "SELECT 1 FROM pg_sleep(30)"},
        allowed=LOCAL,
        timeout_s=0.5,
    )

    assert run_apart(observe(kind="postgresql", ask=wanted, at=NOON)).outcome is Outcome.FAILED


@pytest.mark.parametrize("talk", [pytest.param(one, id=one.__name__) for one in (garbage, silent)])
def test_what_is_no_postgresql_fails_in_time(talk: Talk) -> None:
    async def run() -> Observation:
        async with serving(talk) as place:
            wanted = ask("P-01", f"postgresql://watch@{place}/postgres", timeout_s=0.5)
            return await observe(kind="postgresql", ask=wanted, at=NOON)

    assert run_apart(run()).outcome is Outcome.FAILED
