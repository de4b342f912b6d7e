"""The dispatcher's board: lanes, load, and sending a ticket on."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conftest import NOON
from zhishou.contracts.rules import Level
from zhishou.desk import actions
from zhishou.desk.models import Ticket, TierHold
from zhishou.desk.queries import board as boards
from zhishou.desk.queries.board import Lanes, board
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import SCRIPT, signed_in
from zhishou.people.rules import Tier

pytestmark = pytest.mark.once

HERE = "/c/red-cross/desk/board/"
HOUR = timedelta(hours=1)


@pytest.fixture
def dispatcher(desk: Desk) -> Client:
    return signed_in(desk.cast.manager)


def lanes(desk: Desk, by: Lanes) -> dict[str, list[int]]:
    found = board(desk.cast.manager, engagement=desk.cast.engagement, by=by, at=NOON + HOUR)
    return {lane.key: [ticket.number for ticket in lane.tickets] for lane in found.lanes}


def test_open_tickets_stand_in_their_lanes_the_most_urgent_first(desk: Desk) -> None:
    cast = desk.cast
    for level in (Level.ORDINARY, Level.FATAL, Level.ORDINARY, Level.ORDINARY):
        desk.open(level)
    taken, gone = (Ticket.objects.get(number=number) for number in (3, 4))
    actions.assign(ticket=taken, to=cast.expert, by=cast.manager, at=NOON)
    actions.withdraw(ticket=gone, reason="不用了", by=cast.requester, at=NOON)

    assert lanes(desk, Lanes.TIER)["front_desk"] == [2, 1, 3]
    assert lanes(desk, Lanes.STATE) == {"open": [2, 1], "in_progress": [3], "recovered": []}
    by_person = lanes(desk, Lanes.PERSON)
    assert by_person[""] == [2, 1]
    assert by_person[str(cast.expert.uuid)] == [3]
    assert by_person[str(cast.first_line.uuid)] == []


def test_a_lane_shows_the_first_and_counts_the_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "SHOWN", 2)
    for _ in range(3):
        desk.open()

    found = board(desk.cast.manager, engagement=desk.cast.engagement, by=Lanes.TIER, at=NOON)

    assert (len(found.lanes[0].tickets), found.lanes[0].count, found.lanes[0].more) == (2, 3, 1)


def test_the_load_of_each_person_is_counted_with_what_is_late(desk: Desk) -> None:
    cast = desk.cast
    for _ in range(2):
        actions.assign(ticket=desk.open(), to=cast.expert, by=cast.manager, at=NOON)

    [member] = [
        one
        for one in board(cast.manager, engagement=cast.engagement, by=Lanes.TIER, at=NOON + 3 * HOUR).team
        if one.person == cast.expert
    ]

    assert (member.tiers, member.in_hand, member.late) == ((Tier.EXPERT,), 2, 2)


@pytest.mark.parametrize("by", ["", "tier", "state", "person", "nonsense"])
def test_the_board_shows_every_way_and_is_empty_in_words(by: str, desk: Desk, dispatcher: Client) -> None:
    assert "没有未结束的工单" in dispatcher.get(f"{HERE}?by={by}").content.decode() or not Ticket.objects.exists()
    desk.open(reached_at=timezone.now())

    page = dispatcher.get(f"{HERE}?by={by}").content.decode()

    assert 'data-board-card="1"' in page
    assert ("data-board-drop" in page) is (by != "state")
    assert "data-due" in page
    part = dispatcher.get(f"{HERE}?by={by}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


@pytest.mark.parametrize(
    ("by", "asked"),
    [
        pytest.param("tier", "tier=front_desk", id="tier"),
        pytest.param("state", "state=open", id="state"),
        pytest.param("person", "person=nobody", id="nobody"),
    ],
)
def test_what_a_lane_does_not_show_is_a_list_away(
    by: str, asked: str, desk: Desk, dispatcher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "SHOWN", 1)
    first, _second = (desk.open(reached_at=timezone.now() - HOUR) for _ in range(2))
    taken = desk.open(reached_at=timezone.now())
    actions.dispatch(
        ticket=taken, tier=Tier.EXPERT, to=desk.cast.expert, note="请看", by=desk.cast.manager, at=timezone.now()
    )

    link = f"/c/red-cross/desk/?{asked}"

    assert f'href="{link}"' in dispatcher.get(f"{HERE}?by={by}").content.decode()
    assert listed(dispatcher, link) == {1, 2}
    held = f"/c/red-cross/desk/?tier=expert&person={desk.cast.expert.uuid}"
    assert listed(dispatcher, held) == {taken.number}
    assert first.number == 1


def listed(client: Client, link: str) -> set[int]:
    """Return the numbers of the tickets in the console's list."""
    return {int(found) for row in client.get(link).context["tickets"] for found in re.findall(r"#(\d+) ", row)}


