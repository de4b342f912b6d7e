"""A further report about a ticket that is there already: it is seen by whoever sent it, and by whoever works."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import NOON
from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk import actions
from zhishou.desk.actions.changing import AlreadyEnded
from zhishou.desk.actions.phone import Call
from zhishou.desk.models import Intake
from zhishou.desk.rules.words import IntakeState, TicketKind
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import signed_in
from zhishou.notify.models import Notice

pytestmark = [pytest.mark.once, pytest.mark.django_db]

MINUTE = timedelta(minutes=1)
HERE = "/c/red-cross/help/"


def test_whoever_reported_what_others_had_reported_before_finds_it_among_his_reports(desk: Desk) -> None:
    cast = desk.cast
    ticket = desk.open(reached_at=timezone.now())
    intake = desk.receive("我这里也打不开", caller=cast.leader, by=cast.leader, at=timezone.now())

    actions.join_intake(intake=intake, number=ticket.number, by=cast.front_desk, at=timezone.now())

    assert f'href="{HERE}{ticket.number}/"' in signed_in(cast.leader).get(HERE).content.decode()


def test_whoever_works_on_it_hears_that_others_are_hit_as_well(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    actions.assign(ticket=ticket, to=cast.expert, by=cast.expert, at=NOON)

    actions.join_intake(
        intake=desk.receive("三楼全部打不开"), number=ticket.number, by=cast.front_desk, at=NOON + MINUTE
    )

    notice = Notice.objects.get(kind="desk.replied")
    assert (notice.person, notice.words["words"]) == (cast.expert, "三楼全部打不开")


def test_what_is_joined_to_a_merged_ticket_is_joined_to_the_older(desk: Desk) -> None:
    older, younger, by = desk.open(), desk.open(reached_at=NOON + MINUTE), desk.cast.front_desk
    actions.merge(ticket=younger, into=older.number, reason="同", by=by, at=NOON + 2 * MINUTE)
    intake = desk.receive("还有我", at=NOON + 3 * MINUTE)

    assert actions.join_intake(intake=intake, number=younger.number, by=by, at=NOON + 3 * MINUTE) == older

    assert intake.ticket == older


def test_nothing_is_joined_to_what_has_ended_and_the_call_is_not_half_written(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    actions.withdraw(ticket=ticket, reason="自己好了", by=cast.requester, at=NOON)
    call = Call(
        key="call-0001", rang_at=NOON, caller=cast.requester, caller_name="", contact="", unit="", words="又坏了"
    )

    with pytest.raises(AlreadyEnded):
        actions.join_call(
            engagement=cast.engagement, call=call, number=ticket.number, by=cast.front_desk, at=NOON + MINUTE
        )

    assert not Intake.objects.filter(words="又坏了").exists()


def test_whoever_reported_by_the_portal_is_told_the_answer_and_whoever_called_has_heard_it(desk: Desk) -> None:
    cast = desk.cast
    own = desk.receive("怎么撤回公文", by=cast.requester)
    called = desk.receive("怎么催办", channel="phone", by=cast.front_desk)

    for intake in (own, called):
        actions.answer_intake(intake=intake, answer="在已发中点撤回", by=cast.front_desk, at=NOON + MINUTE)

    notice = Notice.objects.get(kind="desk.answered")
    assert (notice.person, notice.words["words"]) == (cast.requester, "在已发中点撤回")
    assert own.state == IntakeState.ANSWERED


def test_an_open_report_is_shown_however_many_have_ended_since(desk: Desk) -> None:
    cast, at = desk.cast, timezone.now()
    first = desk.open(reached_at=at)
    for _number in range(31):
        ended = actions.open_ticket(
            intake=desk.receive("别的事", at=at), kind=TicketKind.REQUEST, level=Level.ORDINARY,
            service_code=ServiceCode.BASIC_OPERATION, title="别的事", by=cast.front_desk, at=at,
        )  # fmt: skip
        actions.withdraw(ticket=ended, reason="不用", by=cast.requester, at=at)

    assert f'href="{HERE}{first.number}/"' in signed_in(cast.requester).get(HERE).content.decode()
