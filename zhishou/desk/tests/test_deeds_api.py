"""What a program may do on a ticket is what its page offers, by the same table."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any, get_args

import pytest
from django.utils import timezone

from zhishou.contracts.rules import Level
from zhishou.desk import actions
from zhishou.desk.api import deed_schemas
from zhishou.desk.api.deeds import DO
from zhishou.desk.models import Note, Proposal, Ticket
from zhishou.desk.queries.offers import OFFERS
from zhishou.desk.rules.words import NoteAudience, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_api import ask
from zhishou.desk.web.deeds import DEEDS
from zhishou.people.models import Person

pytestmark = pytest.mark.one_engine


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    return desk.open(Level.SEVERE, reached_at=timezone.now() - timedelta(minutes=9))


def do(person: Person, ticket: Ticket, deed: str, *, tag: str = "*", **sent: object) -> Any:
    """Do a deed; `*` as the tag stands for the ticket as it is."""
    headers = {"If-Match": tag} if tag else {}
    answer = ask(person, "post", f"/tickets/{ticket.number}/deeds", {"deed": deed, **sent}, **headers)
    ticket.refresh_from_db()
    return answer


def offered(person: Person, ticket: Ticket) -> set[str]:
    return {one["deed"] for one in ask(person, "get", f"/tickets/{ticket.number}/deeds").json()["deeds"]}


def test_page_and_program_know_the_same_deeds() -> None:
    typed = {
        name for one in get_args(deed_schemas.AnyDeed) for name in get_args(one.model_fields["deed"].annotation)
    }

    assert typed == set(DO) == set(OFFERS) == {deed.name for deed in DEEDS}


def test_a_ticket_goes_from_hand_to_hand_by_program(desk: Desk, ticket: Ticket) -> None:
    cast = desk.cast
    assert "take" in offered(cast.first_line, ticket)
    done = [
        do(cast.first_line, ticket, "take"),
        do(cast.first_line, ticket, "pause", reason="waiting_for_client", note="等截图"),
        do(cast.first_line, ticket, "resume"),
        do(cast.first_line, ticket, "hand_over", tier="second_line", note="数据库锁表"),
        do(cast.manager, ticket, "assign", to=str(cast.second_line.uuid)),
        do(cast.second_line, ticket, "countersign", asked=str(cast.expert.uuid), question="能否重启"),
        do(cast.expert, ticket, "answer", tag="", agrees=True),
        do(cast.requester, ticket, "urge", tag="", words="领导在等"),
        do(cast.second_line, ticket, "go"),
        do(cast.second_line, ticket, "recovered", words="已重启"),
        do(cast.requester, ticket, "confirm", words="好了"),
        do(cast.requester, ticket, "reopen", words="又坏了"),
    ]

    assert [one.status_code for one in done] == [200] * len(done), [one.content for one in done]
    assert done[0].json()["assignee"] == cast.first_line.name
    assert done[3].json()["tier"] == "second_line"
    assert done[-1].json()["state"] == TicketState.IN_PROGRESS
    assert done[-1].headers["ETag"] == ask(cast.expert, "get", f"/tickets/{ticket.number}").headers["ETag"]
    told = ask(cast.expert, "get", f"/tickets/{ticket.number}/countersigns").json()["items"]
    assert [(one["asked_name"], one["state"]) for one in told] == [(cast.expert.name, "agreed")]


def test_what_may_be_stale_needs_the_tag_and_words_do_not(desk: Desk, ticket: Ticket) -> None:
    seen = ask(desk.cast.expert, "get", f"/tickets/{ticket.number}").headers["ETag"]

    assert do(desk.cast.expert, ticket, "take", tag="").status_code == HTTPStatus.PRECONDITION_REQUIRED
    assert do(desk.cast.expert, ticket, "take", tag=seen).status_code == HTTPStatus.OK
    assert do(desk.cast.manager, ticket, "release", tag=seen).status_code == HTTPStatus.PRECONDITION_FAILED
    assert do(desk.cast.expert, ticket, "internal", tag="", words="只给同事看").status_code == HTTPStatus.OK
    assert Note.objects.get().audience == NoteAudience.VENDOR


def test_the_same_key_does_a_deed_once(desk: Desk, ticket: Ticket) -> None:
    path, sent = f"/tickets/{ticket.number}/deeds", {"deed": "note", "words": "收到"}
    twice = [ask(desk.cast.requester, "post", path, sent, **{"Idempotency-Key": "n-1"}) for _ in range(2)]

    assert [one.status_code for one in twice] == [200, 200]
    assert Note.objects.count() == 1


def test_a_deed_of_the_other_side_is_refused_in_words(desk: Desk, ticket: Ticket) -> None:
    cast = desk.cast
    for person, deed, more in (
        (cast.requester, "hand_over", {"tier": "expert", "note": "x"}),
        (cast.manager, "confirm", {"words": "好"}),
        (cast.auditor, "note", {"words": "x"}),
    ):
        answer = do(person, ticket, deed, **more)
        assert (answer.status_code, answer.json()["code"]) == (403, "NotAllowed")
    assert do(cast.stranger_manager, ticket, "take").status_code == HTTPStatus.NOT_FOUND
    assert offered(cast.auditor, ticket) == set()
    assert ask(cast.requester, "get", f"/tickets/{ticket.number}/countersigns").status_code == 403


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"deed": "explode"}, id="no such deed"),
        pytest.param({}, id="none"),
        pytest.param({"deed": "hand_over", "tier": "expert"}, id="no note"),
        pytest.param({"deed": "merge", "number": 2**31, "reason": "x"}, id="a number too large"),
        pytest.param({"deed": "assign", "to": "nobody"}, id="nobody"),
    ],
)
def test_what_is_no_deed_is_said_where(desk: Desk, ticket: Ticket, sent: dict[str, object]) -> None:
    answer = ask(desk.cast.expert, "post", f"/tickets/{ticket.number}/deeds", sent, **{"If-Match": "*"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["errors"]
    assert Ticket.objects.get().revision == 1


def test_families_are_made_and_merged_by_program(desk: Desk, ticket: Ticket) -> None:
    expert, younger = desk.cast.expert, desk.open(Level.SEVERE, reached_at=timezone.now())
    for deed in ("under", "link", "unlink"):
        assert do(expert, younger, deed, number=ticket.number).status_code == HTTPStatus.OK
    assert do(expert, younger, "out").status_code == HTTPStatus.OK

    merged = do(expert, younger, "merge", number=ticket.number, reason="同一问题")

    assert merged.json()["merged_into"] == ticket.number
    assert do(expert, younger, "take").status_code == HTTPStatus.CONFLICT


def test_more_time_is_proposed_listed_and_answered_by_program(desk: Desk, ticket: Ticket) -> None:
    clock, admin = desk.clock(ticket, "recovery"), desk.cast.client_admin
    wish = {"clock": str(clock.uuid), "within": "3 days", "reason": "等待补丁"}
    assert do(desk.cast.expert, ticket, "extend", **wish).status_code == HTTPStatus.OK
    [waiting] = ask(admin, "get", "/proposals").json()["items"]
    assert (waiting["ticket"], waiting["commitment"], waiting["within"]) == (ticket.number, "recovery", "3 days")
    path = f"/proposals/{waiting['uuid']}/answer"
    assert ask(desk.cast.manager, "post", path, {"agrees": True}).status_code == HTTPStatus.FORBIDDEN
    assert ask(admin, "post", path, {"agrees": False}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    agreed = ask(admin, "post", path, {"agrees": True})

    assert (agreed.json()["state"], agreed.json()["answered_by"]) == ("agreed", admin.name)
    assert desk.clock(ticket, "recovery").due_at == ticket.reached_at + timedelta(days=3)
    assert ask(admin, "post", path, {"agrees": True}).status_code == HTTPStatus.CONFLICT
    assert Proposal.objects.count() == len(ask(admin, "get", f"/tickets/{ticket.number}/proposals").json()["items"])


def test_a_manager_closes_what_nobody_answers(desk: Desk) -> None:
    ticket = desk.open(reached_at=timezone.now() - timedelta(days=4))
    long_ago = timezone.now() - timedelta(days=3, minutes=1)
    actions.mark_recovered(ticket=ticket, words="好", by=desk.cast.expert, at=long_ago)

    assert "close" not in offered(desk.cast.expert, ticket)
    assert do(desk.cast.manager, ticket, "close", words="三日未答复").json()["state"] == TicketState.CLOSED
