# ruff: noqa: S608 - the statements are made of our own names
"""The forger takes the guards off and changes one thing; it is found, and the place is named."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import NOON, Cast
from jishi.appendonly.tests.lifting import lifted
from tests.laying import laid
from zhishou.ledger import actions, queries
from zhishou.ledger.models import Batch, Chain, Entry, Seal, ShownHead, Waiting
from zhishou.ledger.rules import Break
from zhishou.ledger.tests.factories import an_entry, entries

SOON = NOON + timedelta(seconds=5)


@pytest.fixture
def sealed(cast: Cast) -> Iterator[Cast]:
    """Four batches of three entries; one head was shown. Undone before references are checked."""
    with transaction.atomic():
        laid("four batches", partial(prepare, cast))
        Waiting.objects.all().delete()  # by its trigger, an entry that is laid waits to be sealed, which it is
        yield cast
        transaction.set_rollback(True)


def prepare(cast: Cast) -> None:
    """Make the batches by the ledger's own actions; each test after the first finds their rows laid."""
    for _ in range(4):
        entries(cast.engagement, 3, by=cast.manager)
        actions.seal(at=SOON)
    shown = Batch.objects.get(number=2)
    ShownHead.objects.create(
        engagement=cast.engagement,
        day=NOON.date(),
        head=shown.head,
        number=2,
        last_position=6,
        shown_at=SOON,
    )
    assert queries.verify_chain(cast.engagement).holds


def forge(statement: str, *values: Any) -> None:
    with lifted(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


def first_break(cast: Cast) -> tuple[Break, int | None] | None:
    broken = next((v.proof.broken for v in queries.verify() if v.proof.broken), None)
    return (broken.what, broken.position) if broken else None


def flip(text: str, at: int) -> str:
    """Return the text with one character changed."""
    at %= len(text)
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


COLUMNS: dict[str, tuple[str, Callable[[Cast], object], Break]] = {
    "the entry's uuid": ("ledger_entry.uuid", lambda _: uuid4().hex, Break.ENTRY_CHANGED),
    "what": ("ledger_entry.what", lambda _: "desk.ticket_closed", Break.ENTRY_CHANGED),
    "about_kind": ("ledger_entry.about_kind", lambda _: "visit", Break.ENTRY_CHANGED),
    "about_key": ("ledger_entry.about_key", lambda _: "T-9", Break.ENTRY_CHANGED),
    "by": ("ledger_entry.by_id", lambda cast: cast.expert.pk, Break.ENTRY_CHANGED),
    "nobody": ("ledger_entry.by_id", lambda _: None, Break.ENTRY_CHANGED),
    "by_name": ("ledger_entry.by_name", lambda _: "Expert", Break.ENTRY_CHANGED),
    "happened_at": (
        "ledger_entry.happened_at",
        lambda _: NOON - timedelta(microseconds=1),
        Break.ENTRY_CHANGED,
    ),
    "recorded_at": (
        "ledger_entry.recorded_at",
        lambda _: NOON + timedelta(microseconds=1),
        Break.ENTRY_CHANGED,
    ),
    "payload_text": (
        "ledger_entry.payload_text",
        lambda _: '{"level":3,"title":"公文打不开"}',
        Break.PAYLOAD_CHANGED,
    ),
    "payload_digest": ("ledger_entry.payload_digest", lambda _: "0" * 64, Break.PAYLOAD_CHANGED),
    "engagement": (
        "ledger_entry.engagement_id",
        lambda cast: cast.other_engagement.pk,
        Break.ENTRY_ELSEWHERE,
    ),
    "entry_digest": ("ledger_seal.entry_digest", lambda _: "0" * 64, Break.SEAL_CHANGED),
    "chain_hash": ("ledger_seal.chain_hash", lambda _: "0" * 64, Break.SEAL_CHANGED),
    "position": ("ledger_seal.position", lambda _: 99, Break.SEAL_MISSING),
    "the seal's chain": ("ledger_seal.chain_id", lambda _: 999_999, Break.SEAL_MISSING),
    "the seal's entry": ("ledger_seal.entry_id", lambda _: 999_999, Break.ENTRY_MISSING),
    "the entry's id": ("ledger_entry.id", lambda _: 999_999, Break.ENTRY_MISSING),
}


@pytest.mark.parametrize("case", list(COLUMNS))
def test_one_changed_column_is_found_and_its_place_named(sealed: Cast, case: str) -> None:
    place, value, expected = COLUMNS[case]
    table, column = place.split(".")
    seal = Seal.objects.get(position=5)
    key = {"ledger_entry": "id", "ledger_seal": "entry_id"}[table]

    forge(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", value(sealed), seal.entry_id)

    assert first_break(sealed) == (expected, 5)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("head", "0" * 64, Break.BATCH_CHANGED),
        ("previous_head", "0" * 64, Break.BATCH_CHANGED),
        ("number", 99, Break.BATCH_MISSING),
        ("first_position", 5, Break.BATCH_CHANGED),
        ("last_position", 11, Break.BATCH_CHANGED),
        ("last_position", 8, Break.BATCH_CHANGED),
        ("sealed_at", SOON + timedelta(microseconds=1), Break.BATCH_CHANGED),
        ("chain_id", 999_999, Break.BATCH_MISSING),
    ],
)
def test_one_changed_column_of_a_batch_is_found(sealed: Cast, column: str, value: object, expected: Break) -> None:
    forge(f"UPDATE ledger_batch SET {column} = %s WHERE number = 3", value)

    broken = queries.verify_chain(sealed.engagement).proof.broken
    assert broken is not None
    assert (broken.what, broken.batch) == (expected, 3)


