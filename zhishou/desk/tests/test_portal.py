"""The portal: a report is kept whole or refused in words, and only one's own is there."""

import pytest
from django.utils import timezone

from zhishou.desk.models import Intake, Note
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import SCRIPT, signed_in

HERE = "/c/red-cross/help/"


@pytest.mark.parametrize(
    "wrong", [{"words": " "}, {"words": "长" * 19_001}, {"words": "a\x00"}, {"module": SCRIPT}]
)
def test_a_wrong_report_is_refused_whole_and_keeps_its_words(wrong: dict[str, str], desk: Desk) -> None:
    response = signed_in(desk.cast.requester).post(HERE, {"words": "打不开", "contact": SCRIPT} | wrong)

    assert response.status_code == 422
    assert SCRIPT not in response.content.decode()
    assert not Intake.objects.exists()


def test_a_report_reaches_the_desk_with_whoever_sent_it(desk: Desk) -> None:
    response = signed_in(desk.cast.requester).post(HERE, {"words": SCRIPT}, follow=True)

    intake = Intake.objects.get()
    assert (intake.caller, intake.channel, intake.words) == (desk.cast.requester, "web", SCRIPT)
    assert SCRIPT not in response.content.decode()
    assert "已收到" in response.content.decode()


def test_words_are_added_and_speed_is_asked_for_once(desk: Desk) -> None:
    desk.open(reached_at=timezone.now())
    caller = signed_in(desk.cast.requester)

    assert caller.post(f"{HERE}1/add/", {"add-words": "急用"}).status_code == 302
    assert caller.post(f"{HERE}1/urge/", {"urge-words": ""}).status_code == 302
    assert caller.post(f"{HERE}1/urge/", {"urge-words": ""}).status_code == 422
    assert caller.post(f"{HERE}1/confirm/", {"confirm-words": "好了"}).status_code == 422
    assert caller.post(f"{HERE}1/delete/", {}).status_code == 404
    assert Note.objects.get().words == "急用"


def test_a_colleagues_ticket_and_a_strangers_are_not_there(desk: Desk) -> None:
    desk.open(reached_at=timezone.now())

    for person in (desk.cast.leader, desk.cast.stranger_admin):
        assert signed_in(person).get(f"{HERE}1/").status_code == 404
        assert signed_in(person).post(f"{HERE}1/add/", {"add-words": "急用"}).status_code == 404
    assert not Note.objects.exists()
