"""Visits to key users draw on the quota, and give back what was not used."""

from datetime import timedelta

import pytest

from conftest import NOON
from zhishou.contracts.actions import approve_over_use, release
from zhishou.contracts.actions.entitlements import TermIsOver, UsedUp
from zhishou.contracts.models import Account, Movement
from zhishou.contracts.queries import unproven_accounts
from zhishou.contracts.rules import Level
from zhishou.desk import actions, queries
from zhishou.desk.actions.visits import (
    VisitStandsElsewhere,
)
from zhishou.desk.models import Visit
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.visits import ActKind, VisitState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.visiting import Road
from zhishou.notify.models import Notice

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def state(visit: Visit) -> str:
    return Visit.objects.values_list("state", flat=True).get(pk=visit.pk)


def quota(road: Road) -> Account:
    return Account.objects.get(contract__engagement=road.desk.cast.engagement)


def test_the_tenth_visit_of_a_leader_and_the_eleventh(desk: Desk, road: Road) -> None:
    cast = desk.cast
    for _ in range(9):
        road.finish(road.order_for_leader(desk.open()), at=NOON + HOUR)
    shown = queries.drawn_on(cast.front_desk, engagement=cast.engagement, at=NOON)
    assert shown is not None
    assert (shown.next_is, shown.granted, shown.available) == (10, 10, 1)

    tenth = road.order_for_leader(desk.open())
    with pytest.raises(UsedUp):
        road.order_for_leader(desk.open())
    assert Visit.objects.count() == 10
    road.finish(tenth, at=NOON + HOUR)

    approve_over_use(account=quota(road), quantity=1, reason="主任办公室搬迁", by=cast.client_admin, at=NOON)
    road.finish(road.order_for_leader(desk.open()), at=NOON + HOUR)

    account = quota(road)
    assert (account.consumed, account.reserved, account.balance, account.available) == (11, 0, -1, 0)
    assert list(unproven_accounts()) == []
    with pytest.raises(UsedUp):
        road.order_for_leader(desk.open())


def test_after_the_term_no_leader_is_visited_on_the_old_contract(desk: Desk, road: Road) -> None:
    after = NOON + timedelta(days=400)

    with pytest.raises(TermIsOver):
        road.order_for_leader(desk.open(reached_at=after), at=after)


def test_a_cancelled_visit_gives_back_what_it_would_have_drawn(desk: Desk, road: Road) -> None:
    visit = road.order_for_leader(desk.open())
    assert quota(road).available == 9
    road.tell(visit, ActKind.DEPART, at=NOON + MINUTE)

    actions.cancel_visit(visit=visit, reason="电话里已解决", by=desk.cast.manager, at=NOON + 2 * MINUTE)

    assert (quota(road).available, state(visit)) == (10, VisitState.CANCELLED)
    assert Notice.objects.get(kind="desk.visit_cancelled").person == desk.cast.first_line
    with pytest.raises(VisitStandsElsewhere):
        road.tell(visit, ActKind.CHECK_IN, at=NOON + 3 * MINUTE)
    road.finish(road.order_for_leader(desk.open()), at=NOON + HOUR)
    assert list(unproven_accounts()) == []


def test_an_arrival_of_which_nobody_knew_takes_up_a_visit_that_was_called_off_later(desk: Desk, road: Road) -> None:
    ticket = desk.open(Level.FATAL)
    visit = road.order_for_leader(ticket)
    actions.cancel_visit(visit=visit, reason="联系不上", by=desk.cast.manager, at=NOON + 30 * MINUTE)

    back = NOON + 40 * MINUTE
    road.tell(visit, ActKind.DEPART, device_at=NOON + 5 * MINUTE, sent_at=back, at=back)
    assert state(visit) == VisitState.CANCELLED
    road.tell(visit, ActKind.CHECK_IN, device_at=NOON + 20 * MINUTE, sent_at=back, at=back)

    visit.refresh_from_db()
    assert (visit.state, visit.cancelled_at) == (VisitState.ON_SITE, None)
    onsite = desk.clock(ticket, "onsite")
    assert (onsite.standing, onsite.ended_at) == (Standing.KEPT, NOON + 20 * MINUTE)
    assert (quota(road).reserved, quota(road).consumed) == (0, 1)
    assert list(unproven_accounts()) == []


def test_whoever_was_sent_anew_after_the_cancel_arrives_there_and_not_twice(desk: Desk, road: Road) -> None:
    ticket = desk.open()
    visit = road.order(ticket)
    actions.cancel_visit(visit=visit, reason="改期", by=desk.cast.manager, at=NOON + 30 * MINUTE)
    road.order(ticket, at=NOON + 31 * MINUTE)

    back = NOON + 40 * MINUTE
    with pytest.raises(VisitStandsElsewhere):
        road.tell(visit, ActKind.CHECK_IN, device_at=NOON + 20 * MINUTE, sent_at=back, at=back)


def test_what_was_moved_on_the_contracts_page_keeps_no_arrival_out(desk: Desk, road: Road) -> None:
    visit = road.order_for_leader(desk.open())
    assert visit.reservation is not None
    release(reservation=visit.reservation, reason="误操作", by=desk.cast.manager, at=NOON)

    road.tell(visit, ActKind.CHECK_IN, at=NOON + HOUR)

    assert state(visit) == VisitState.ON_SITE
    assert Movement.objects.filter(kind="consume").count() == 0