@pytest.mark.parametrize("column", ["uuid", "id", "engagement_id"])
def test_a_changed_chain_is_found(sealed: Cast, column: str) -> None:
    value: object = {"uuid": uuid4().hex, "id": 999_999, "engagement_id": sealed.other_engagement.pk}[column]

    forge(f"UPDATE ledger_chain SET {column} = %s", value)

    assert first_break(sealed) is not None


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_head_that_was_shown_may_not_be_forged_either(sealed: Cast, number: int) -> None:
    forge("UPDATE ledger_shownhead SET head = %s", flip(Batch.objects.get(number=number).head, 3))

    assert first_break(sealed) == (Break.HEAD_MISSING, None)


@pytest.mark.parametrize("position", [1, 5, 12])
def test_a_removed_entry_is_found(sealed: Cast, position: int) -> None:
    forge("DELETE FROM ledger_entry WHERE id = %s", Seal.objects.get(position=position).entry_id)

    assert first_break(sealed) == (Break.ENTRY_MISSING, position)


def test_an_entry_removed_with_its_seal_is_found(sealed: Cast) -> None:
    seal = Seal.objects.get(position=5)
    forge("DELETE FROM ledger_seal WHERE position = 5")
    forge("DELETE FROM ledger_entry WHERE id = %s", seal.entry_id)

    assert first_break(sealed) == (Break.SEAL_MISSING, 5)


def test_two_entries_swapped_are_found(sealed: Cast) -> None:
    one, other = Seal.objects.get(position=4).entry_id, Seal.objects.get(position=6).entry_id
    forge("UPDATE ledger_seal SET entry_id = -1 WHERE position = 4")
    forge("UPDATE ledger_seal SET entry_id = %s WHERE position = 6", one)
    forge("UPDATE ledger_seal SET entry_id = %s WHERE position = 4", other)

    assert first_break(sealed) == (Break.ENTRY_CHANGED, 4)


def test_an_entry_smuggled_in_past_the_door_is_found(sealed: Cast) -> None:
    smuggled = an_entry(sealed.engagement)
    forge("DELETE FROM ledger_waiting")

    broken = queries.verify_chain(sealed.engagement).proof.broken

    assert broken is not None
    assert (broken.what, broken.entry) == (Break.ENTRY_UNSEALED, str(smuggled.uuid))


