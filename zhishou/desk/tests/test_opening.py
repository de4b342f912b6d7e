"""What opening a ticket over the API leaves behind, row by row, and how few statements it and a list take."""

import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jishi.api.models import IdempotencyKey
from jishi.outbox.door import dotted
from jishi.outbox.models import Message
from zhishou.contracts.rules import Commitment
from zhishou.desk.events import TicketBecameFatal
from zhishou.desk.models import Clock, ClockEvent, Evidence, Intake, Ticket, TierHold
from zhishou.desk.tests.factories import Desk
from zhishou.ledger.models import Entry, Waiting
from zhishou.people.actions import make_token
from zhishou.people.models import Token

TICKETS = "/api/v1/engagements/red-cross/tickets"
FAULT = {
    "words": "公文打不开", "kind": "fault", "level": 1, "service_code": "020201", "title": " 公文  打不开 ",
    "module": "公文",
    "caller_name": "李晓梅", "caller_contact": "13800000000", "reference": "case-7",
}  # fmt: skip


def program(desk: Desk) -> Client:
    now = timezone.now()
    token = make_token(
        name="alice", scopes=["read", "write"], expires_at=now + timedelta(days=1), by=desk.cast.front_desk, at=now
    )
    return Client(headers={"Authorization": f"Bearer {token.raw}"})


def opened(client: Client, key: str, **more: object) -> Any:
    answer = client.post(TICKETS, FAULT | more, content_type="application/json", headers={"Idempotency-Key": key})
    assert answer.status_code == 201, answer.content
    return answer


def test_a_ticket_comes_with_all_its_rows(desk: Desk) -> None:
    before = Entry.objects.count()
    answer = opened(program(desk), "key-1")

    [ticket], [intake], [hold] = Ticket.objects.all(), Intake.objects.all(), TierHold.objects.all()
    front_desk = desk.cast.front_desk
    assert (ticket.number, ticket.title, ticket.module, ticket.state, ticket.tier, ticket.revision) == (
        1, "公文 打不开", "documents", "open", "front_desk", 1,
    )  # fmt: skip
    assert (ticket.filer, ticket.caller, ticket.caller_name) == (front_desk, None, "李晓梅")
    assert (intake.state, intake.ticket, intake.by, intake.reference) == ("opened", ticket, front_desk, "case-7")
    assert intake.reached_at == ticket.reached_at == ticket.opened_at == hold.since
    assert (hold.tier, hold.until, hold.by) == ("front_desk", None, front_desk)
    clocks = list(Clock.objects.filter(ticket=ticket))
    assert {clock.commitment for clock in clocks} == {one.value for one in Commitment}
    assert {(clock.cycle, clock.level, clock.started_at, clock.ended_at) for clock in clocks} == {
        (1, 1, ticket.reached_at, None)
    }
    events = [(one.clock_id, one.kind, one.effective_at, one.recorded_at) for one in ClockEvent.objects.all()]
    assert events == [(clock.pk, "start", ticket.reached_at, ticket.opened_at) for clock in by_key(clocks)]
    assert not Evidence.objects.exists()
    received, told = Entry.objects.order_by("id")[before:]
    assert (received.what, received.about_key) == ("desk.intake_received", str(intake.uuid))
    assert (received.payload["words"], received.payload["ticket"]) == ("公文打不开", None)
    assert (told.what, told.about_key, told.by) == ("desk.ticket_opened", str(ticket.uuid), front_desk)
    assert (told.payload["number"], told.payload["intake"]) == (1, str(intake.uuid))
    assert Waiting.objects.filter(entry__in=[received, told]).count() == 2
    assert Message.objects.filter(event=dotted(TicketBecameFatal)).count() == 1
    kept = IdempotencyKey.objects.get(key="key-1")
    assert (kept.status, json.loads(kept.body), kept.headers["ETag"]) == (201, answer.json(), answer["ETag"])


def by_key(clocks: list[Clock]) -> list[Clock]:
    return sorted(clocks, key=lambda clock: clock.pk)


def test_the_answer_to_a_new_ticket_is_what_one_sees_afterwards(desk: Desk) -> None:
    client = program(desk)

    made = opened(client, "key-1").json()

    assert client.get(f"{TICKETS}/{made['number']}").json() == made


def test_a_list_says_of_a_ticket_what_the_ticket_itself_says(desk: Desk) -> None:
    client = program(desk)
    one, other = opened(client, "key-1").json(), opened(client, "key-2", reference="case-8").json()
    Ticket.objects.filter(number=other["number"]).update(
        state="merged", merged_into=Ticket.objects.get(number=one["number"]), ended_at=timezone.now(),
        assignee=desk.cast.expert,
    )  # fmt: skip

    page = client.get(f"{TICKETS}?limit=1").json()
    following = client.get(f"{TICKETS}?cursor={page['next_cursor']}").json()

    for row in (*page["items"], *following["items"]):
        whole = client.get(f"{TICKETS}/{row['number']}").json()
        assert row == {name: whole[name] for name in whole if name not in {"words", "clocks"}}
    assert (page["items"][0]["assignee"], page["items"][0]["merged_into"]) == (desk.cast.expert.name, one["number"])


def test_what_was_said_by_phone_has_answered_already(desk: Desk) -> None:
    made = opened(program(desk), "key-1", channel="phone").json()

    phone = next(clock for clock in made["clocks"] if clock["commitment"] == "phone")
    assert (phone["standing"], phone["ended_by"]) == ("kept", "stop")
    assert Evidence.objects.count() == 1


def test_opening_and_listing_take_few_statements(desk: Desk) -> None:
    client = program(desk)
    opened(client, "key-1")

    with CaptureQueriesContext(connection) as opening:
        opened(client, "key-2", reference="case-8")
    with CaptureQueriesContext(connection) as again:
        opened(client, "key-2", reference="case-8")
    with CaptureQueriesContext(connection) as listing:
        assert len(client.get(f"{TICKETS}?state=open&level=1").json()["items"]) == 2
    with CaptureQueriesContext(connection) as showing:
        client.get(f"{TICKETS}/1")

    assert len(opening) <= 18, [one["sql"] for one in opening]
    assert len(again) <= 5, [one["sql"] for one in again]
    assert len(listing) <= 3, [one["sql"] for one in listing]
    assert len(showing) <= 5, [one["sql"] for one in showing]


def test_the_use_of_a_token_is_written_once_a_minute(desk: Desk) -> None:
    client = program(desk)
    client.get(TICKETS)
    first = Token.objects.values_list("last_used_at", flat=True).get()

    client.get(TICKETS)

    assert Token.objects.values_list("last_used_at", flat=True).get() == first is not None
