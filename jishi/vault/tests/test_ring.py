import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.vault.ring import Ring, VaultLocked, new_key, parse, written

OLD, NEW = new_key(), new_key()


@given(text=st.text(), place=st.text(max_size=20))
def test_what_was_sealed_opens_again(text: str, place: str) -> None:
    ring = Ring(keys=(NEW, OLD))

    assert ring.open(ring.seal(text, place=place), place=place) == text


def test_the_same_text_is_never_sealed_alike_twice() -> None:
    ring = Ring(keys=(NEW,))

    assert ring.seal("robot", place="p") != ring.seal("robot", place="p")


def test_an_older_key_on_the_ring_still_opens_what_it_sealed() -> None:
    sealed = Ring(keys=(OLD,)).seal("robot", place="p")

    assert Ring(keys=(NEW, OLD)).open(sealed, place="p") == "robot"


def test_a_key_that_is_gone_is_named() -> None:
    sealed = Ring(keys=(OLD,)).seal("robot", place="p")

    with pytest.raises(VaultLocked, match=f"no key {OLD.key_id}"):
        Ring(keys=(NEW,)).open(sealed, place="p")


def test_a_sealed_text_does_not_open_in_another_place() -> None:
    sealed = Ring(keys=(OLD,)).seal("robot", place="channel of Alice")

    with pytest.raises(VaultLocked):
        Ring(keys=(OLD,)).open(sealed, place="channel of Bob")


@given(position=st.integers(min_value=0), flip=st.integers(min_value=1, max_value=255))
def test_any_changed_character_is_found(position: int, flip: int) -> None:
    ring = Ring(keys=(OLD,))
    sealed = ring.seal("robot", place="p")
    index = position % len(sealed)
    changed = sealed[:index] + chr(ord(sealed[index]) ^ flip) + sealed[index + 1 :]

    with pytest.raises(VaultLocked):
        ring.open(changed, place="p")


@pytest.mark.parametrize(("was", "reads_as_well"), [("-", "+"), ("_", "/"), ("=", ""), ("=", "=="), (".", ".\n")])
def test_another_way_to_write_the_same_bytes_is_no_sealed_text(was: str, reads_as_well: str) -> None:
    ring = Ring(keys=(OLD,))
    sealed = next(text for text in iter(lambda: ring.seal("robots", place="p"), "") if was in text)

    with pytest.raises(VaultLocked):
        ring.open(reads_as_well.join(sealed.rsplit(was, 1)), place="p")


def test_a_written_ring_reads_back() -> None:
    ring = Ring(keys=(NEW, OLD))

    assert parse(written(ring), source="here") == ring


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "here holds no key", id="empty"),
        pytest.param("# only a remark\n", "here holds no key", id="remarks only"),
        pytest.param("a c2hvcnQ=", "here, key 1, is not a key", id="short key"),
        pytest.param("a " + "A" * 43 + "=\na " + "A" * 43 + "=", "names two keys alike", id="twice the same id"),
    ],
)
def test_a_wrong_ring_says_where_and_never_what(text: str, says: str) -> None:
    with pytest.raises(VaultLocked, match=says) as refused:
        parse(text, source="here")

    assert "c2hvcnQ" not in str(refused.value)


def test_a_key_does_not_show_itself() -> None:
    assert repr(OLD) == f"Key({OLD.key_id})"
