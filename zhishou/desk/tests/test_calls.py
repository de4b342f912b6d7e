"""A call centre tells of its calls: signed, fresh, once; the desk sees who calls and counts from when it rang."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from zhishou.desk import actions
from zhishou.desk.actions.calls import GRACE
from zhishou.desk.models import CallEvent, Evidence, Intake, PhoneCall, Ticket
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_phone import said
from zhishou.desk.tests.test_ticket_page import SCRIPT, signed_in
from zhishou.ledger.models import Entry
from zhishou.people.models import Person

HERE = "/c/red-cross/desk/"
ADDRESS = f"{HERE}calls/"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


class CallCentre:
    """Tells of one call after the other, as docs/how-to/connect-a-call-centre.md says."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client()

    def tell(
        self, event: str = "ringing", *, at: datetime, signed_at: datetime | None = None, **more: object
    ) -> HttpResponse:
        told = {"call": "call-1", "event": event, "moment": at.isoformat(), "caller": "13800138000", **more}
        return self.send(json.dumps(told).encode(), signed_at=signed_at or timezone.now())

    def send(self, body: bytes, *, signed_at: datetime, **headers: str) -> HttpResponse:
        moment = str(int(signed_at.timestamp()))
        made = hmac.new(self.secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        given = {"Zhishou-Timestamp": moment, "Zhishou-Signature": f"v1={made}"} | headers
        response: HttpResponse = self.client.post(  # type: ignore[assignment]
            ADDRESS, body, content_type="application/json", headers=given
        )
        return response


@pytest.fixture
def desk(desk: Desk) -> Desk:
    Person.objects.filter(pk=desk.cast.requester.pk).update(name="王芳", mobile="138-0013-8000")
    desk.cast.requester.refresh_from_db()
    return desk


@pytest.fixture
def centre(desk: Desk) -> CallCentre:
    line, secret = actions.renew_line(
        engagement=desk.cast.engagement, by=desk.cast.manager, at=timezone.now() - GRACE
    )
    actions.set_extensions(line=line, words="8001 front_desk\n", by=desk.cast.manager, at=timezone.now())
    return CallCentre(secret)


def ringing(person: Person) -> str:
    return signed_in(person).get(f"{HERE}phone/calls/").content.decode()


def test_a_call_that_rings_shows_the_caller_to_whom_it_is_for(desk: Desk, centre: CallCentre) -> None:
    assert json.loads(centre.tell(at=timezone.now()).content) == {"call": "call-1", "known_caller": True}
    for person in (desk.cast.front_desk, desk.cast.first_line):
        assert "王芳" in ringing(person)

    centre.tell("answered", at=timezone.now(), agent="8001")

    assert "data-phone-mine" in ringing(desk.cast.front_desk)
    assert ringing(desk.cast.first_line).strip() == ""
    assert signed_in(desk.cast.requester).get(f"{HERE}phone/calls/").status_code == HTTPStatus.FORBIDDEN


def test_what_is_written_down_counts_from_the_ring_and_is_answered_when_it_was(
    desk: Desk, centre: CallCentre
) -> None:
    rang = timezone.now().replace(microsecond=0) - 2 * MINUTE
    centre.tell(at=rang)
    centre.tell("answered", at=rang + 9 * SECOND, agent="front_desk")
    call = PhoneCall.objects.get()
    front = signed_in(desk.cast.front_desk)

    for _ in range(2):
        front.post(
            f"{HERE}phone/", said(key=f"call:{call.uuid}", caller=str(desk.cast.requester.uuid), earlier="30")
        )
    centre.tell("ended", at=rang + MINUTE, recording="https://pbx.example/1.wav")

    ticket, intake = Ticket.objects.get(), Intake.objects.get()
    assert (ticket.reached_at, intake.reference) == (rang, "call-1")
    assert Evidence.objects.get(ticket=ticket).happened_at == rang + 9 * SECOND
    call.refresh_from_db()
    assert (call.intake, call.ended_at) == (intake, rang + MINUTE)
    page = front.get(f"{HERE}intakes/{intake.uuid}/").content.decode()
    assert 'href="https://pbx.example/1.wav"' in page
    assert ringing(desk.cast.front_desk).strip() == ""
    told = Entry.objects.filter(what="desk.call_heard", about_key=str(call.uuid))
    assert [entry.payload["event"] for entry in told.order_by("id")] == ["ringing", "answered", "ended"]


def test_events_may_come_late_again_and_in_any_order(centre: CallCentre) -> None:
    rang = timezone.now().replace(microsecond=0) - MINUTE
    centre.tell("ended", at=rang + 30 * SECOND)
    centre.tell("answered", at=rang + 5 * SECOND)
    centre.tell("ringing", at=rang)
    centre.tell("answered", at=rang + 20 * SECOND, signed_at=timezone.now() - SECOND)

    [call] = PhoneCall.objects.all()
    assert (call.rang_at, call.answered_at, call.ended_at) == (rang, rang + 5 * SECOND, rang + 30 * SECOND)
    assert Entry.objects.filter(what="desk.call_heard").count() == 3


def test_who_was_not_answered_is_to_be_called_back(desk: Desk, centre: CallCentre) -> None:
    centre.tell(at=timezone.now() - MINUTE, caller="")
    centre.tell("ended", at=timezone.now(), caller="")

    page = ringing(desk.cast.front_desk)

    assert "未接：请回电" in page
    assert "号码未显示" in page


def test_the_very_same_message_is_heard_once(centre: CallCentre) -> None:
    moment, signed_at = timezone.now(), timezone.now()

    answers = [centre.tell(at=moment, signed_at=signed_at).status_code for _ in range(2)]

    assert answers == [HTTPStatus.OK, HTTPStatus.CONFLICT]
    assert CallEvent.objects.count() == 1


@pytest.mark.parametrize("minutes", [-6, 6])
def test_what_was_signed_long_ago_or_is_signed_ahead_is_refused(minutes: int, centre: CallCentre) -> None:
    response = centre.tell(at=timezone.now(), signed_at=timezone.now() + minutes * MINUTE)

    assert (response.status_code, json.loads(response.content)["code"]) == (HTTPStatus.UNAUTHORIZED, "TooOld")
    assert not PhoneCall.objects.exists()


def test_whoever_does_not_know_the_secret_learns_nothing(desk: Desk, centre: CallCentre) -> None:
    stranger = CallCentre("guessed-secret-of-somebody")

    ours = stranger.tell(at=timezone.now())
    unsigned = Client().post(ADDRESS, b"{}", content_type="application/json")
    nowhere = Client().post("/c/nowhere/desk/calls/", b"{}", content_type="application/json")

    assert [one.status_code for one in (ours, unsigned, nowhere)] == [HTTPStatus.UNAUTHORIZED] * 3
    assert len({json.loads(one.content)["title"] for one in (ours, unsigned, nowhere)}) == 1
    assert not PhoneCall.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"call": ""},
        {"call": "长" * 121},
        {"call": "a\x00"},
        {"call": 7},
        {"event": "dancing"},
        {"moment": "2023-01-22T03:00:02"},
        {"moment": "soon"},
        {"moment": None},
        {"moment": "2003-01-22T03:00:02+08:00"},
        {"moment": "2999-01-22T03:00:02+08:00"},
        {"recording": "javascript:alert(1)"},
        {"caller": ["1"]},
        {"agent": "x" * 61},
    ],
)
def test_signed_nonsense_is_refused_whole(wrong: dict[str, object], centre: CallCentre) -> None:
    told = {"call": "call-1", "event": "ringing", "moment": timezone.now().isoformat()} | wrong
    response = centre.send(json.dumps(told).encode(), signed_at=timezone.now())

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not PhoneCall.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'"x"', b"[" * 5000])
def test_signed_noise_is_refused(body: bytes, centre: CallCentre) -> None:
    assert centre.send(body, signed_at=timezone.now()).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_message_that_is_too_long_is_not_read(centre: CallCentre) -> None:
    too_long = centre.send(b" " * 16_385, signed_at=timezone.now())

    assert too_long.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_after_a_new_secret_the_old_one_signs_for_a_day(desk: Desk, centre: CallCentre) -> None:
    manager, address = signed_in(desk.cast.manager), f"{HERE}phone/line/"
    before = manager.get(address).content.decode()
    page = manager.post(address).content.decode()
    [secret] = [row.split("</code>")[0] for row in page.split('<code id="call-secret">')[1:]]

    assert "call-secret" not in before
    assert secret not in manager.get(address).content.decode()
    assert CallCentre(secret).tell(at=timezone.now()).status_code == HTTPStatus.OK
    assert centre.tell("answered", at=timezone.now()).status_code == HTTPStatus.OK
    actions.renew_line(engagement=desk.cast.engagement, by=desk.cast.manager, at=timezone.now() - GRACE)
    assert CallCentre(secret).tell("ended", at=timezone.now()).status_code == HTTPStatus.UNAUTHORIZED


def test_extensions_are_of_the_team_or_refused(desk: Desk, centre: CallCentre) -> None:
    manager, address = signed_in(desk.cast.manager), f"{HERE}phone/line/extensions/"

    for words in ("8001", "8001 requester", "8001 stranger_manager", f"8001 {SCRIPT}", "1\x00 front_desk"):
        assert manager.post(address, {"extensions": words}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert manager.post(address, {"extensions": "8002 first_line\n\n"}).status_code == HTTPStatus.FOUND

    centre.tell("answered", at=timezone.now(), agent="8002")
    assert PhoneCall.objects.get().agent == desk.cast.first_line
    assert signed_in(desk.cast.front_desk).post(address, {}).status_code == HTTPStatus.FORBIDDEN
    assert signed_in(desk.cast.stranger_manager).post(address, {}).status_code == HTTPStatus.NOT_FOUND


def test_a_call_of_another_contract_cannot_be_written_down_here(desk: Desk, centre: CallCentre) -> None:
    front = signed_in(desk.cast.front_desk)

    for key in ("call:00000000-0000-4000-8000-000000000000", "call:nonsense"):
        answer = front.post(f"{HERE}phone/", said(key=key), headers={"HX-Request": "true"})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Intake.objects.exists()
