from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from conftest import LONG_AGO, NOON, Cast
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.contracts import actions, queries
from zhishou.contracts.actions.entitlements import (
    NeedsReason,
    NotAQuantity,
    ReservationIsOver,
    ReservedAlready,
    TermIsOver,
    UsedUp,
)
from zhishou.contracts.events import EntitlementRunningLow
from zhishou.contracts.models import Account, Movement, Reservation
from zhishou.contracts.tests.factories import load, visits
from zhishou.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast) -> Account:
    return visits(load(cast))


def reserve(account: Account, cast: Cast, *, quantity: int = 1, purpose: str = "主任电脑无法登录") -> Reservation:
    return actions.reserve(account=account, quantity=quantity, purpose=purpose, by=cast.manager, at=NOON)


def test_reserve_consume_and_refund_move_the_balance(account: Account, cast: Cast) -> None:
    first, second = reserve(account, cast), reserve(account, cast)
    actions.consume(reservation=first, by=cast.first_line, at=NOON)
    actions.release(reservation=second, reason="用户取消", by=cast.front_desk, at=NOON)
    account.refresh_from_db()
    assert (account.balance, account.reserved, account.consumed) == (9, 0, 1)

    actions.refund(reservation=first, reason="属我方原因，不计次", by=cast.manager, at=NOON)

    account.refresh_from_db()
    assert (account.balance, account.available) == (10, 10)
    assert list(Movement.objects.filter(account=account).values_list("kind", "balance_after")) == [
        ("grant", 10),
        ("reserve", 9),
        ("reserve", 8),
        ("consume", 8),
        ("release", 9),
        ("refund", 10),
    ]
    assert list(queries.unproven_accounts()) == []


def test_the_eleventh_visit_is_refused(account: Account, cast: Cast) -> None:
    reserve(account, cast, quantity=10)

    with pytest.raises(UsedUp) as refused:
        reserve(account, cast)

    assert "0" in str(refused.value)


def test_over_use_needs_the_clients_name_and_reason(account: Account, cast: Cast) -> None:
    reserve(account, cast, quantity=10)
    with pytest.raises(NotAllowed):
        actions.approve_over_use(account=account, quantity=1, reason="急需", by=cast.manager, at=NOON)
    with pytest.raises(NeedsReason):
        actions.approve_over_use(account=account, quantity=1, reason=" ", by=cast.client_admin, at=NOON)

    actions.approve_over_use(account=account, quantity=1, reason="年终会议", by=cast.client_admin, at=NOON)
    reserve(account, cast)

    account.refresh_from_db()
    assert (account.balance, account.available) == (-1, 0)
    entry = Entry.objects.get(what="contracts.entitlement_approve")
    assert (entry.by, entry.payload["reason"]) == (cast.client_admin, "年终会议")


def test_a_reservation_moves_once(account: Account, cast: Cast) -> None:
    reservation = reserve(account, cast)
    actions.consume(reservation=reservation, by=cast.first_line, at=NOON)

    with pytest.raises(ReservationIsOver):
        actions.consume(reservation=reservation, by=cast.first_line, at=NOON)
    with pytest.raises(ReservationIsOver):
        actions.release(reservation=reservation, reason="取消", by=cast.manager, at=NOON)

    assert Movement.objects.filter(kind="consume").count() == 1


def test_what_was_never_used_cannot_be_refunded(account: Account, cast: Cast) -> None:
    with pytest.raises(ReservationIsOver):
        actions.refund(reservation=reserve(account, cast), reason="x", by=cast.manager, at=NOON)


def test_one_thing_is_reserved_for_once(account: Account, cast: Cast) -> None:
    for_the_visit = partial(
        actions.reserve,
        account=account,
        quantity=1,
        purpose="上门",
        by=cast.manager,
        at=NOON,
        about_kind="visit",
        about_key="V-1",
    )
    for_the_visit()

    with pytest.raises(ReservedAlready):
        for_the_visit()

    account.refresh_from_db()
    assert account.reserved == 1


def test_outside_the_term_nothing_can_be_reserved(account: Account, cast: Cast) -> None:
    with pytest.raises(TermIsOver):
        actions.reserve(account=account, quantity=1, purpose="早了", by=cast.manager, at=account.ends_at)
    with pytest.raises(TermIsOver):
        actions.reserve(account=account, quantity=1, purpose="早了", by=cast.manager, at=LONG_AGO)


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_and_less_cannot_be_reserved(account: Account, cast: Cast, quantity: int) -> None:
    with pytest.raises(NotAQuantity):
        reserve(account, cast, quantity=quantity)


def test_strangers_find_no_account(account: Account, cast: Cast) -> None:
    with pytest.raises(NotThere):
        actions.reserve(account=account, quantity=1, purpose="x", by=cast.stranger_manager, at=NOON)
    with pytest.raises(NotThere):
        queries.get_account(cast.stranger_manager, code="red-cross", key="key-user-visits", at=NOON)


def test_requesters_and_auditors_look_but_do_not_move(account: Account, cast: Cast) -> None:
    for person in (cast.requester, cast.leader, cast.auditor):
        with pytest.raises(NotAllowed):
            actions.reserve(account=account, quantity=1, purpose="x", by=person, at=NOON)
        assert queries.get_account(person, code="red-cross", key="key-user-visits", at=NOON) == account


def test_the_parties_are_told_when_few_are_left(
    account: Account, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr("zhishou.contracts.actions.entitlements.publish", lambda event, **_: told.append(event))

    for _ in range(10):
        actions.consume(reservation=reserve(account, cast), by=cast.manager, at=NOON)

    assert [event.balance for event in told if isinstance(event, EntitlementRunningLow)] == [3, 1, 0]


@pytest.mark.parametrize(
    "figures",
    [{"reserved": 11}, {"consumed": 11}, {"granted": 0, "consumed": 1}, {"reserved": -1}, {"consumed": -1}],
)
def test_the_database_is_the_last_guard(account: Account, figures: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(**figures)


def test_figures_that_do_not_agree_with_the_movements_are_found(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(granted=F("granted") + 1)

    assert [found for found, _ in queries.unproven_accounts()] == [account]


def test_an_approval_without_a_name_is_refused_by_the_database(account: Account) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(
            account=account, kind="approve", quantity=1, reason="x", balance_after=0, by=None, at=NOON
        )
