"""A channel for tests: pigeons that come from a loft, and carry our answers back."""

import hashlib
import hmac
from collections.abc import Generator
from datetime import datetime, timedelta

from django import forms

from conftest import NOON
from zhishou.desk import actions
from zhishou.desk.actions import inlets
from zhishou.desk.actions.answers import send_due
from zhishou.desk.actions.taking_in import take_message
from zhishou.desk.channels.protocol import Call, Channel, Details, Found, Heard, InletForm, NotGenuine, Receipt
from zhishou.desk.models import Inlet, Ticket
from zhishou.desk.rules.channels import Incoming, Limits, Outgoing
from zhishou.desk.rules.words import NoteAudience
from zhishou.desk.tests.factories import Desk
from zhishou.notify.rules import Outcome

MINUTE = timedelta(minutes=1)
ALICE = "alice@example.org"  # the requester's
HERE = "/c/red-cross/desk/inlets/"


class PigeonForm(InletForm):
    secrets = frozenset({"secret"})

    loft = forms.CharField(max_length=50)
    secret = forms.CharField(required=False)


def hear_pigeon(call: Call, *, details: Details, at: datetime) -> Heard:
    expected = hmac.new(details["secret"].encode(), call.body, hashlib.sha256).hexdigest()
    if call.headers.get("x-signature") != expected:
        raise NotGenuine
    return Heard(messages=(incoming(call.body.decode(), at=at),), answer="coo")


class Loft:
    """Pigeons that wait; the memory is how many were taken."""

    def __init__(self) -> None:
        self.waiting: list[Incoming] = []
        self.sent: list[Outgoing] = []
        self.says = Receipt(outcome=Outcome.DELIVERED, answer="coo")
        self.breaks_at = -1

    def look(self, *, details: Details, memory: str, at: datetime) -> Generator[Found, None, None]:  # noqa: ARG002 - the protocol's
        assert details["secret"] == "grain"
        for number, one in enumerate(self.waiting):
            if number == self.breaks_at:
                raise OSError("a hawk")
            if number >= int(memory or 0):
                yield Found(message=one, memory=str(number + 1))

    def reply(self, outgoing: Outgoing, *, details: Details, at: datetime) -> Receipt:  # noqa: ARG002 - as above
        self.sent.append(outgoing)
        return self.says


def incoming(words: str = "公文打不开", *, reference: str = "", at: datetime = NOON, **more: object) -> Incoming:
    given: dict[str, object] = {
        "reference": reference or f"<{words}>",
        "reached_at": at,
        "words": words,
        "subject": "求助",
        "sender_name": "Alice",
        "sender_address": ALICE,
    }
    return Incoming(**(given | more))  # type: ignore[arg-type]


def noted(desk: Desk, ticket: Ticket, words: str = "请重启", *, at: datetime = NOON) -> None:
    actions.add_note(ticket=ticket, audience=NoteAudience.EVERYBODY, words=words, by=desk.cast.first_line, at=at)


def sent(loft: Loft, *, at: datetime = NOON) -> list[Outgoing]:
    """Send what waits, and return it."""
    loft.sent.clear()
    send_due(clock=lambda: at, until=at + MINUTE)
    return loft.sent


def opened(desk: Desk, inlet: Inlet, first: Incoming, *, at: datetime = NOON) -> Ticket:
    received = take_message(inlet=inlet, incoming=first, at=at)
    assert received is not None
    assert received.intake is not None
    return desk.open_from(received.intake)


def pigeon(loft: Loft) -> Channel:
    return Channel(
        kind="pigeon",
        name="信鸽",
        limits=Limits(first_contact=False),
        form=PigeonForm,
        shown=lambda details: details["loft"],
        hook=hear_pigeon,
        poll=loft.look,
        reply=loft.reply,
    )


def add_pigeons(desk: Desk) -> Inlet:
    desk.cast.requester.email = ALICE
    desk.cast.requester.save(update_fields=["email"])
    return inlets.add_inlet(
        engagement=desk.cast.engagement,
        kind="pigeon",
        details={"loft": "loft@red-cross.example", "secret": "grain"},
        by=desk.cast.manager,
        at=NOON,
    )
