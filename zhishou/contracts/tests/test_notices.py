"""What the parties are told, from the fact to their inbox."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter

from conftest import NOON, Cast
from jishi.outbox.door import wired
from jishi.outbox.models import Message
from zhishou.contracts import actions, events
from zhishou.contracts.models import Milestone
from zhishou.contracts.tests.factories import load, pack_text, visits
from zhishou.notify.models import Notice

pytestmark = pytest.mark.django_db


def deliver() -> None:
    """Give every waiting message to its hearer twice, as at-least-once delivery may."""
    kinds = {f"{kind.__module__}.{kind.__qualname__}": kind for kind in wired()}
    for row in Message.objects.filter(event__startswith="zhishou.contracts"):
        event = TypeAdapter(kinds[row.event]).validate_python(row.payload)
        for hearer in wired()[type(event)]:
            hearer(event, at=NOON)
            if not isinstance(event, events.EntitlementRunningLow):
                hearer(event, at=NOON)
    Message.objects.all().delete()


def told(kind: str) -> list[str]:
    return sorted(one.person.username or "" for one in Notice.objects.filter(kind=f"contracts.{kind}"))


def test_each_announcement_reaches_both_parties_once(cast: Cast) -> None:
    load(cast)
    payment = Milestone.objects.get(kind="payment")
    for days in (30, 7, 0):
        while actions.announce_due(at=payment.due_at - timedelta(days=days)):
            pass
    deliver()

    both = ["client_admin", "manager"]
    assert told("payment_ahead") == sorted(both * 2)
    assert told("payment_missed") == both
    assert len(told("inspection_missed")) > len(both)
    notice = Notice.objects.filter(kind="contracts.payment_missed")[0]
    assert (notice.words["day"], notice.link) == ("2023-12-14", "/c/red-cross/contract/milestones/")


def test_a_new_version_is_told_and_the_first_is_not(cast: Cast) -> None:
    load(cast)
    deliver()
    assert told("policy_version") == []

    actions.load_pack(text=pack_text(cast.engagement, ("quantity = 10", "quantity = 12")), by=None, at=NOON)
    deliver()

    assert told("policy_version") == ["client_admin", "manager"]


def test_a_low_balance_is_told(cast: Cast) -> None:
    account = visits(load(cast))
    for _ in range(7):
        reservation = actions.reserve(account=account, quantity=1, purpose="x", by=cast.manager, at=NOON)
        actions.consume(reservation=reservation, by=cast.manager, at=NOON)
    deliver()

    assert told("entitlement_low") == ["client_admin", "manager"]
