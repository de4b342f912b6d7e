"""Tickets for tests: the sample contract's terms, the cast's people, the quiet noon."""

import io
from dataclasses import dataclass
from datetime import datetime

from conftest import NOON, Cast
from jishi.files.door import Sent
from zhishou.contracts.rules import Level, ServiceCode
from zhishou.contracts.tests.factories import load
from zhishou.desk import actions
from zhishou.desk.models import Attachment, Clock, Intake, Note, Ticket
from zhishou.desk.rules.words import NoteAudience, TicketKind
from zhishou.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The cast with its contract loaded, and the acts that tests begin with."""

    cast: Cast

    def receive(
        self, words: str = "公文打不开", *, channel: str = "web", at: datetime = NOON, **more: object
    ) -> Intake:
        given: dict[str, object] = {
            "engagement": self.cast.engagement,
            "channel": channel,
            "words": words,
            "caller": self.cast.requester,
            "caller_name": "",
            "reached_at": at,
            "by": self.cast.front_desk,
            "at": at,
        }
        return actions.receive(**(given | more))  # type: ignore[arg-type]

    def open(
        self,
        level: Level = Level.ORDINARY,
        *,
        kind: TicketKind = TicketKind.FAULT,
        channel: str = "web",
        reached_at: datetime = NOON,
        at: datetime | None = None,
    ) -> Ticket:
        at = at or reached_at
        return actions.open_ticket(
            intake=self.receive(channel=channel, at=at, reached_at=reached_at),
            kind=kind,
            level=level,
            service_code=ServiceCode.BASIC_OPERATION,
            title="公文打不开",
            by=self.cast.front_desk,
            at=at,
        )

    def open_from(
        self, intake: Intake, *, title: str = "公文打不开", module: str = "", level: Level = Level.ORDINARY
    ) -> Ticket:
        return actions.open_ticket(
            intake=intake,
            kind=TicketKind.FAULT,
            level=level,
            service_code=ServiceCode.BASIC_OPERATION,
            title=title,
            module=module,
            by=self.cast.front_desk,
            at=intake.recorded_at,
        )

    def attach(
        self,
        to: Ticket | Intake | Note,
        content: bytes = b"log",
        *,
        name: str = "日志.txt",
        audience: NoteAudience = NoteAudience.EVERYBODY,
        by: Person | None = None,
        at: datetime = NOON,
    ) -> Attachment:
        by = by or self.cast.front_desk
        sent = [Sent(name=name, content=io.BytesIO(content))]
        taken = actions.take_in(files=sent, engagement=self.cast.engagement, by=by, at=at)
        return actions.attach(to=to, files=taken, audience=audience, by=by, at=at)[0]

    def clock(self, ticket: Ticket, commitment: str, *, cycle: int = 1) -> Clock:
        rows = Clock.objects.select_related("policy_version", "calendar_version", "ticket__engagement")
        return rows.get(ticket=ticket, commitment=commitment, cycle=cycle)


def make_desk(cast: Cast) -> Desk:
    load(cast)
    return Desk(cast=cast)
