"""Who hears of what: words reach the other party, and nobody works on, or travels for, what has ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import NOON
from zhishou.desk import actions
from zhishou.desk.models import Inlet, Note, Ticket
from zhishou.desk.rules.visits import VisitReason
from zhishou.desk.rules.words import NoteAudience, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.pigeons import Loft, incoming, opened
from zhishou.desk.tests.test_ticket_page import signed_in
from zhishou.notify.models import Notice
from zhishou.people.models import Person

pytestmark = [pytest.mark.once, pytest.mark.django_db]

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
HERE = "/c/red-cross/help/"


def told(kind: str) -> list[Person]:
    return [one.person for one in Notice.objects.filter(kind=kind).order_by("id")]


def note(ticket: Ticket, words: str, *, by: Person, audience: NoteAudience = NoteAudience.EVERYBODY) -> Note:
    return actions.add_note(ticket=ticket, audience=audience, words=words, by=by, at=NOON + MINUTE)


def test_what_the_client_adds_is_told_to_whoever_has_it_in_hand_each_time(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    actions.assign(ticket=ticket, to=cast.expert, by=cast.expert, at=NOON)

    note(ticket, "现在全处都打不开了", by=cast.requester)
    note(ticket, "刚才又好了", by=cast.requester)

    assert told("desk.replied") == [cast.expert, cast.expert]
    assert told("desk.note") == []


def test_what_we_write_is_told_to_the_caller_and_what_we_write_for_ourselves_is_not(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast

    note(ticket, "锁表", by=cast.expert, audience=NoteAudience.VENDOR)
    note(ticket, "请发一张截图", by=cast.expert)

    assert told("desk.note") == [cast.requester]
    assert Notice.objects.get(kind="desk.note").words["words"] == "请发一张截图"
    assert told("desk.replied") == []


def test_whoever_wrote_by_mail_hears_by_mail_alone(desk: Desk, inlet: Inlet, loft: Loft) -> None:
    ticket = opened(desk, inlet, incoming())
    assert ticket.caller is not None

    note(ticket, "请发一张截图", by=desk.cast.expert)

    assert told("desk.note") == []


def test_whoever_gets_a_ticket_from_somebody_else_is_told(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast

    actions.assign(ticket=ticket, to=cast.expert, by=cast.manager, at=NOON)
    actions.assign(ticket=ticket, to=cast.first_line, by=cast.first_line, at=NOON + MINUTE)

    assert told("desk.assigned") == [cast.expert]


def on_the_way(desk: Desk, ticket: Ticket) -> None:
    actions.order_visit(
        ticket=ticket, engineer=desk.cast.first_line, reason=VisitReason.UNSOLVED, destination="三楼",
        by=desk.cast.expert, at=NOON + MINUTE,
    )  # fmt: skip


def test_whoever_is_on_the_way_hears_that_the_client_has_taken_the_ticket_back(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    actions.assign(ticket=ticket, to=cast.expert, by=cast.expert, at=NOON)
    on_the_way(desk, ticket)

    actions.withdraw(ticket=ticket, reason="自己好了", by=cast.requester, at=NOON + HOUR)

    assert set(told("desk.ended")) == {cast.expert, cast.first_line}


def test_whoever_is_on_the_way_hears_that_the_client_has_confirmed(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    on_the_way(desk, ticket)
    actions.mark_recovered(ticket=ticket, words="已修复", by=cast.expert, at=NOON + HOUR)

    actions.confirm_recovery(ticket=ticket, words="好了", by=cast.requester, at=NOON + HOUR)

    assert told("desk.ended") == [cast.first_line]


def said(desk: Desk, ticket: Ticket, verb: str, **sent: Any) -> None:
    browser = signed_in(desk.cast.requester)
    given = {f"{verb}-{name}": value for name, value in sent.items()}
    answer = browser.post(f"{HERE}{ticket.number}/{verb}/", given)
    assert answer.status_code == 302, answer.content.decode()


def page(desk: Desk, ticket: Ticket) -> str:
    return signed_in(desk.cast.requester).get(f"{HERE}{ticket.number}/").content.decode()


def test_a_photograph_without_words_is_told_as_well(desk: Desk) -> None:
    ticket = desk.open()

    said(desk, ticket, "add", words="", files=SimpleUploadedFile("屏幕.txt", b"log"))

    assert told("desk.replied") == [desk.cast.front_desk]
    assert Note.objects.get().files.count() == 1


def test_the_portal_takes_a_ticket_back_and_opens_it_again(desk: Desk) -> None:
    ticket = desk.open()
    assert "/withdraw/" in page(desk, ticket)
    assert "/reopen/" not in page(desk, ticket)

    said(desk, ticket, "withdraw", words="点错了")
    assert Ticket.objects.get().state == TicketState.WITHDRAWN
    assert "/withdraw/" not in page(desk, ticket)
    assert "/reopen/" in page(desk, ticket)
    said(desk, ticket, "reopen", words="还是坏的")

    assert Ticket.objects.get().state == TicketState.IN_PROGRESS


def test_a_merged_report_leads_to_the_ticket_with_which_it_is_handled(desk: Desk) -> None:
    older, younger = desk.open(), desk.open(reached_at=NOON + MINUTE)

    actions.merge(ticket=younger, into=older.number, reason="同一问题", by=desk.cast.expert, at=NOON + HOUR)

    assert f'href="{HERE}{older.number}/"' in page(desk, younger)
