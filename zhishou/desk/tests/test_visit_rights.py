"""Who may order a visit, who may go, and what the database refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import NOON
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk import actions, queries
from zhishou.desk.actions.changing import AlreadyEnded
from zhishou.desk.actions.visits import (
    ForKeyUsersOnly,
    NeedsDestination,
    NoKeyUser,
    NotAnEngineer,
    OnTheWayAlready,
)
from zhishou.desk.models import Clock, Signature, Ticket, Visit, VisitAct
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.visits import ActKind, VisitReason
from zhishou.desk.rules.words import TicketKind
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import signed_in
from zhishou.desk.tests.visiting import Road

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def state(visit: Visit) -> str:
    return Visit.objects.values_list("state", flat=True).get(pk=visit.pk)


def test_a_check_in_after_a_merge_keeps_the_promise_of_the_older(desk: Desk, road: Road) -> None:
    older, younger = desk.open(Level.SEVERE), desk.open(Level.SEVERE, reached_at=NOON + MINUTE)
    road.order(older, engineer=desk.cast.expert, at=NOON + 2 * MINUTE)
    visit = road.order(younger, at=NOON + 2 * MINUTE)
    actions.merge(ticket=younger, into=older.number, reason="同一故障", by=desk.cast.expert, at=NOON + 3 * MINUTE)

    road.tell(Visit.objects.get(pk=visit.pk), ActKind.CHECK_IN, at=NOON + HOUR)

    assert desk.clock(older, "onsite").standing == Standing.KEPT
    assert [one.pk for one in queries.visits_of(older)][-1] == visit.pk


def test_who_may_order_and_who_may_go(desk: Desk, road: Road) -> None:
    cast, ticket = desk.cast, desk.open()
    key_ticket = desk.open()
    Ticket.objects.filter(pk=key_ticket.pk).update(service_code=ServiceCode.KEY_USERS)
    key_ticket.refresh_from_db()

    with pytest.raises(NotAllowed):
        road.order(ticket, by=cast.client_admin)
    with pytest.raises(NotThere):
        road.order(ticket, by=cast.stranger_manager)
    for person in (cast.front_desk, cast.stranger_manager, cast.requester):
        with pytest.raises(NotAnEngineer):
            road.order(ticket, engineer=person)
    with pytest.raises(NoKeyUser):
        road.order(ticket, key_user=cast.leader)
    for nobody in (None, cast.requester):
        with pytest.raises(NoKeyUser):
            road.order(ticket, reason=VisitReason.KEY_USER, key_user=nobody)
    with pytest.raises(ForKeyUsersOnly):
        road.order(key_ticket)
    for wrong in ("  ", "长" * 201, "a\x00b"):
        with pytest.raises(NeedsDestination):
            road.order(ticket, destination=wrong)
    road.order(ticket)
    with pytest.raises(OnTheWayAlready):
        road.order(ticket)
    done = desk.open()
    actions.withdraw(ticket=done, reason="好了", by=cast.requester, at=NOON)
    with pytest.raises(AlreadyEnded):
        road.order(done)
    assert Visit.objects.count() == 1


def test_only_the_engineer_himself_acts(desk: Desk, road: Road) -> None:
    visit = road.order(desk.open())

    for person, refused in (
        (desk.cast.expert, NotAllowed),
        (desk.cast.requester, NotAllowed),
        (desk.cast.stranger_manager, NotThere),
    ):
        with pytest.raises(refused):
            road.tell(visit, ActKind.CHECK_IN, at=NOON, by=person)
    with pytest.raises(NotAllowed):
        road.tell(visit, ActKind.CANCEL, at=NOON)
    with pytest.raises(NotThere):
        queries.get_visit(desk.cast.stranger_manager, engagement=desk.cast.engagement, uuid=visit.uuid, at=NOON)
    with pytest.raises(NotThere):
        queries.get_visit(desk.cast.leader, engagement=desk.cast.engagement, uuid=visit.uuid, at=NOON)
    assert VisitAct.objects.filter(visit=visit).count() == 1


def test_a_visit_on_a_request_needs_no_clock(desk: Desk, road: Road) -> None:
    ticket = desk.open(kind=TicketKind.VISIT)

    road.finish(road.order(ticket), at=NOON + HOUR)

    assert not Clock.objects.filter(ticket=ticket, commitment="onsite").exists()
    assert desk.clock(ticket, "response_cap").standing == Standing.KEPT


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        pytest.param({"state": "lost"}, "known_state", id="an unknown state"),
        pytest.param({"state": "on_site"}, "on_site_by_check_in", id="there without a check-in"),
        pytest.param({"departed_at": NOON - HOUR}, "departed_after_order", id="gone before the order"),
        pytest.param({"left_at": NOON}, "done_says", id="left but not done"),
        pytest.param(
            {"state": "cancelled", "cancelled_at": NOON}, "cancelled_says_why", id="cancelled for nothing"
        ),
        pytest.param({"latitude": 91, "longitude": 0}, "on_this_earth", id="beyond the pole"),
        pytest.param({"reason": "key_user"}, "key_user_named", id="a key user without a name"),
    ],
)
def test_the_database_refuses(wrong: dict[str, object], name: str, desk: Desk, road: Road) -> None:
    visit = road.order(desk.open())

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**wrong)


def test_what_happened_is_never_changed(desk: Desk, road: Road) -> None:
    road.finish(road.order(desk.open()), at=NOON + HOUR)

    for rows in (VisitAct.objects, Signature.objects):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all().delete()


def test_cancelling_says_that_the_promise_to_be_on_site_runs_on(desk: Desk, road: Road) -> None:
    at = timezone.now()
    visit = road.order(desk.open(Level.FATAL, reached_at=at - MINUTE), at=at)
    road.tell(visit, ActKind.DEPART, at=at)
    here, engineer = f"/c/red-cross/desk/visits/{visit.uuid}/", signed_in(desk.cast.first_line)

    assert "到场承诺的时钟仍继续计时" in engineer.get(here).content.decode()
    engineer.post(f"{here}cancel/", {"reason": "电话里已解决"})

    assert desk.clock(visit.ticket, "onsite").ended_at is None
    assert "已无人前往，但到场承诺的时钟仍在计时" in engineer.get(here).content.decode()
    assert "到场承诺" not in signed_in(desk.cast.requester).get(here).content.decode()


def test_cancelling_the_visit_of_a_merged_ticket_says_that_the_older_ones_promise_runs_on(
    desk: Desk, road: Road
) -> None:
    at = timezone.now()
    older, younger = (desk.open(Level.FATAL, reached_at=at - MINUTE) for _ in range(2))
    visit = road.order(younger, at=at)
    actions.merge(ticket=younger, into=older.number, reason="同一问题", by=desk.cast.expert, at=at)
    here, engineer = f"/c/red-cross/desk/visits/{visit.uuid}/", signed_in(desk.cast.first_line)
    due = desk.clock(older, "onsite").due_at

    assert engineer.get(here).context["onsite_due"] == due
    assert "到场承诺的时钟仍继续计时" in engineer.get(here).content.decode()
    engineer.post(f"{here}cancel/", {"reason": "电话里已解决"})

    said = engineer.get(here).content.decode()
    assert "已无人前往，但到场承诺的时钟仍在计时" in said
    assert f'href="/c/red-cross/desk/{older.number}/">另行安排' in said
