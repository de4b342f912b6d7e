"""Whole stories, through HTTP, with the time moved forward: no process is started and nobody waits."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from conftest import Cast
from jishi.outbox.delivery import deliver_some
from jishi.outbox.models import Message
from zhishou.config.wiring import TICKS
from zhishou.contracts.tests.factories import load
from zhishou.desk import queries
from zhishou.desk.models import Clock, Ticket, Visit
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.visits import ActKind
from zhishou.duty.tests.factories import staff
from zhishou.ledger.queries.verification import verify
from zhishou.people.models import Person

BEIJING: Final = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TOLD_BY_TIME: Final = {"desk.clocks", "duty.ladders", "ledger.seal"}


def local(text: str) -> datetime:
    """Return a moment on the walls of Beijing."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@dataclass(kw_only=True)
class Story:
    """The sample contract, its people on watch, and the clock on the wall."""

    cast: Cast
    wall: time_machine.Traveller = field(repr=False)
    browsers: dict[str, tuple[Client, datetime]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return timezone.now()

    def at(self, text: str) -> None:
        """Let it be another moment of Beijing, and let everything happen that is due by then."""
        self.wall.move_to(local(text))
        self.settle()

    def passes(self, length: timedelta, *, by: timedelta = MINUTE) -> None:
        """Let time go by in steps; whatever is due is done at each."""
        end = self.now + length
        while self.now < end:
            self.wall.move_to(min(self.now + by, end))
            self.settle()

    def settle(self) -> None:
        """Deliver what was put into the outbox, and tick; what a hearer could not do fails the story."""
        self._deliver()
        for tick in TICKS:
            if tick.name in TOLD_BY_TIME:
                tick.run(at=self.now)
        self._deliver()

    def _deliver(self) -> None:
        while deliver_some(clock=timezone.now):
            pass
        assert list(Message.objects.exclude(last_error="").values_list("event", "last_error")) == []

    def browser(self, person: Person) -> Client:
        """Return the browser in which somebody is signed in; a session ends sooner than some stories."""
        name = person.username or ""
        client, since = self.browsers.get(name) or (Client(), None)
        if since is None or self.now - since > HOUR:
            client.force_login(person)
            self.browsers[name] = client, self.now
        return client

    def posts(self, person: Person, path: str, **sent: Any) -> None:
        """Send a form of the desk's pages, and settle."""
        response = self.browser(person).post(f"/c/red-cross/{path}", sent)
        assert response.status_code == HTTPStatus.FOUND, response.content.decode()
        self.settle()

    def api(self, person: Person, path: str, sent: dict[str, Any] | None = None) -> Any:
        """Ask the API, or send it a document, and settle."""
        address = f"/api/v1/engagements/red-cross/{path}"
        browser = self.browser(person)
        if sent is None:
            response = browser.get(address)
        else:
            response = browser.post(address, sent, content_type="application/json")
        assert response.status_code in {HTTPStatus.OK, HTTPStatus.CREATED}, response.content.decode()
        self.settle()
        return json.loads(response.content)

    def opens(self, person: Person, **more: Any) -> Ticket:
        """Open a ticket by the API, as a programme or a page of the person would."""
        given: dict[str, Any] = {
            "kind": "fault",
            "level": 3,
            "service_code": "020201",
            "channel": "web",
            "title": "公文打不开",
        }
        sent = {"words": "公文打不开", "caller_name": person.name, "caller": str(person.uuid)} | given | more
        return Ticket.objects.get(number=self.api(person, "tickets", sent)["number"])

    def records(self, person: Person, ticket: Ticket, kind: str, words: str, **more: Any) -> None:
        """Record evidence by the API, as of now where no other moment is given."""
        sent = {"kind": kind, "words": words, "happened_at": self.now.isoformat()} | more
        self.api(person, f"tickets/{ticket.number}/evidence", sent)

    def decides(self, person: Person, ticket: Ticket, verb: str, **sent: Any) -> None:
        """Send one of the windows in which something is done about a ticket, as its page shows it now."""
        ticket.refresh_from_db()
        given = {f"{verb}-{name}": value for name, value in {"revision": ticket.revision, **sent}.items()}
        self.posts(person, f"desk/{ticket.number}/{verb}/", **given)

    def orders(self, ticket: Ticket, **sent: Any) -> Visit:
        """Let the front desk send the first line to the client, by the window on the ticket."""
        self.posts(self.cast.front_desk, f"desk/{ticket.number}/visits/", **self.order(**sent))
        return Visit.objects.get(ticket=ticket)

    def order(self, **sent: Any) -> dict[str, str]:
        """Return the window in which the first line is sent, as it is filled in."""
        given = {"engineer": self.cast.first_line.uuid, "destination": "省红十字会三楼办公室，找王老师"} | sent
        return {f"order_visit-{name}": str(value) for name, value in given.items()}

    def tells(self, visit: Visit, kind: ActKind, **sent: Any) -> None:
        """Let the first line say from his phone what he does on the visit."""
        self.posts(
            self.cast.first_line, f"desk/visits/{visit.uuid}/acts/", act=str(uuid4()), kind=kind.value, **sent
        )

    def code(self) -> str:
        """Read the code that the client's desk shows now."""
        shown = self.browser(self.cast.client_admin).get("/c/red-cross/help/code/").content.decode()
        return "".join(re.findall(r"<span>(\d{3})</span>", shown))

    def standings(self, ticket: Ticket, *, cycle: int = 1) -> dict[str, str]:
        """Return how every commitment of a cycle stands, as the API says to the client."""
        clocks = self.api(self.cast.client_admin, f"tickets/{ticket.number}")["clocks"]
        return {one["commitment"]: one["standing"] for one in clocks if one["cycle"] == cycle}

    def explains(self, ticket: Ticket, commitment: str, *, cycle: int = 1) -> list[str]:
        """Return the lines by which a deadline came out, as the client reads them."""
        uuid = Clock.objects.values_list("uuid", flat=True).get(ticket=ticket, commitment=commitment, cycle=cycle)
        found = self.api(self.cast.client_admin, f"tickets/{ticket.number}/clocks/{uuid}/explanation")
        lines: list[str] = found["lines"]
        return lines

    def ends_well(self) -> None:
        """Check what must hold after every story: the ledger's chain, and every column of every clock."""
        self.settle()
        self.settle()  # what the outbox led to is sealed as well
        [verdict] = verify(engagement=self.cast.engagement)
        assert (verdict.proof.broken, verdict.proof.entries > 0) == (None, True)
        assert list(queries.differences(at=self.now)) == []
        assert not Message.objects.filter(delivered_at=None).exists()


def kept(*, but: dict[str, Standing] | None = None) -> dict[str, str]:
    """Return the six commitments, all kept but some."""
    names = ("phone", "remote", "onsite", "recovery", "response_cap", "repair_cap")
    return {name: (but or {}).get(name, Standing.KEPT).value for name in names}


@pytest.fixture
def story(cast: Cast) -> Iterator[Story]:
    load(cast)
    staff(cast)
    with time_machine.travel(local("2023-01-20T09:00"), tick=False) as wall:
        yield Story(cast=cast, wall=wall)
    assert not connection.needs_rollback
