"""The portal: a report is kept whole or refused in words, and only one's own is there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jishi.files.tests.samples import picture
from zhishou.desk import actions
from zhishou.desk.models import Attachment, Intake, Note
from zhishou.desk.rules.words import TicketKind
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import SCRIPT, signed_in
from zhishou.notify.models import Notice
from zhishou.notify.queries.letters import wording_of

pytestmark = pytest.mark.once

HERE = "/c/red-cross/help/"
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    "wrong", [{"words": " "}, {"words": "长" * 20_001}, {"words": "a\x00"}, {"module": SCRIPT}]
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


def a_report(**more: Any) -> dict[str, Any]:
    return {"key": "0123-4567-89ab", "words": "公文打不开", "module": "documents"} | more


def test_a_report_carries_its_module_and_its_pictures_to_the_ticket(desk: Desk) -> None:
    shot = SimpleUploadedFile("截图.png", picture(size=(8, 8)))
    photo = SimpleUploadedFile("照片.png", picture(size=(9, 9)))

    sent = signed_in(desk.cast.requester).post(HERE, a_report(files=[shot], photos=[photo]), follow=True)

    intake = Intake.objects.get()
    assert (intake.words, intake.module) == ("公文打不开", "documents")
    assert [one.name for one in intake.files.all()] == ["截图.png", "照片.png"]
    assert "截图.png" in sent.content.decode()
    page = signed_in(desk.cast.front_desk).get(f"/c/red-cross/desk/intakes/{intake.uuid}/").content.decode()
    assert "照片.png" in page
    assert 'value="公文"' in page, "the module stands in the form"
    ticket = desk.open_from(intake)
    assert ticket.module == "documents"
    followed = signed_in(desk.cast.requester).get(f"{HERE}{ticket.number}/").content.decode()
    assert "截图.png" in followed


def test_a_report_that_is_sent_twice_is_one_and_changed_words_are_another(desk: Desk) -> None:
    caller = signed_in(desk.cast.requester)
    for words in ("公文打不开", "公文打不开", "公文打不开，很急"):
        again = SimpleUploadedFile("截图.png", picture())
        assert caller.post(HERE, a_report(words=words, files=[again])).status_code == 302
    assert signed_in(desk.cast.leader).post(HERE, a_report()).status_code == 302

    assert [one.words for one in Intake.objects.filter(caller=desk.cast.requester).order_by("id")] == [
        "公文打不开",
        "公文打不开，很急",
    ]
    assert Attachment.objects.count() == 2
    assert Intake.objects.filter(caller=desk.cast.leader).count() == 1, "nobody takes another's key"


def test_a_file_that_is_refused_keeps_the_words_and_sends_nothing(desk: Desk) -> None:
    answer = signed_in(desk.cast.requester).post(
        HERE, a_report(files=[SimpleUploadedFile("补丁.exe", b"MZ")]), headers={"HX-Request": "true"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不予接收" in page
    assert "公文打不开" in page
    assert "0123-4567-89ab" in page, "and the same key"
    assert not Intake.objects.exists()


def test_pictures_are_added_later_with_words_or_without(desk: Desk) -> None:
    desk.open(reached_at=timezone.now())
    caller = signed_in(desk.cast.requester)

    def add(words: str, *names: str) -> int:
        files = [SimpleUploadedFile(name, picture()) for name in names]
        return caller.post(f"{HERE}1/add/", {"add-words": words, "add-files": files}).status_code

    assert (add("见图", "一.png"), add("", "二.png"), add("")) == (302, 302, 422)
    assert [one.name for one in Attachment.objects.filter(note__isnull=False).order_by("id")] == [
        "一.png",
        "二.png",
    ]
    assert [one.words for one in Note.objects.order_by("id")] == ["见图", "（见附件）"]


def test_the_page_says_when_there_is_something_new_to_say(desk: Desk) -> None:
    desk.open(reached_at=timezone.now())
    caller = signed_in(desk.cast.requester)

    def asked(was: str) -> str:
        return caller.get(f"{HERE}1/?was={was}", headers={"HX-Request": "true"}).content.decode()

    assert "工单有新进展" in asked("recovered")
    assert "工单有新进展" not in asked("open")


def test_the_level_that_the_words_speak_for_is_advised_and_a_person_chooses(desk: Desk) -> None:
    graver = desk.receive("全部人员登录不了办公系统", module="sign_in")
    plain = desk.receive("打印机卡纸")
    staff = signed_in(desk.cast.front_desk)

    pages = [staff.get(f"/c/red-cross/desk/intakes/{one.uuid}/").content.decode() for one in (graver, plain)]

    assert "依据：“全部” “系统” “登录不了”" in " ".join(pages[0].split())
    assert '<option value="1" selected>' in pages[0]
    assert '<option value="3" selected>' in pages[1]
    opened = {"title": "登录", "kind": "fault", "level": "2", "service_code": "020201", "module": "登录与账号"}
    staff.post(f"/c/red-cross/desk/intakes/{graver.uuid}/open/", opened)
    graver.refresh_from_db()
    assert graver.ticket is not None
    assert (graver.ticket.level, graver.ticket.module) == (2, "sign_in")


def test_a_report_by_phone_and_a_confirmation_are_each_told_once(desk: Desk) -> None:
    now = timezone.now()
    ticket = desk.open(kind=TicketKind.CONSULTATION, channel="phone", reached_at=now - 60 * MINUTE)
    actions.mark_recovered(ticket=ticket, words="已说明", by=desk.cast.expert, at=now - 40 * MINUTE)
    actions.confirm_recovery(ticket=ticket, words="可以打开了", by=desk.cast.requester, at=now - 10 * MINUTE)

    story = signed_in(desk.cast.requester).get(f"{HERE}1/").context["story"]

    assert [one.title for one in story] == ["用户确认完成", "已完成，待确认", "受理渠道：电话"]


@pytest.mark.parametrize(
    ("kind", "state", "step", "title"),
    [
        pytest.param(TicketKind.FAULT, "已恢复", "已恢复", "报已恢复", id="what was broken works again"),
        pytest.param(TicketKind.CORRECTION, "已恢复", "已恢复", "报已恢复", id="so do wrong data"),
        pytest.param(TicketKind.REQUEST, "已完成", "已完成", "报已完成", id="what was asked for is done"),
        pytest.param(TicketKind.CONSULTATION, "已完成", "已完成", "报已完成", id="so is a question"),
    ],
)
def test_a_ticket_ends_in_the_words_of_its_kind(
    kind: TicketKind, state: str, step: str, title: str, desk: Desk
) -> None:
    now = timezone.now()
    ticket = desk.open(kind=kind, reached_at=now - 60 * MINUTE)
    engineer, caller = signed_in(desk.cast.expert), signed_in(desk.cast.requester)
    assert title in engineer.get("/c/red-cross/desk/1/").content.decode()
    actions.mark_recovered(ticket=ticket, words="好了", by=desk.cast.expert, at=now - 40 * MINUTE)

    [asks] = re.findall(r"告诉我们\w+没有", caller.get(HERE).content.decode())
    assert asks == ("告诉我们好了没有" if state == "已恢复" else "告诉我们办好了没有")
    page = caller.get(f"{HERE}1/")
    [asked] = [row for row in engineer.get("/c/red-cross/desk/").context["tickets"] if "#1 " in row]

    assert f"{state}</span>" in asked
    assert [str(name) for name, _reached in page.context["steps"]][2] == step
    said = page.content.decode().partition("<main")[2].partition("</main>")[0].replace("网络恢复", "")
    assert ("恢复" in said) is (state == "已恢复")
    [told] = Notice.objects.filter(kind="desk.recovered")
    letter = wording_of(told, language="zh-hans")
    assert ("恢复" in letter.body) is (state == "已恢复")
    assert "恢复" not in letter.subject