def test_a_card_says_by_the_clock_when_it_is_due(desk: Desk, dispatcher: Client) -> None:
    desk.open(Level.FATAL, reached_at=timezone.now() - timedelta(minutes=1))

    response = dispatcher.get(HERE)

    due = timezone.localtime(response.context["columns"][0].cards[0].due_at)
    assert f"{due:%H:%M}</span>" in response.content.decode()


def test_a_card_whose_next_promise_is_on_track_says_that_another_is_late(desk: Desk, dispatcher: Client) -> None:
    desk.open(reached_at=timezone.now() - 5 * HOUR)

    [card] = dispatcher.get(HERE).context["columns"][0].cards

    assert (card.due_name, card.standing.kind) == ("恢复", "info")
    assert str(card.also_late.text) == "另有 4 项超时"
    assert "另有 4 项超时" in dispatcher.get(HERE).content.decode()


def sent(ticket: Ticket, **more: str) -> dict[str, str]:
    given = {"revision": str(ticket.revision), "tier": ticket.tier, "person": "", "note": ""} | more
    return {"by": "person", **{f"move-{name}": value for name, value in given.items()}}


def test_a_card_dropped_on_a_person_of_another_tier_asks_for_the_note(desk: Desk, dispatcher: Client) -> None:
    desk.open(reached_at=timezone.now())

    asked = dispatcher.get(f"{HERE}1/?person={desk.cast.expert.uuid}", headers={"HX-Request": "true"})

    form = asked.context["form"]
    assert form["tier"].initial == "expert"
    assert form["person"].initial == str(desk.cast.expert.uuid)
    for nonsense in ("person=nobody", "tier=%00", "person=%00", "tier=requester"):
        form = dispatcher.get(f"{HERE}1/?{nonsense}").context["form"]
        assert (form["tier"].initial, form["person"].initial) == ("front_desk", "")


def test_a_ticket_is_sent_to_tier_and_person_at_once(desk: Desk, dispatcher: Client) -> None:
    ticket = desk.open(reached_at=timezone.now())
    to = {"tier": "expert", "person": str(desk.cast.expert.uuid)}

    without = dispatcher.post(f"{HERE}1/", sent(ticket, **to))
    done = dispatcher.post(f"{HERE}1/", sent(ticket, **to, note="请查索引"))

    assert without.status_code == 422
    assert done.headers["Location"] == f"{HERE}?by=person"
    ticket.refresh_from_db()
    assert (ticket.tier, ticket.assignee) == ("expert", desk.cast.expert)
    assert TierHold.objects.get(ticket=ticket, tier="expert").note == "请查索引"


@pytest.mark.parametrize(
    "wrong",
    [{}, {"revision": "9"}, {"tier": "requester"}, {"person": "nobody"}, {"note": "长" * 4001, "tier": "expert"}],
)
def test_a_wrong_sending_is_refused_whole(wrong: dict[str, str], desk: Desk, dispatcher: Client) -> None:
    ticket = desk.open(reached_at=timezone.now())

    response = dispatcher.post(f"{HERE}1/", sent(ticket, **({"note": SCRIPT} | wrong)))

    assert response.status_code == 422
    assert SCRIPT not in response.content.decode()
    ticket.refresh_from_db()
    assert (ticket.tier, ticket.assignee, ticket.revision) == ("front_desk", None, 1)


def test_nobody_else_has_a_board(desk: Desk) -> None:
    desk.open(reached_at=timezone.now())

    for person in (desk.cast.client_admin, desk.cast.auditor, desk.cast.requester):
        assert signed_in(person).get(HERE).status_code == 403
        assert signed_in(person).get(f"{HERE}1/").status_code == 403
    assert signed_in(desk.cast.stranger_manager).get(HERE).status_code == 404
    assert signed_in(desk.cast.manager).get(f"{HERE}77/").status_code == 404
