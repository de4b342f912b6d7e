"""An ordinary fault that waits for its user, goes up the tiers and comes back after it was closed."""

from tests.journeys.conftest import Story, local
from zhishou.desk.models import Clock, Intake, Ticket, TierHold
from zhishou.desk.rules.clocks import Standing
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice
from zhishou.people.rules import Tier

OPENING = {"title": "附件显示异常", "kind": "fault", "level": "3", "service_code": "020201", "module": "公文"}


def test_a_fault_that_waits_for_its_user_is_escalated_and_reopened(story: Story) -> None:
    ticket = it_waits_for_its_user(story)
    it_goes_up_the_tiers(story, ticket)
    it_comes_back(story, ticket)
    story.ends_well()


def it_waits_for_its_user(story: Story) -> Ticket:
    """Called back at once, looked at within the hour; then what may rest rests until the user has sent a file."""
    cast = story.cast
    story.at("2023-03-15T09:00")
    story.posts(cast.requester, "help/", words="附件显示异常，只有我这台电脑", contact="020-1234567")
    report = Intake.objects.get()
    story.posts(cast.front_desk, f"desk/intakes/{report.uuid}/open/", **OPENING)
    ticket = Ticket.objects.get()
    story.at("2023-03-15T09:01")
    story.records(cast.front_desk, ticket, "call", "已回电，约定远程查看")
    story.at("2023-03-15T09:30")
    story.records(cast.first_line, ticket, "remote_session", "远程查看，需要用户提供原文件")
    story.at("2023-03-15T10:00")
    story.decides(cast.first_line, ticket, "pause", reason="waiting_for_client", note="等用户发原文件")
    assert story.standings(ticket)["recovery"] == Standing.PAUSED
    assert story.standings(ticket)["repair_cap"] == Standing.ON_TRACK  # the notice's own cap never rests
    story.at("2023-03-15T12:20")
    story.posts(cast.requester, f"help/{ticket.number}/add/", **{"add-words": "文件已经发到邮箱了"})
    story.at("2023-03-15T12:30")
    story.records(
        cast.first_line, ticket, "emergency_measure", "改用网页版查看附件", plan="今日查清控件问题，明日更换控件"
    )
    story.at("2023-03-16T10:00")
    story.decides(cast.first_line, ticket, "resume")
    due = Clock.objects.get(ticket=ticket, commitment="recovery").due_at
    assert due == local("2023-03-23T09:00")  # a week from the report, and the day that it waited
    return ticket


def it_goes_up_the_tiers(story: Story, ticket: Ticket) -> None:
    """The first line cannot find it; the second does, and is told; every promise is kept."""
    cast = story.cast
    story.decides(cast.first_line, ticket, "take")
    note = "控件版本正常，怀疑服务端转换，请查转换日志"
    story.decides(cast.first_line, ticket, "hand_over", choice=Tier.SECOND_LINE, words=note)
    holds = TierHold.objects.filter(ticket=ticket).values_list("tier", "bounced")
    assert list(holds) == [("front_desk", False), ("second_line", False)]
    assert Notice.objects.filter(person=cast.second_line, kind="desk.handed_over").count() == 1
    story.at("2023-03-16T15:00")
    story.decides(cast.second_line, ticket, "recovered", words="已修正转换参数")
    story.posts(cast.requester, f"help/{ticket.number}/confirm/", **{"confirm-words": "能打开了"})
    first = story.standings(ticket)
    assert first == dict.fromkeys(first, Standing.KEPT.value)


def it_comes_back(story: Story, ticket: Ticket) -> None:
    """Two days later it is back: what was kept stays kept, and a new cycle counts from the reopening."""
    cast, first = story.cast, story.standings(ticket)
    story.at("2023-03-18T09:00")
    story.decides(cast.requester, ticket, "reopen", words="又打不开了")
    assert story.standings(ticket) == first
    again = story.standings(ticket, cycle=2)
    assert again == {"recovery": Standing.ON_TRACK.value, "repair_cap": Standing.ON_TRACK.value}
    story.at("2023-03-18T13:00:01")
    assert story.standings(ticket, cycle=2)["repair_cap"] == Standing.BREACHED
    story.at("2023-03-18T16:00")
    story.decides(cast.second_line, ticket, "recovered", words="更换控件")
    story.posts(cast.requester, f"help/{ticket.number}/confirm/", **{"confirm-words": "好了"})

    assert story.standings(ticket) == first
    assert story.standings(ticket, cycle=2) == {
        "recovery": Standing.KEPT.value,
        "repair_cap": Standing.BREACHED.value,
    }
    assert "第 2 轮" in story.explains(ticket, "repair_cap", cycle=2)[0]
    assert Entry.objects.filter(what="desk.commitment_breached").count() == 1
