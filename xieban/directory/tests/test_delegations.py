from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from jishi.refusals.door import NotAllowed
from xieban.directory.actions import delegate, delegations, end_delegation, hand_over
from xieban.directory.models import Delegation, Person
from xieban.directory.queries import principals_of, who_acts_for
from xieban.tests.cast import NOON, Cast

WEEK = timedelta(days=7)


def let(principal: Person, deputy: Person, *, flows: tuple[str, ...] = (), by: Person | None = None) -> Delegation:
    return delegate(
        principal=principal,
        deputy=deputy,
        since=NOON,
        until=NOON + WEEK,
        flows=flows,
        by=by or principal,
        at=NOON,
    )


def test_the_deputy_acts_while_it_lasts_and_in_those_flows(cast: Cast) -> None:
    let(cast.principal_leader, cast.deputy_leader, flows=("dispatch",))

    assert who_acts_for(cast.principal_leader, flow="dispatch", at=NOON) == cast.deputy_leader
    assert who_acts_for(cast.principal_leader, flow="memo", at=NOON) == cast.principal_leader
    assert who_acts_for(cast.principal_leader, flow="dispatch", at=NOON + WEEK) == cast.principal_leader
    assert principals_of(cast.deputy_leader, at=NOON) == [(cast.principal_leader.pk, ["dispatch"])]


def test_a_deputy_who_is_away_passes_it_on(cast: Cast) -> None:
    let(cast.principal_leader, cast.deputy_leader)
    let(cast.deputy_leader, cast.office_head)

    assert who_acts_for(cast.principal_leader, flow="memo", at=NOON) == cast.office_head
    assert {key for key, _flows in principals_of(cast.office_head, at=NOON)} == {
        cast.principal_leader.pk,
        cast.deputy_leader.pk,
    }


def test_a_circle_is_refused_with_the_names_on_it(cast: Cast) -> None:
    let(cast.clerk, cast.registrar)
    let(cast.registrar, cast.archivist)

    with pytest.raises(delegations.WouldGoRound, match="Archivist → Clerk → Registrar → Archivist"):
        let(cast.archivist, cast.clerk)

    assert Delegation.objects.count() == 2


def test_one_deputy_at_a_time_for_the_same_flow(cast: Cast) -> None:
    let(cast.clerk, cast.registrar, flows=("memo",))

    let(cast.clerk, cast.archivist, flows=("dispatch",))
    with pytest.raises(delegations.GivenAlready, match="Registrar"):
        let(cast.clerk, cast.archivist, flows=("memo", "incoming"))


def test_nobody_gives_away_what_is_not_his(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        let(cast.principal_leader, cast.drafter, by=cast.drafter)
    with pytest.raises(NotAllowed):
        let(cast.drafter, cast.clerk, by=cast.stranger_administrator)

    assert let(cast.drafter, cast.clerk, by=cast.unit_administrator).made_by == cast.unit_administrator


def test_it_can_be_ended_before_its_time_by_who_gave_it(cast: Cast) -> None:
    stand = let(cast.clerk, cast.registrar)

    with pytest.raises(NotAllowed):
        end_delegation(delegation=stand, by=cast.registrar, at=NOON)
    end_delegation(delegation=stand, by=cast.clerk, at=NOON)

    assert who_acts_for(cast.clerk, flow="memo", at=NOON) == cast.clerk


def test_who_has_left_stands_in_for_nobody(cast: Cast) -> None:
    let(cast.clerk, cast.drafter)

    hand_over(person=cast.drafter, successor=cast.department_head, by=cast.administrator, at=NOON)

    assert who_acts_for(cast.clerk, flow="memo", at=NOON) == cast.clerk


@pytest.mark.django_db
def test_the_database_refuses_a_deputy_of_oneself(cast: Cast) -> None:
    row = Delegation(
        principal=cast.clerk, deputy=cast.clerk, since=NOON, until=NOON + WEEK, made_by=None, made_at=NOON
    )

    with pytest.raises(IntegrityError, match="directory_delegation_to_somebody_else"), transaction.atomic():
        row.save()


def test_on_the_page_days_count_whole_and_refusals_are_said(cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk)
    given = {"deputy": "registrar", "first_day": "2099-05-01", "last_day": "2099-05-03", "reason": "出差"}

    client.post("/delegations/", given)
    again = client.post("/delegations/", given)

    stand = Delegation.objects.get()
    assert (stand.until - stand.since).days == 3
    assert stand.since.astimezone(NOON.astimezone().tzinfo).minute == 0
    assert again.status_code == 422
    assert "该期间同一流程已由 Registrar 代理" in again.content.decode()
