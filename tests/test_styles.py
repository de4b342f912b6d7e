"""The built styles hold of Tabler what the pages use, and what is wanted anew is noticed (docs/why/0053)."""

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests import styles
from tests.needs import BUILT, HOUSE, NOT_BUILT

pytestmark = [
    pytest.mark.one_engine,
    pytest.mark.skipif(not styles.TABLER.exists(), reason="Tabler is missing: run `make build`"),
    pytest.mark.skipif(not BUILT.exists(), reason=NOT_BUILT),
]
# What `bin/prepare` does with a checkout that was built, asked alone.
WANTS_MORE: Final = 'eval "$(sed -n \'/^wants_more_styles() {/,/^}/p\' "$0")"; built=$1; wants_more_styles'


def wants_more(house: Path) -> bool:
    """Ask what a start asks: does this checkout name what the build left out?"""
    command = ["sh", "-c", WANTS_MORE, str(HOUSE / "bin" / "prepare"), str(styles.BUILT)]
    return subprocess.run(command, cwd=house, check=False).returncode == 0


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Lay a house with the folders that name classes, and nothing in them."""
    for name in ("jishi", "zhishou", "xieban"):
        (tmp_path / name / "tests").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("page", "missing"),
    [
        pytest.param('<a class="btn btn-primary">', [], id="a class that the pages use"),
        pytest.param('<b class="placeholder-xs">', [".placeholder-xs: min"], id="a class that none uses"),
        pytest.param('<b title="a placeholder-xs of words">', [], id="words that are no class"),
        pytest.param('<input type="range">', [], id="a value that Tabler styles with a class only"),
        pytest.param(
            '<i class="placeholder-xs" @input="a > b">', [".placeholder-xs: min"], id="a sign inside a tag"
        ),
    ],
)
def test_what_a_page_would_miss_is_named(page: str, missing: list[str]) -> None:
    assert styles.undressed(page) == missing


def test_no_variable_is_lost() -> None:
    assert styles.lost_variables() == []


def test_a_checkout_that_was_built_wants_nothing() -> None:
    assert not wants_more(HOUSE), "a template or a program names what the styles lack: run `make build`"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("xieban/a.html", '<b class="btn placeholder-xs">', id="a class in a template"),
        pytest.param("jishi/a.py", 'css = "placeholder-xs"', id="a class in a program"),
        pytest.param(
            "zhishou/a.html", '<b class="placeholder-{{ size }}">', id="a class in two pieces: its beginning"
        ),
        pytest.param("zhishou/a.py", 'kind = "facebook"', id="a class in two pieces: how it goes on"),
    ],
)
def test_what_the_build_left_out_is_noticed_when_it_is_named(house: Path, name: str, text: str) -> None:
    (house / name).write_text(text)

    assert wants_more(house)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("xieban/a.html", '<b class="btn our-placeholder-xs">', id="a class of our own"),
        pytest.param("jishi/tests/a.py", 'css = "placeholder-xs"', id="a test"),
        pytest.param("jishi/a.md", "placeholder-xs", id="what draws no page"),
    ],
)
def test_nothing_else_is_built_anew(house: Path, name: str, text: str) -> None:
    (house / name).write_text(text)

    assert not wants_more(house)
