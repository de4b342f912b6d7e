"""The console: what waits, what is late next, and the list that is asked for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conftest import NOON
from jishi.outbox.door import deliver_waiting
from zhishou.contracts.rules import Level
from zhishou.desk import actions
from zhishou.desk.models import Intake, Ticket
from zhishou.desk.queries.lists import hands
from zhishou.desk.rules.words import IntakeState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import SCRIPT, signed_in
from zhishou.people.models import RoleGrant

pytestmark = pytest.mark.once

HERE = "/c/red-cross/desk/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def engineer(desk: Desk) -> Client:
    return signed_in(desk.cast.first_line)


def test_what_waits_stands_at_the_top_and_only_for_those_who_work(desk: Desk, engineer: Client) -> None:
    desk.receive("打印机没反应", at=timezone.now())

    assert "打印机没反应" in engineer.get(HERE).content.decode()
    assert "打印机没反应" not in signed_in(desk.cast.client_admin).get(HERE).content.decode()


def test_the_list_says_which_clock_is_late_first(desk: Desk, engineer: Client) -> None:
    desk.open(Level.FATAL, reached_at=timezone.now() - 15 * MINUTE)

    page = engineer.get(HERE).content.decode()

    assert "一级（致命）" in page
    assert "超时" in page
    assert "data-due" in page


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("", True),
        ("q=公文", True),
        ("q=%231", True),
        ("q=打印", False),
        ("level=3", True),
        ("level=1", False),
        ("whose=mine", False),
        ("state=closed", False),
        ("kind=fault", True),
        ("level=nonsense&state=%00&q=%00", True),
        ("q=" + "长" * 101, True),
    ],
)
def test_a_list_shows_what_is_asked_for_and_nonsense_asks_for_nothing(
    asked: str,
    there: bool,  # noqa: FBT001 - a case of the table
    desk: Desk,
    engineer: Client,
) -> None:
    desk.open(reached_at=timezone.now())
    deliver_waiting(at=timezone.now())

    response = engineer.get(f"{HERE}?{asked}")

    assert response.status_code == 200
    assert ("data-desk-row" in response.content.decode()) is there


def test_tickets_can_be_asked_for_by_who_left_the_team_while_some_are_in_his_hands(desk: Desk) -> None:
    ticket, left = desk.open(), desk.cast.first_line
    actions.assign(ticket=ticket, to=left, by=left, at=NOON)
    RoleGrant.objects.filter(person=left).update(until=NOON + MINUTE)
    at = NOON + 2 * MINUTE

    assert left in hands(desk.cast.engagement, at=at)
    actions.withdraw(ticket=ticket, reason="不用了", by=desk.cast.requester, at=at)
    assert left not in hands(desk.cast.engagement, at=at)


def test_the_list_goes_on_behind_a_cursor(desk: Desk, engineer: Client) -> None:
    for _ in range(51):
        desk.open(reached_at=timezone.now())
    first = engineer.get(HERE)

    following = str(first.context["next_url"])

    assert "#1 公文打不开" in engineer.get(HERE + following).content.decode()
    assert engineer.get(f"{HERE}?cursor=nonsense").status_code in {400, 422}


def intake_address(intake: Intake, verb: str = "") -> str:
    return f"{HERE}intakes/{intake.uuid}/{verb}"


OPENING = {"title": "公文打不开", "kind": "fault", "level": "1", "service_code": "020201", "module": "公文"}


def test_a_ticket_is_opened_from_a_report(desk: Desk, engineer: Client) -> None:
    intake = desk.receive(at=timezone.now())

    response = engineer.post(intake_address(intake, "open/"), OPENING)

    assert response.headers["Location"] == f"{HERE}1/"
    assert Ticket.objects.get().reached_at == intake.reached_at
    again = engineer.post(intake_address(intake, "open/"), OPENING)
    assert again.status_code == 422
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "长" * 201},
        {"title": "a\x00"},
        {"level": "9"},
        {"kind": SCRIPT},
        {"service_code": "999999"},
        {"module": "长" * 61},
    ],
)
def test_a_wrong_opening_is_refused_whole(wrong: dict[str, str], desk: Desk, engineer: Client) -> None:
    intake = desk.receive(at=timezone.now())

    response = engineer.post(intake_address(intake, "open/"), OPENING | wrong)

    assert response.status_code == 422
    assert SCRIPT not in response.content.decode()
    assert not Ticket.objects.exists()
    intake.refresh_from_db()
    assert intake.state == IntakeState.WAITING


def test_a_report_is_joined_or_answered(desk: Desk, engineer: Client) -> None:
    ticket = desk.open(reached_at=timezone.now())
    joined, answered = (desk.receive(at=timezone.now()) for _ in range(2))

    assert engineer.post(intake_address(joined, "join/"), {"number": "77"}).status_code == 404
    assert engineer.post(intake_address(joined, "join/"), {"number": str(ticket.number)}).status_code == 302
    assert engineer.post(intake_address(answered, "answer/"), {"answer": " "}).status_code == 422
    assert engineer.post(intake_address(answered, "answer/"), {"answer": "清除缓存即可"}).status_code == 302

    assert ticket.intakes.count() == 2
    assert "清除缓存即可" in engineer.get(intake_address(answered)).content.decode()


def test_a_strangers_report_is_not_there(desk: Desk) -> None:
    intake = desk.receive(at=timezone.now())
    stranger = signed_in(desk.cast.stranger_manager)

    assert stranger.get(intake_address(intake)).status_code == 404
    assert stranger.post(f"/c/elsewhere/desk/intakes/{intake.uuid}/open/", OPENING).status_code == 404
    assert not Ticket.objects.exists()