def test_a_seal_beyond_the_last_batch_is_found(sealed: Cast) -> None:
    an_entry(sealed.engagement)
    actions.seal(at=SOON)
    forge("DELETE FROM ledger_batch WHERE number = 5")

    assert first_break(sealed) == (Break.SEAL_EXTRA, 13)


def test_a_tail_cut_off_whole_is_found_by_the_head_that_was_shown(sealed: Cast) -> None:
    cut = list(Seal.objects.filter(position__gt=3).values_list("entry_id", flat=True))
    forge("DELETE FROM ledger_batch WHERE number > 1")
    forge("DELETE FROM ledger_seal WHERE position > 3")
    for entry in cut:
        forge("DELETE FROM ledger_entry WHERE id = %s", entry)

    assert first_break(sealed) == (Break.HEAD_MISSING, None)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(position=st.integers(1, 12), column=st.sampled_from(["entry_digest", "chain_hash"]), at=st.integers(0, 63))
def test_any_digit_of_any_seal(sealed: Cast, position: int, column: str, at: int) -> None:
    seal = Seal.objects.get(position=position)
    true = getattr(seal, column)

    forge(f"UPDATE ledger_seal SET {column} = %s WHERE position = %s", flip(true, at), position)

    assert first_break(sealed) == (Break.SEAL_CHANGED, position)
    forge(f"UPDATE ledger_seal SET {column} = %s WHERE position = %s", true, position)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(position=st.integers(1, 12), at=st.integers(0, 200))
def test_any_character_of_any_payload(sealed: Cast, position: int, at: int) -> None:
    entry = Entry.objects.get(seal__position=position)

    forge("UPDATE ledger_entry SET payload_text = %s WHERE id = %s", flip(entry.payload_text, at), entry.pk)

    assert first_break(sealed) == (Break.PAYLOAD_CHANGED, position)
    forge("UPDATE ledger_entry SET payload_text = %s WHERE id = %s", entry.payload_text, entry.pk)


def rewrite_whole_chain(cast: Cast) -> None:
    """Do what only the owner of the database can: a new chain, right in itself, with one word changed."""
    for table in ("ledger_shownhead", "ledger_batch", "ledger_seal"):
        forge(f"DELETE FROM {table}")
    forge("UPDATE ledger_entry SET what = 'desk.ticket_closed' WHERE id = %s", Entry.objects.earliest("id").pk)
    forge("INSERT INTO ledger_waiting (entry_id, engagement_id) SELECT id, engagement_id FROM ledger_entry")
    actions.seal(at=SOON)


def test_a_whole_chain_rewritten_does_not_extend_the_head_that_was_shown(sealed: Cast) -> None:
    shown = Batch.objects.get(number=2).head
    honest = queries.verify_chain(sealed.engagement, head=shown)

    rewrite_whole_chain(sealed)
    forged = queries.verify_chain(sealed.engagement, head=shown)

    assert honest.proof.extends == 2
    assert (forged.holds, forged.proof.extends) == (True, None)


def run(*words: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("ledger", *words, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue() + str(error)
    return 0, out.getvalue()


def test_the_command_says_that_the_ledger_holds_and_extends(sealed: Cast) -> None:
    head = Batch.objects.get(number=3).head

    assert run("verify")[0] == 0
    assert run("verify", "--contract", "red-cross", "--head", head)[0] == 0
    assert run("verify", "--head", "ab" * 32)[0] == 1
    assert run("verify", "--contract", "nowhere")[0] == 2


def test_the_command_names_the_first_broken_entry(sealed: Cast) -> None:
    entry = Entry.objects.get(seal__position=7)
    forge("UPDATE ledger_entry SET by_name = 'Forger' WHERE id = %s", entry.pk)

    code, said = run("verify")

    assert code == 1
    assert str(entry.uuid) in said
    assert "7" in said


def test_the_command_says_when_the_guards_are_off(sealed: Cast) -> None:
    with lifted():
        code, said = run("verify")

    assert code == 1
    assert "ledger_entry" in said


def test_a_ledger_without_entries_holds(cast: Cast) -> None:
    assert not Chain.objects.exists()
    assert run("verify")[0] == 0
