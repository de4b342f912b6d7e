"""Sealing, one chain an engagement, and what happens when two seal or a transaction commits late."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from conftest import NOON, Cast
from zhishou.ledger import actions, queries
from zhishou.ledger.models import Batch, Chain, Entry, Seal, Waiting
from zhishou.ledger.tests.factories import an_entry, entries

SOON = NOON + timedelta(seconds=5)
POSTGRESQL = connection.vendor == "postgresql"


def test_what_waits_is_sealed_in_order_and_nothing_waits_afterwards(cast: Cast) -> None:
    written = entries(cast.engagement, 3)

    sealed = actions.seal(at=SOON)

    chain = Chain.objects.get(engagement=cast.engagement)
    assert sealed == 3
    assert [s.entry_id for s in Seal.objects.filter(chain=chain).order_by("position")] == [e.pk for e in written]
    assert not Waiting.objects.exists()
    batch = Batch.objects.get(chain=chain)
    assert (batch.number, batch.first_position, batch.last_position, batch.sealed_at) == (1, 1, 3, SOON)


def test_each_engagement_and_the_deployment_have_a_chain_of_their_own(cast: Cast) -> None:
    for engagement in (cast.engagement, cast.other_engagement, None):
        entries(engagement, 2)

    assert actions.seal(at=SOON) == 6

    verdicts = {v.engagement: v for v in queries.verify()}
    assert set(verdicts) == {cast.engagement, cast.other_engagement, None}
    assert all(v.holds and v.proof.entries == 2 for v in verdicts.values())
    assert len({v.proof.head for v in verdicts.values()}) == 3


def test_a_later_batch_goes_on_where_the_one_before_ended(cast: Cast) -> None:
    entries(cast.engagement, 2)
    actions.seal(at=SOON)
    entries(cast.engagement, 2)
    actions.seal(at=SOON)

    first, second = Batch.objects.order_by("number")
    assert (second.first_position, second.previous_head) == (3, first.head)
    assert queries.verify_chain(cast.engagement).proof.entries == 4


def test_nothing_waiting_makes_no_batch(cast: Cast) -> None:
    entries(cast.engagement, 1)
    actions.seal(at=SOON)

    assert actions.seal(at=SOON) == 0
    assert Batch.objects.count() == 1


def test_many_are_sealed_in_several_short_batches(cast: Cast) -> None:
    entries(cast.engagement, 5)

    assert actions.seal(at=SOON, most=2) == 5
    assert [b.last_position for b in Batch.objects.order_by("number")] == [2, 4, 5]
    assert queries.verify_chain(cast.engagement).holds


@pytest.mark.parametrize("table", ["ledger_chain", "ledger_seal", "ledger_batch"])
def test_the_database_refuses_to_remove_seals(cast: Cast, table: str) -> None:
    entries(cast.engagement, 1)
    actions.seal(at=SOON)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names


def test_verification_says_how_many_are_still_waiting(cast: Cast) -> None:
    entries(cast.engagement, 2)
    actions.seal(at=SOON)
    entries(cast.engagement, 1)

    verdict = queries.verify_chain(cast.engagement)

    assert (verdict.holds, verdict.proof.entries, verdict.waiting) == (True, 2, 1)


def test_two_sealers_at_once_seal_everything_exactly_once(
    transactional_db: None, request: pytest.FixtureRequest
) -> None:
    cast: Cast = request.getfixturevalue("cast")
    entries(cast.engagement, 60)
    begin = threading.Barrier(4)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            begin.wait(timeout=20)
            for _ in range(5):
                actions.seal(at=SOON)
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert Seal.objects.count() == 60
    assert queries.verify_chain(cast.engagement).proof.entries == 60


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has one writer at a time; nothing can commit out of order")
def test_an_entry_that_commits_late_goes_into_a_later_batch(
    transactional_db: None, request: pytest.FixtureRequest
) -> None:
    cast: Cast = request.getfixturevalue("cast")
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            an_entry(cast.engagement, key="slow")
            written.set()
            go_on.wait(timeout=20)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(timeout=20)
    an_entry(cast.engagement, key="fast")
    assert actions.seal(at=SOON) == 1
    go_on.set()
    thread.join()
    assert actions.seal(at=SOON) == 1

    slow_one, fast_one = Entry.objects.get(about_key="slow"), Entry.objects.get(about_key="fast")
    assert slow_one.pk < fast_one.pk
    assert (fast_one.seal.position, slow_one.seal.position) == (1, 2)
    assert queries.verify_chain(cast.engagement).holds
