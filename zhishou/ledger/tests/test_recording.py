import json
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from conftest import NOON, Cast
from jishi.appendonly import door as appendonly
from zhishou.ledger import queries
from zhishou.ledger.actions.recording import LIMITS
from zhishou.ledger.models import Entry, Waiting
from zhishou.ledger.queries.verification import PROTECTED
from zhishou.ledger.rules import TOLERANCE, Doubt, NotEvidence, canonical, doubts, moment
from zhishou.ledger.tests.factories import an_entry
from zhishou.people.models import Person


def test_an_entry_keeps_who_what_about_which_object_and_both_times(cast: Cast) -> None:
    entry = an_entry(cast.engagement, by=cast.manager, happened_at=NOON - timedelta(hours=1), note="紧急")

    entry.refresh_from_db()

    assert (entry.what, entry.about_kind, entry.about_key) == ("desk.ticket_opened", "ticket", "T-1")
    assert (entry.by, entry.by_name) == (cast.manager, "Manager")
    assert (entry.happened_at, entry.recorded_at) == (NOON - timedelta(hours=1), NOON)
    assert entry.payload == {"note": "紧急"}
    assert Waiting.objects.filter(entry=entry).exists()


def test_the_name_stays_as_it_was_when_the_person_is_renamed(cast: Cast) -> None:
    entry = an_entry(cast.engagement, by=cast.manager)

    Person.objects.filter(pk=cast.manager.pk).update(name="Somebody Else")
    entry.refresh_from_db()

    assert entry.by_name == "Manager"


def test_an_entry_vanishes_with_the_transaction_that_made_the_fact(cast: Cast) -> None:
    with transaction.atomic():
        an_entry(cast.engagement)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()
    assert not Waiting.objects.exists()


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        pytest.param({"x": float("nan")}, "payload.x is nan", id="nan"),
        pytest.param({"x": [1, float("inf")]}, r"payload.x\[1\] is inf", id="infinity in a list"),
        pytest.param({"x": Decimal(1)}, "payload.x is a Decimal", id="decimal"),
        pytest.param({"x": NOON}, "payload.x is a datetime", id="datetime"),
        pytest.param({"x": UUID(int=0)}, "payload.x is a UUID", id="uuid"),
        pytest.param({"x": b"bytes"}, "payload.x is a bytes", id="bytes"),
        pytest.param({"x": {1, 2}}, "payload.x is a set", id="set"),
        pytest.param({"x": {1: "one"}}, "payload.x has the key 1", id="a key that is no text"),
        pytest.param({"x": "\ud800"}, "half of a character", id="lone surrogate"),
        pytest.param({"x": "长" * 100_000}, "256|262144 at most", id="too long"),
        pytest.param({"x": 10**5000}, "cannot be written", id="a number of 5,000 digits"),
    ],
)
def test_what_has_no_single_lasting_form_is_refused_by_name(payload: dict[str, object], said: str) -> None:
    with pytest.raises(NotEvidence, match=said):
        canonical(payload)


def test_a_payload_without_end_is_refused() -> None:
    deep: dict[str, object] = {}
    for _ in range(50):
        deep = {"in": deep}

    with pytest.raises(NotEvidence, match="nested"):
        canonical(deep)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_the_canonical_form_read_and_written_again_is_itself(value: dict[str, object]) -> None:
    form = canonical(value)

    assert canonical(json.loads(form)) == form
    assert canonical(dict(reversed(value.items()))) == form


@pytest.mark.django_db
@given(st.dictionaries(TEXT, JSON, max_size=3))
def test_the_database_gives_every_payload_back_byte_for_byte(value: dict[str, object]) -> None:
    with transaction.atomic():
        entry = an_entry(None, payload=value)
        entry.refresh_from_db()
        transaction.set_rollback(True)

    assert entry.payload_text.encode() == canonical({"payload": value})


def test_a_moment_without_a_zone_is_refused(cast: Cast) -> None:
    with pytest.raises(NotEvidence, match="no time zone"):
        an_entry(cast.engagement, happened_at=datetime(2023, 3, 15, 12, 0))  # noqa: DTZ001 - meant

    assert moment(NOON) == "2023-03-15T04:00:00.000000Z"


@pytest.mark.parametrize("name", list(LIMITS))
def test_texts_too_long_for_their_column_are_refused_on_both_engines(cast: Cast, name: str) -> None:
    limit = LIMITS[name]

    assert Entry._meta.get_field(name).max_length == limit  # type: ignore[union-attr]
    if name == "what":
        with pytest.raises(NotEvidence, match=f"{limit} at most"):
            an_entry(cast.engagement, what="x" * (limit + 1))


def test_an_entry_without_an_actor_or_with_a_null_byte_is_refused(cast: Cast) -> None:
    with pytest.raises(NotEvidence, match="null byte"):
        an_entry(cast.engagement, key="T\x00")
    with pytest.raises(NotEvidence, match="what happened"):
        an_entry(cast.engagement, what="")


@pytest.mark.parametrize(
    ("happened", "recorded", "sealed", "expected"),
    [
        pytest.param(0, 0, 5, (), id="as it should be"),
        pytest.param(-86400, 0, 5, (), id="told a day later is no doubt"),
        pytest.param(60, 0, 5, (), id="the tolerance itself is believed"),
        pytest.param(61, 0, 5, (Doubt.HAPPENED_LATER,), id="happened after it was recorded"),
        pytest.param(0, 0, -61, (Doubt.RECORDED_LATER,), id="sealed before it was recorded"),
        pytest.param(61, 0, None, (Doubt.HAPPENED_LATER,), id="not sealed yet"),
    ],
)
def test_a_wrong_clock_is_marked(
    happened: int, recorded: int, sealed: int | None, expected: tuple[Doubt, ...]
) -> None:
    found = doubts(
        happened_at=NOON + timedelta(seconds=happened),
        recorded_at=NOON + timedelta(seconds=recorded),
        sealed_at=None if sealed is None else NOON + timedelta(seconds=sealed),
    )

    assert found == expected
    assert timedelta(seconds=60) == TOLERANCE


@pytest.mark.django_db
def test_every_table_of_evidence_is_protected() -> None:
    assert appendonly.missing(connection, PROTECTED) == frozenset()
    assert queries.open_tables() == frozenset()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET what = 'forged'",
        "UPDATE ledger_entry SET payload_text = '{}' WHERE id = (SELECT max(id) FROM ledger_entry)",
        "DELETE FROM ledger_entry",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(cast: Cast, statement: str) -> None:
    an_entry(cast.engagement)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_models_own_ways_are_refused_too(cast: Cast) -> None:
    entry = an_entry(cast.engagement)
    entry.what = "forged"

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entry.save(update_fields=["what"])
