"""Ten visits a term for the leaders: the tenth empties the account, the eleventh needs the client's word."""

from functools import partial

import pytest

from jishi.refusals.door import Refusal
from tests.journeys.conftest import HOUR, Story
from zhishou.contracts.actions import approve_over_use
from zhishou.contracts.actions.entitlements import UsedUp, consume, reserve
from zhishou.contracts.queries import get_account
from zhishou.desk.models import Ticket
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.visiting import Road
from zhishou.ledger.models import Entry

KEY = "key-user-visits"


def balance(story: Story) -> int:
    """Return what is left as the client reads it on the contract."""
    return get_account(story.cast.client_admin, code="red-cross", key=KEY, at=story.now).available


def goes(story: Story, road: Road, ticket: Ticket) -> None:
    """Send the first line to the leader, from the order to the departure, signed for."""
    visit = road.order_for_leader(ticket, at=story.now)
    story.passes(HOUR, by=HOUR)
    road.finish(visit, at=story.now)
    story.passes(HOUR, by=HOUR)


def test_the_tenth_and_the_eleventh_visit_of_a_leader(story: Story) -> None:
    cast, road = story.cast, Road(desk=Desk(cast=story.cast))
    story.at("2023-11-01T09:00")
    account = get_account(cast.manager, code="red-cross", key=KEY, at=story.now)
    for number in range(1, 10):
        purpose = f"领导现场服务第 {number} 次"
        taken = reserve(account=account, quantity=1, purpose=purpose, by=cast.manager, at=story.now)
        consume(reservation=taken, by=cast.first_line, at=story.now)
    assert balance(story) == 1

    # The tenth draws the last of it.
    tenth = story.opens(cast.leader, kind="visit", service_code="030104", title="副会长移动办公无法登录")
    story.at("2023-11-06T19:00")
    goes(story, road, tenth)
    assert balance(story) == 0

    # The eleventh is refused, whoever orders it, until the client agrees; nobody of the vendor can do that.
    eleventh = story.opens(cast.leader, kind="visit", service_code="030104", title="副会长签批控件失效")
    with pytest.raises(UsedUp):
        goes(story, road, eleventh)
    assert not eleventh.visits.exists()
    account.refresh_from_db()
    agreed = partial(
        approve_over_use, account=account, quantity=1, reason="年终会议保障，同意增加一次", at=story.now
    )
    with pytest.raises(Refusal):
        agreed(by=cast.manager)
    agreed(by=cast.client_admin)
    story.at("2023-11-07T09:00")
    goes(story, road, eleventh)

    account.refresh_from_db()
    assert (account.granted, account.consumed, account.approved, account.available) == (10, 11, 1, 0)
    approvals = Entry.objects.filter(what="contracts.entitlement_approve")
    assert [entry.by for entry in approvals] == [cast.client_admin]
    story.ends_well()
