"""A supervised matter comes out of a line of closed minutes, and each leads to the other."""

from datetime import timedelta

import pytest
from django.test import Client

from xieban.documents.models import Supervision
from xieban.documents.tests.laying import prepare
from xieban.flows import actions as flows
from xieban.meetings import actions
from xieban.meetings.models import Meeting, Room
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import save_revision

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    prepare(cast)
    flows.load_definitions(at=NOON)
    made = Meeting.objects.create(
        title="物资专题会",
        room=Room.objects.create(name="一楼会议室", seats=9),
        begins_at=NOON + timedelta(minutes=1),
        ends_at=NOON + timedelta(hours=1),
        state="agreed",
        instance=flows.start(flow="meeting", title="物资专题会", values={}, by=cast.office_head, at=NOON),
        by=cast.office_head,
        made_at=NOON,
    )
    made = actions.begin_minutes(meeting=made, by=cast.office_head, at=NOON + timedelta(minutes=2))
    assert made.minutes is not None
    text = "<p>会议听取了汇报。</p><p>由赈济部采购净水设备。</p>"
    save_revision(body=made.minutes, html=text, on_revision=0, by=cast.office_head, at=NOON + timedelta(minutes=2))
    return made


def test_a_matter_is_raised_from_a_line_of_closed_minutes(meeting: Meeting, cast: Cast, client: Client) -> None:
    client.force_login(cast.office_head)
    address = f"/documents/supervision/new/?minutes={meeting.uuid}&line=1"
    assert client.get(address).status_code == 404, "not before the minutes are closed"
    actions.close_minutes(meeting=meeting, by=cast.office_head, at=NOON + timedelta(minutes=3))
    page = f"/meetings/{meeting.uuid}/"
    assert f"?minutes={meeting.uuid}&amp;line=1" in client.get(page).content.decode()

    form = client.get(address).content.decode()
    assert "由赈济部采购净水设备。" in form
    sent = {"title": "采购净水设备", "source": "会议纪要", "reason": "会议决定", "criteria": "设备入库"}
    made = client.post(address, {**sent, "urgency": "普通", "minutes": str(meeting.uuid)}, follow=True)

    assert page in made.content.decode(), "the matter leads to its minutes"
    assert Supervision.objects.get().minutes == meeting.uuid
    assert "采购净水设备" in client.get(page).content.decode(), "the minutes lead to the matter"
    client.force_login(cast.stranger)
    assert client.get(address).status_code == 404
    client.force_login(cast.principal_leader)
    assert client.get(address).status_code == 404, "who was not there does not read the minutes"
