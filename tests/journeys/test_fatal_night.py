"""Three o'clock on New Year's morning: nobody answers until the expert does; on site in 50 minutes, well at six."""

from datetime import timedelta
from http import HTTPStatus

from django.test import Client

from tests.journeys.conftest import MINUTE, Story, kept, local
from zhishou.desk.models import Evidence, Ticket
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.visits import ActKind, VisitReason
from zhishou.duty.models import Page
from zhishou.duty.queries.links import link_of
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice

SECONDS = timedelta(seconds=1)


def test_a_fatal_call_at_three_on_a_holiday(story: Story) -> None:
    ticket = nobody_answers(story)
    the_expert_comes(story, ticket)
    somebody_goes(story, ticket)
    it_works_again(story, ticket)
    every_deadline_explains_itself(story, ticket)
    everything_is_written_down(ticket)
    story.ends_well()


def nobody_answers(story: Story) -> Ticket:
    """Two tiers are called at once; every three minutes that nobody answers, the next."""
    cast = story.cast
    story.at("2023-01-22T03:00")
    ticket = story.opens(
        cast.client_admin, level=1, title="系统宕机，全省无法登录", words="值班室电视电话会前系统宕机"
    )
    story.passes(9 * MINUTE)
    told = Notice.objects.filter(kind="duty.page").order_by("pk").select_related("person")
    minutes = [((one.told_at - local("2023-01-22T03:00")) // MINUTE, one.person.username) for one in told]
    assert minutes == [
        (0, "front_desk"),
        (0, "first_line"),
        (3, "first_line"),
        (3, "second_line"),
        (6, "second_line"),
        (6, "expert"),
    ]
    assert {one.urgency for one in told} == {"page"}
    return ticket


def the_expert_comes(story: Story, ticket: Ticket) -> None:
    """The expert answers by the link in the page, without signing in; calls back and is on the server at 03:14."""
    cast = story.cast
    story.passes(50 * SECONDS, by=10 * SECONDS)
    link = link_of(Page.objects.get(person=cast.expert))
    assert Client().post(link, {}).status_code == HTTPStatus.FOUND
    story.settle()
    assert story.api(cast.client_admin, f"tickets/{ticket.number}")["state"] == "open"
    page = story.browser(cast.client_admin).get(f"/c/red-cross/desk/{ticket.number}/").content.decode()
    assert "Expert" in page
    story.at("2023-01-22T03:12")
    story.records(cast.expert, ticket, "call", "已回电值班室：数据库主机无响应")
    story.at("2023-01-22T03:14")
    story.records(cast.expert, ticket, "remote_session", "远程登录，数据库已挂起")
    assert story.standings(ticket) == kept(
        but={
            "phone": Standing.BREACHED,
            "remote": Standing.BREACHED,
            "onsite": Standing.ON_TRACK,
            "recovery": Standing.ON_TRACK,
            "repair_cap": Standing.ON_TRACK,
        }
    )


def somebody_goes(story: Story, ticket: Ticket) -> None:
    """Somebody is sent at 03:15 and is there 50 minutes after the call: the client's own code says so."""
    story.at("2023-01-22T03:15")
    visit = story.orders(ticket, reason=VisitReason.EMERGENCY)
    story.at("2023-01-22T03:50")
    story.tells(visit, ActKind.CHECK_IN, code=story.code())


def it_works_again(story: Story, ticket: Ticket) -> None:
    """It works again at six, and the client confirms it a little later; what was late stays late."""
    cast = story.cast
    story.at("2023-01-22T06:00")
    story.decides(cast.expert, ticket, "recovered", words="主备切换完成，业务恢复")
    story.at("2023-01-22T06:20")
    story.posts(cast.client_admin, f"help/{ticket.number}/confirm/", **{"confirm-words": "全省可以登录了"})
    late = {"phone": Standing.BREACHED, "remote": Standing.BREACHED}
    assert story.standings(ticket) == kept(but=late)
    assert story.api(cast.client_admin, f"tickets/{ticket.number}")["state"] == "closed"
    recovery = Evidence.objects.get(ticket=ticket, kind="confirmation")
    assert recovery.happened_at == local("2023-01-22T06:00")


def every_deadline_explains_itself(story: Story, ticket: Ticket) -> None:
    """Line by line, in the client's language."""
    assert story.explains(ticket, "onsite") == [
        "承诺：一级（致命），到达现场，1 小时（自然时间）；第 1 轮；响应策略第 1 版，日历第 1 版",
        "2023-01-22 03:00 起算：1 小时（自然时间）",
        "2023-01-22 03:00 至 2023-01-22 04:00 计 1 小时",
        "2023-01-22 04:00 到期",
        "2023-01-22 03:50 凭证据停止（现场签到，First Line）",
        "共 1 小时：已用 50 分，暂停 0，剩余 10 分",
        "原定到期 2023-01-22 04:00",
        "结论：达标",
    ]
    assert "2023-01-22 06:00 凭证据停止（用户确认，Client Admin）；2023-01-22 06:20 登记" in story.explains(
        ticket, "recovery"
    )
    assert story.explains(ticket, "remote")[-1] == "结论：超时 2023-01-22 03:10"


def everything_is_written_down(ticket: Ticket) -> None:
    """Nobody else was called after the expert had answered, and the night stands in the ledger."""
    assert Notice.objects.filter(kind="duty.page").count() == 6
    written = Entry.objects.filter(about_key=str(ticket.uuid)).order_by("id").values_list("what", flat=True)
    assert list(written) == [
        "desk.ticket_opened",
        "desk.commitment_breached",  # nobody spoke to the caller "at once"
        "desk.ticket_answered_call",
        "desk.commitment_breached",  # nobody was on the server within ten minutes
        "desk.evidence_recorded",
        "desk.evidence_recorded",
        "desk.visit_order",
        "desk.evidence_recorded",
        "desk.visit_check_in",
        "desk.ticket_recovered",
        "desk.evidence_recorded",
        "desk.ticket_confirmed",
    ]
