"""What nothing refers to is taken away after a day; nothing else ever is, whoever comes between."""

import io
import os
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from jishi.files.door import Kept, keep, shelf_of_turn, sweep
from jishi.files.store import incoming, path_of, thumbnail_path
from jishi.files.tests.samples import picture

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _place(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.FILES_LARGEST = tmp_path, 1_000_000


def kept(content: bytes = b"", *, age: timedelta = 2 * DAY) -> Kept:
    one = keep(io.BytesIO(content or picture()), name="a.png")
    for path in (path_of(one.sha256), thumbnail_path(one.sha256)):
        if path.exists():
            os.utime(path, (0, (NOW - age).timestamp()))
    return one


def swept(one: Kept, *, references: Iterable[str] = ()) -> int:
    def referenced(digests: Collection[str]) -> set[str]:
        return set(references) & set(digests)

    return sweep(shelf=int(one.sha256[:2], 16), referenced=referenced, at=NOW)


def lies(one: Kept) -> tuple[bool, bool]:
    return path_of(one.sha256).exists(), thumbnail_path(one.sha256).exists()


def test_an_orphan_goes_after_a_day_with_its_small_picture() -> None:
    orphan = kept()

    assert swept(orphan) == 1
    assert lies(orphan) == (False, False)
    assert list(incoming().iterdir()) == []


@pytest.mark.parametrize(
    ("age", "referred"),
    [
        pytest.param(2 * DAY, True, id="something refers to it"),
        pytest.param(DAY - timedelta(minutes=1), False, id="younger than a day"),
    ],
)
def test_nothing_else_goes(*, age: timedelta, referred: bool) -> None:
    one = kept(age=age)

    assert swept(one, references=[one.sha256] if referred else []) == 0
    assert lies(one) == (True, True)


def test_the_same_content_kept_again_is_new_again() -> None:
    one = kept()
    keep(io.BytesIO(picture()), name="b.png")

    assert swept(one) == 0
    assert lies(one) == (True, True)


@pytest.mark.parametrize("comes", ["kept again", "referred to"])
def test_whoever_comes_while_it_is_being_swept_wins(comes: str) -> None:
    one = kept()
    asked: list[int] = []

    def referenced(digests: Collection[str]) -> set[str]:
        asked.append(len(digests))
        if len(asked) == 1 and comes == "kept again":
            keep(io.BytesIO(picture()), name="b.png")  # between the question and the taking away
        return set(digests) if len(asked) > 1 and comes == "referred to" else set()

    assert sweep(shelf=int(one.sha256[:2], 16), referenced=referenced, at=NOW) == 0
    assert lies(one) == (True, True)


def test_whoever_keeps_it_after_it_was_hidden_has_his_own() -> None:
    one = kept()
    asked: list[int] = []

    def referenced(_digests: Collection[str]) -> set[str]:
        asked.append(1)
        if len(asked) > 1:  # it is out of sight now
            keep(io.BytesIO(picture()), name="b.png")
        return set()

    sweep(shelf=int(one.sha256[:2], 16), referenced=referenced, at=NOW)

    assert lies(one) == (True, True)


def test_what_a_dead_sweep_had_in_hand_is_given_back_and_half_written_files_go() -> None:
    one = kept()
    hidden = incoming() / f"swept-kept-{one.sha256}"
    path_of(one.sha256).rename(hidden)
    half = incoming() / "tmpabc"
    half.write_bytes(b"half")
    os.utime(half, (0, (NOW - 2 * DAY).timestamp()))

    # When a file was moved is the machine's own time, and the tests before this one took theirs.
    sweep(shelf=0, referenced=lambda _digests: (), at=datetime.now(tz=UTC) + timedelta(minutes=11))

    assert lies(one) == (True, True)
    assert not half.exists()


def test_every_folder_has_its_turn_within_a_day() -> None:
    every = timedelta(minutes=5)
    turns = {shelf_of_turn(at=NOW + number * every, every=every) for number in range(256)}

    assert turns == set(range(256))
    assert 256 * every < DAY
