import getpass

from conftest import NOON
from tests.apart import run_apart
from tests.servers import Service
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask, garbage, serving, silent
from zhishou.systems.rules.observing import Observation, Option, Outcome


def look(server: Service, command: str, *, host_key: str = "", key: str = "", **options: Option) -> Observation:
    pinned = host_key or (server.here / "host.pub").read_text().strip()
    wanted = ask(
        "SH-01",
        server.address,
        options={"user": getpass.getuser(), "host_keys": [pinned], "command": command, **options},
        secrets={"key": key or (server.here / "client").read_text()},
        timeout_s=10,
    )
    return run_apart(observe(kind="ssh", ask=wanted, at=NOON))


def test_a_real_host_runs_the_command_and_its_number_is_read(ssh_server: Service) -> None:
    seen = look(ssh_server, "echo free: 42.5 of 100")

    assert (seen.outcome, seen.value) == (Outcome.MEASURED, 42.5)


def test_a_command_that_fails_or_prints_no_number(ssh_server: Service) -> None:
    assert look(ssh_server, "exit 3").fact("status") == 3
    assert look(ssh_server, "echo nothing").outcome is Outcome.UNKNOWN
    assert look(ssh_server, "yes").outcome is Outcome.FAILED


def test_a_host_with_another_key_is_not_spoken_to(ssh_server: Service) -> None:
    other = (ssh_server.here / "client.pub").read_text().strip()

    seen = look(ssh_server, "echo 1", host_key=other)

    assert (seen.outcome, seen.words) == (Outcome.FAILED, "The host showed another key than the pinned one.")


def test_a_host_without_a_pinned_key_is_not_spoken_to(ssh_server: Service) -> None:
    assert look(ssh_server, "echo 1", host_keys=[]).outcome is Outcome.UNKNOWN


def test_a_wrong_key_of_ours_is_refused_without_being_shown(ssh_server: Service) -> None:
    seen = look(ssh_server, "echo 1", key=(ssh_server.here / "host").read_text())

    assert seen.outcome is Outcome.FAILED
    assert "PRIVATE" not in repr(seen)


def test_what_is_no_ssh_fails_in_time(ssh_server: Service) -> None:
    pinned = (ssh_server.here / "host.pub").read_text().strip()

    async def run(talk: object) -> Observation:
        async with serving(talk) as place:  # type: ignore[arg-type]
            options: dict[str, Option] = {"user": "x", "host_keys": [pinned], "command": "true"}
            return await observe(kind="ssh", ask=ask("SH-01", place, options=options, timeout_s=0.5), at=NOON)

    assert [run_apart(run(one)).outcome for one in (garbage, silent)] == [Outcome.FAILED, Outcome.FAILED]
