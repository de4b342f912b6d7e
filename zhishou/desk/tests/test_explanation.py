"""Whoever disputes a deadline reads how it came out; the operator proves that no column says otherwise."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from conftest import NOON
from zhishou.contracts.rules import Level, PauseReason
from zhishou.desk import actions, queries
from zhishou.desk.models import Clock, Ticket
from zhishou.desk.rules.words import EvidenceKind
from zhishou.desk.tests.factories import Desk

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def worked_on(desk: Desk) -> Clock:
    ticket, by = desk.open(Level.SEVERE), desk.cast.first_line
    actions.pause_clocks(ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等账号", by=by, at=NOON + HOUR)
    actions.resume_clocks(ticket=ticket, by=by, at=NOON + 3 * HOUR)
    clock = desk.clock(ticket, "recovery")
    proposal = actions.propose_extension(clock=clock, within="2 days", reason="等补丁", by=by, at=NOON + 4 * HOUR)
    actions.answer_proposal(proposal=proposal, agrees=True, by=desk.cast.client_admin, at=NOON + 5 * HOUR)
    return desk.clock(ticket, "recovery")


def test_every_line_of_the_reckoning_in_chinese(desk: Desk) -> None:
    clock = worked_on(desk)

    lines = queries.explain_clock(clock, at=NOON + 6 * HOUR, language="zh-hans")

    assert lines == [
        "承诺：二级（严重），恢复，1 天（自然时间 24 小时）；第 1 轮；响应策略第 1 版，日历第 1 版",
        "2023-03-15 12:00 起算：1 天（自然时间 24 小时）",
        "2023-03-15 12:00 至 2023-03-16 12:00 计 24 小时",
        "2023-03-16 12:00 到期",
        "2023-03-15 13:00 暂停，等待用户方：等账号",
        "2023-03-15 15:00 恢复计时",
        "2023-03-15 17:00 经用户方同意延长至 2 天（自然时间 48 小时），等补丁",
        "共 2 天：已用 4 小时，暂停 2 小时，剩余 1 天 20 小时",
        "原定到期 2023-03-16 12:00；现到期 2023-03-17 14:00",
        "结论：正常",
    ]


def test_a_late_answer_at_once_in_english(desk: Desk) -> None:
    ticket = desk.open(Level.FATAL)
    actions.record_evidence(
        ticket=ticket, kind=EvidenceKind.CALL, happened_at=NOON + 90 * timedelta(seconds=1), words="回电",
        by=desk.cast.front_desk, at=NOON + 3 * MINUTE,
    )  # fmt: skip

    lines = queries.explain_clock(desk.clock(ticket, "phone"), at=NOON + HOUR, language="en")

    assert "plus the tolerance of 1 min, until 2023-03-15 12:01" in lines
    assert "2023-03-15 12:01:30 stopped by evidence (call, Front Desk); recorded 2023-03-15 12:03" in lines
    assert lines[-1] == "Verdict: breached 2023-03-15 12:01"


def test_the_explained_deadline_is_the_kept_one(desk: Desk) -> None:
    clock = worked_on(desk)

    assert clock.due_at is not None
    lines = queries.explain_clock(clock, at=NOON + 6 * HOUR, language="en")
    assert any(f"now due {clock.due_at + 8 * HOUR:%Y-%m-%d %H:%M}" in line for line in lines)


def test_the_console_explains_each_clock_of_a_ticket(desk: Desk) -> None:
    clock, out = worked_on(desk), StringIO()

    call_command(
        "clocks",
        "explain",
        str(clock.ticket.number),
        "--contract",
        "red-cross",
        "--language",
        "zh-hans",
        stdout=out,
    )

    assert "恢复 #1" in out.getvalue()
    assert "经用户方同意延长至 2 天" in out.getvalue()


@pytest.mark.parametrize(
    ("number", "code", "words"), [("99", "red-cross", "no ticket 99"), ("1", "nobody", "no contract")]
)
def test_what_is_not_there_is_said_in_one_sentence(desk: Desk, number: str, code: str, words: str) -> None:
    assert desk.cast
    with pytest.raises(CommandError, match=words):
        call_command("clocks", "explain", number, "--contract", code)


def test_the_contract_need_be_named_only_where_several_have_that_number(desk: Desk) -> None:
    first = worked_on(desk).ticket
    out = StringIO()

    call_command("clocks", "explain", str(first.number), stdout=out)
    Ticket.objects.filter(pk=desk.open().pk).update(engagement=desk.cast.other_engagement, number=first.number)

    assert out.getvalue().startswith(f"{first.number} ")
    with pytest.raises(CommandError, match="Several contracts have a ticket 1: elsewhere, red-cross"):
        call_command("clocks", "explain", str(first.number))
    with pytest.raises(CommandError, match="There is no ticket 99"):
        call_command("clocks", "explain", "99")


def test_every_clock_agrees_with_its_events(desk: Desk) -> None:
    worked_on(desk)
    desk.open(Level.FATAL, channel="phone")
    actions.tell_news(at=NOON + 2 * HOUR)
    out = StringIO()

    call_command("clocks", "check", stdout=out)

    assert "agrees" in out.getvalue()


@pytest.mark.parametrize(
    ("field", "value"),
    [("due_at", NOON + 9 * HOUR), ("standing", "kept"), ("next_look_at", None), ("started_at", NOON - HOUR)],
)
def test_a_column_changed_by_hand_is_found(desk: Desk, field: str, value: object) -> None:
    clock = worked_on(desk)
    Clock.objects.filter(pk=clock.pk).update(**{field: value})

    found = list(queries.differences(at=NOON + 6 * HOUR))

    assert [(one.clock.pk, one.field) for one in found if one.clock.pk == clock.pk] == [(clock.pk, field)]


def test_the_console_names_what_differs_and_fails(desk: Desk) -> None:
    Clock.objects.filter(pk=worked_on(desk).pk).update(due_at=NOON + 9 * HOUR)
    err = StringIO()

    with pytest.raises(CommandError, match="differences"):
        call_command("clocks", "check", stderr=err)

    assert "red-cross 1 recovery #1: due_at is" in err.getvalue()
