"""Ten visits a term for the leaders: the tenth empties the account, the eleventh needs the client's word."""

import json
from http import HTTPStatus

from tests.journeys.conftest import HOUR, MINUTE, Story
from zhishou.contracts.models import Reservation
from zhishou.contracts.queries import get_account
from zhishou.desk.models import Ticket
from zhishou.desk.rules.visits import ActKind, VisitReason
from zhishou.desk.tests.visiting import STROKES
from zhishou.ledger.models import Entry

KEY = "key-user-visits"
ACCOUNT = f"contract/entitlements/{KEY}/"


def balance(story: Story) -> int:
    """Return what is left as the client reads it on the contract."""
    return get_account(story.cast.client_admin, code="red-cross", key=KEY, at=story.now).available


def goes(story: Story, ticket: Ticket) -> None:
    """Send the first line to the leader, from the order to the departure, signed for."""
    visit = story.orders(ticket, reason=VisitReason.KEY_USER, key_user=story.cast.leader.uuid)
    story.passes(HOUR, by=HOUR)
    for kind, sent in (
        (ActKind.CHECK_IN, {"place": "五楼办公室"}),
        (ActKind.REPORT, {"words": "重装签章控件，测试通过"}),
        (ActKind.SIGN, {"signer_name": "王芳", "signer_role": "办公室主任", "strokes": json.dumps(STROKES)}),
        (ActKind.LEAVE, {}),
    ):
        story.passes(MINUTE)
        story.tells(visit, kind, **sent)
    story.passes(HOUR, by=HOUR)


def test_the_tenth_and_the_eleventh_visit_of_a_leader(story: Story) -> None:
    cast = story.cast
    story.at("2023-11-01T09:00")
    for number in range(1, 10):
        story.posts(cast.manager, f"{ACCOUNT}reserve/", quantity=1, purpose=f"领导现场服务第 {number} 次")
        taken = Reservation.objects.latest("pk")
        story.posts(cast.first_line, f"contract/reservations/{taken.uuid}/consume/")
    assert balance(story) == 1

    # The tenth draws the last of it.
    tenth = story.opens(cast.leader, kind="visit", service_code="030104", title="副会长移动办公无法登录")
    story.at("2023-11-06T19:00")
    goes(story, tenth)
    assert balance(story) == 0

    # The eleventh is refused, whoever orders it, until the client agrees; nobody of the vendor can do that.
    eleventh = story.opens(cast.leader, kind="visit", service_code="030104", title="副会长签批控件失效")
    wanted = story.order(reason=VisitReason.KEY_USER, key_user=cast.leader.uuid)
    refused = story.browser(cast.front_desk).post(f"/c/red-cross/desk/{eleventh.number}/visits/", wanted)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "额度" in refused.content.decode()
    assert not eleventh.visits.exists()
    agreed = {"quantity": 1, "reason": "年终会议保障，同意增加一次"}
    by_vendor = story.browser(cast.manager).post(f"/c/red-cross/{ACCOUNT}approve/", agreed)
    assert by_vendor.status_code == HTTPStatus.FORBIDDEN
    story.posts(cast.client_admin, f"{ACCOUNT}approve/", **agreed)
    story.at("2023-11-07T09:00")
    goes(story, eleventh)

    account = get_account(cast.client_admin, code="red-cross", key=KEY, at=story.now)
    assert (account.granted, account.consumed, account.approved, account.available) == (10, 11, 1, 0)
    approvals = Entry.objects.filter(what="contracts.entitlement_approve")
    assert [entry.by for entry in approvals] == [cast.client_admin]
    story.ends_well()
