from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from jishi.keys.door import KeyRow, UnknownScope, WrongExpiry, check_wanted, make_key, opens, prefix_of

NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Row:
    """What `opens` reads of a row."""

    hash: str
    expires_at: datetime = NOON + timedelta(days=1)
    revoked_at: datetime | None = None


def test_a_key_opens_its_own_row_and_no_other() -> None:
    mine, other = make_key(mark="abc"), make_key(mark="abc")
    row = cast("KeyRow", Row(hash=mine.hash))

    assert opens(row, mine.raw, at=NOON)
    assert not opens(row, other.raw, at=NOON)
    assert not opens(None, mine.raw, at=NOON)
    assert mine.raw not in (mine.hash, mine.prefix)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"expires_at": NOON}, id="its end is no part of its life"),
        pytest.param({"revoked_at": NOON - timedelta(days=1)}, id="revoked"),
    ],
)
def test_a_key_that_ended_opens_nothing(row: dict[str, datetime]) -> None:
    key = make_key(mark="abc")

    assert not opens(cast("KeyRow", Row(hash=key.hash, **row)), key.raw, at=NOON)


@pytest.mark.parametrize("text", ["", "abc", "abc_0123456789", "abc_0123456789_", "xyz_0123456789_s", "abc_01_s"])
def test_what_cannot_be_a_key_has_no_prefix(text: str) -> None:
    assert prefix_of(text, mark="abc") is None


def test_a_prefix_is_read_from_the_key_itself() -> None:
    key = make_key(mark="abc")

    assert prefix_of(key.raw, mark="abc") == key.prefix


@pytest.mark.parametrize("days", [0, 367])
def test_a_key_must_end_within_a_year(days: int) -> None:
    with pytest.raises(WrongExpiry):
        check_wanted(scopes=["a:read"], known=["a:read"], expires_at=NOON + timedelta(days=days), at=NOON)


@pytest.mark.parametrize("scopes", [[], ["a:write"]])
def test_a_key_carries_scopes_that_exist(scopes: list[str]) -> None:
    with pytest.raises(UnknownScope):
        check_wanted(scopes=scopes, known=["a:read"], expires_at=NOON + timedelta(days=1), at=NOON)
