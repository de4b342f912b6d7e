"""A severe fault that nobody can mend within four hours: late once and for ever, then a measure with its plan."""

from datetime import timedelta

from tests.journeys.conftest import HOUR, MINUTE, Story, kept, local
from zhishou.desk.models import ClockEvent
from zhishou.desk.rules.clocks import EventKind, Standing
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice

FORM = {"verb": "open", "kind": "fault", "level": "2", "service_code": "020201", "title": "公文无法办理"}


def test_a_fault_that_misses_the_cap_gets_a_measure_and_a_plan(story: Story) -> None:
    cast = story.cast
    story.at("2023-03-15T09:05")
    # The phone rang at nine; it was written down five minutes later.
    rang = {"key": "form:of-the-journey", "started_at": local("2023-03-15T09:00").isoformat()}
    story.posts(
        cast.front_desk,
        "desk/phone/",
        caller=str(cast.requester.uuid),
        words="全体用户公文无法办理",
        **FORM,
        **rang,
    )
    ticket = cast.engagement.tickets.get()
    assert ticket.reached_at == local("2023-03-15T09:00")
    assert story.standings(ticket)["phone"] == Standing.KEPT
    story.at("2023-03-15T09:20")
    story.records(cast.first_line, ticket, "remote_session", "流程引擎无响应")

    # The cap is late a second after one o'clock, and is found by the next tick, however late that is.
    story.at("2023-03-15T13:00")
    assert story.standings(ticket)["repair_cap"] == Standing.AT_RISK
    story.passes(10 * MINUTE, by=5 * MINUTE)
    assert story.standings(ticket)["repair_cap"] == Standing.BREACHED
    story.passes(2 * HOUR, by=HOUR)
    [found] = ClockEvent.objects.filter(clock__ticket=ticket, kind=EventKind.BREACH)
    assert timedelta(0) <= found.effective_at - local("2023-03-15T13:00") < timedelta(seconds=1)
    assert Entry.objects.filter(what="desk.commitment_breached").count() == 1

    # A measure without its plan is no measure; with it, the cap's clock stops, and stays late.
    story.at("2023-03-15T15:30")
    sent = {"emergency_measure-kind": "emergency_measure", "emergency_measure-words": "改用纸质流转，值班室登记"}
    refused = story.browser(cast.first_line).post(f"/c/red-cross/desk/{ticket.number}/evidence/", sent)
    assert refused.status_code == 422
    plan = {"emergency_measure-plan": "一、今晚重建流程索引；二、失败则回退到昨日备份；三、明早八点前恢复"}
    story.posts(cast.first_line, f"desk/{ticket.number}/evidence/", **sent, **plan)
    assert story.standings(ticket) == {
        "phone": Standing.KEPT.value,
        "remote": Standing.KEPT.value,
        "response_cap": Standing.KEPT.value,
        "repair_cap": Standing.BREACHED.value,
        "recovery": Standing.ON_TRACK.value,
    }
    assert any("应急措施" in line for line in story.explains(ticket, "repair_cap"))

    # Next morning it works again: within the day that the level allows.
    story.at("2023-03-16T08:00")
    story.decides(cast.second_line, ticket, "recovered", words="索引重建完成")
    assert Notice.objects.filter(person=cast.requester, kind="desk.recovered").count() == 1
    story.posts(cast.requester, f"help/{ticket.number}/confirm/", **{"confirm-words": "可以办文了"})

    after = kept(but={"repair_cap": Standing.BREACHED})
    assert story.standings(ticket) == {name: after[name] for name in after if name != "onsite"}
    story.ends_well()
