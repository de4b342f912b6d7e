"""Results that wait on the disk: bounded, none lost to a kill, none kept twice."""

import resource
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import NOON
from zhishou.systems.rules.observing import Outcome
from zhishou.watch.prober.second_path import LASTS, SecondPath
from zhishou.watch.prober.spool import PIECE_BYTES, Spool
from zhishou.watch.rules.taken import Taken


def some(count: int, *, words: str = "") -> list[Taken]:
    return [
        Taken(probe_id=1, at=NOON + timedelta(seconds=one), outcome=Outcome.MEASURED, value=one, words=words)
        for one in range(count)
    ]


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Callable[..., Spool]]:
    opened = []

    def make(prober: str = "a", *, most: int = 10_000_000) -> Spool:
        made = Spool(tmp_path, prober=prober, most_bytes=most)
        made.open()
        opened.append(made)
        return made

    yield make
    for one in opened:
        one.close()


def test_what_was_written_down_comes_back_in_order_once(spool: Callable[..., Spool]) -> None:
    kept: list[Taken] = []
    mine = spool()
    mine.put(some(3))
    mine.put(some(2))

    assert (mine.waiting, mine.is_empty) == (5, False)
    assert mine.drain(kept.extend) == 5

    assert kept == some(3) + some(2)
    assert mine.is_empty
    assert mine.drain(kept.extend) == 0


def test_what_could_not_be_kept_stays(spool: Callable[..., Spool]) -> None:
    mine = spool()
    mine.put(some(3))

    def away(_some: Sequence[Taken]) -> None:
        raise OSError

    for _ in range(2):
        try:
            mine.drain(away)
        except OSError:
            assert not mine.is_empty

    kept: list[Taken] = []
    mine.drain(kept.extend)
    assert kept == some(3)


def test_a_disk_that_takes_nothing_costs_results_but_not_the_watch(spool: Callable[..., Spool]) -> None:
    mine = spool()
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limit[1]))
    try:
        mine.put(some(3))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    mine.put(some(2))

    kept: list[Taken] = []
    mine.drain(kept.extend)
    assert (mine.dropped, kept) == (3, some(2))


def test_another_prober_takes_over_what_a_dead_one_left_and_leaves_the_living_alone(
    spool: Callable[..., Spool], tmp_path: Path
) -> None:
    dead, living, mine = spool("dead"), spool("living"), spool("mine")
    dead.put(some(2))
    living.put(some(4))
    dead.close()

    kept: list[Taken] = []
    assert mine.drain(kept.extend) == 2
    assert kept == some(2)
    assert not mine.is_empty
    assert sorted(one.name for one in tmp_path.glob("*.results")) == ["living-00000000.results"]


def test_a_line_that_a_kill_cut_is_passed_over(spool: Callable[..., Spool], tmp_path: Path) -> None:
    mine = spool()
    mine.put(some(2))
    [piece] = tmp_path.glob("*.results")
    piece.write_text(piece.read_text(encoding="utf-8")[:-20], encoding="utf-8")

    kept: list[Taken] = []
    mine.drain(kept.extend)
    assert kept == some(1)


def test_where_there_is_no_room_the_oldest_go(spool: Callable[..., Spool], tmp_path: Path) -> None:
    mine = spool(most=3 * PIECE_BYTES)
    for _ in range(20):
        mine.put(some(700, words="x" * 400))

    total = sum(one.stat().st_size for one in tmp_path.glob("*.results"))
    assert total <= 4 * PIECE_BYTES
    assert mine.dropped > 0
    assert mine.dropped + mine.waiting == 20 * 700


def test_the_second_path_is_taken_for_what_lasts_and_again_after_a_while() -> None:
    path = SecondPath()

    assert not path.tell("the tick is silent", now=0)
    assert not path.tell("the tick is silent", now=LASTS - 1)
    assert path.tell("the tick is silent", now=LASTS)
    assert not path.tell("the tick is silent", now=LASTS + 10)
    assert path.tell("the tick is silent", now=LASTS + 15 * 60)
    assert not path.tell("", now=LASTS + 16 * 60)
    assert not path.tell("the tick is silent", now=LASTS + 17 * 60)


def test_nobody_else_on_the_machine_reads_what_waits(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "data" / "prober", prober="a", most_bytes=1000)
    spool.open()
    spool.close()

    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("data", "data/prober")]
    assert modes == [0o700, 0o700]
