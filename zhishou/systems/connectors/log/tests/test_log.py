from datetime import timedelta
from pathlib import Path

from conftest import NOON
from tests.apart import run_apart
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Before, Observation, Outcome


def look(path: Path, *, after: Observation | None = None, pattern: str = "ERROR|Traceback") -> Observation:
    before = None
    if after is not None:
        before = Before(at=NOON - timedelta(minutes=2), facts={one.name: one.value for one in after.facts})
    allowed = AllowList.parse(targets=(), paths=(str(path.parent.resolve()),))
    wanted = ask("LG-01", str(path), options={"pattern": pattern}, allowed=allowed, before=before)
    return run_apart(observe(kind="log", ask=wanted, at=NOON))


def test_only_new_whole_lines_are_counted(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("ERROR old\n")
    first = look(log)
    with log.open("a") as file:
        file.write("INFO fine\nERROR one\nTraceback two\nERROR half")

    seen = look(log, after=first)

    assert first.outcome is Outcome.UNKNOWN
    assert (seen.value, seen.fact("hits"), seen.fact("last")) == (1.0, 2, "Traceback two")
    with log.open("a") as file:
        file.write(" line\n")
    assert look(log, after=seen).fact("hits") == 1


def test_a_log_that_began_anew_is_read_from_its_start(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("x" * 1000 + "\n")
    first = look(log)
    log.rename(tmp_path / "web.log.1")
    log.write_text("ERROR one\n")

    assert look(log, after=first).fact("hits") == 1


def test_a_pattern_that_is_none_and_a_log_that_is_gone(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("")

    assert look(log, pattern="(").outcome is Outcome.UNKNOWN
    assert look(tmp_path / "gone.log").outcome is Outcome.FAILED
