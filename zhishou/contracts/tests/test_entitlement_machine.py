"""Whatever is tried in whatever order: the figures are the sum of the movements, and nothing is given twice."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from conftest import LONG_AGO, NOON, make_engagement, make_person
from jishi.refusals.door import Refusal
from zhishou.contracts import actions, queries
from zhishou.contracts.models import Account, Reservation
from zhishou.contracts.tests.factories import pack_text, visits
from zhishou.people.models import RoleGrant
from zhishou.people.rules import Role

SMALL = st.integers(min_value=1, max_value=4)


class Entitlements(RuleBasedStateMachine):
    """A model of plain numbers beside the real thing."""

    open_ones = Bundle("open_ones")
    used_ones = Bundle("used_ones")

    def __init__(self) -> None:
        super().__init__()
        self.before = transaction.savepoint()
        engagement = make_engagement("machine")
        self.manager = make_person("machine_manager", engagement.vendor)
        self.admin = make_person("machine_admin", engagement.client)
        for person, role in ((self.manager, Role.MANAGER), (self.admin, Role.CLIENT_ADMIN)):
            RoleGrant.objects.create(person=person, engagement=engagement, role=role, since=LONG_AGO)
        contract = actions.load_pack(text=pack_text(engagement), by=None, at=NOON).version.contract
        self.account = visits(contract)
        self.granted, self.approved, self.reserved, self.consumed = 10, 0, 0, 0

    @rule(target=open_ones, quantity=SMALL)
    def reserve(self, quantity: int) -> object:
        fits = self.reserved + self.consumed + quantity <= self.granted + self.approved
        try:
            made = actions.reserve(account=self.account, quantity=quantity, purpose="p", by=self.manager, at=NOON)
        except Refusal:
            assert not fits
            return multiple()
        assert fits
        self.reserved += quantity
        return made

    @rule(target=used_ones, one=consumes(open_ones))
    def consume(self, one: Reservation) -> Reservation:
        actions.consume(reservation=one, by=self.manager, at=NOON)
        self.reserved -= one.quantity
        self.consumed += one.quantity
        return one

    @rule(one=consumes(open_ones))
    def release(self, one: Reservation) -> None:
        actions.release(reservation=one, reason="r", by=self.manager, at=NOON)
        self.reserved -= one.quantity

    @rule(one=consumes(used_ones))
    def refund(self, one: Reservation) -> None:
        actions.refund(reservation=one, reason="r", by=self.manager, at=NOON)
        self.consumed -= one.quantity
        with pytest.raises(Refusal):
            actions.refund(reservation=one, reason="r", by=self.manager, at=NOON)

    @rule(quantity=SMALL)
    def approve(self, quantity: int) -> None:
        actions.approve_over_use(account=self.account, quantity=quantity, reason="r", by=self.admin, at=NOON)
        self.approved += quantity

    @invariant()
    def the_figures_are_those_of_the_model(self) -> None:
        row = Account.objects.get(pk=self.account.pk)
        assert (row.granted, row.approved, row.reserved, row.consumed) == (
            self.granted,
            self.approved,
            self.reserved,
            self.consumed,
        )
        assert row.available >= 0
        assert list(queries.unproven_accounts()) == []

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.before)


@pytest.mark.django_db
def test_figures_and_movements_agree_whatever_is_tried() -> None:
    quick = settings(
        max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
    )

    run_state_machine_as_test(Entitlements, settings=quick)
