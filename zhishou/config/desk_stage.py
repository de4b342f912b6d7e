"""The stage of the desk's scenes: several stories at once, each moment of all of them in the order of time."""

import heapq
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk import actions
from zhishou.desk.models import Intake, Ticket
from zhishou.desk.rules.words import EvidenceKind, NoteAudience, TicketKind
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Tier

MINUTE: Final = timedelta(minutes=1)
CONTACT: Final = "020-83550001"

Story = Generator[float, datetime, None]
"""A story yields how many minutes ago its next scene was, and is sent the moment."""


class RunsBackwards(ValueError):
    """A story goes back in time."""


def play(stories: Iterable[Story], *, until: datetime) -> None:
    """Play the stories together, so that whatever is counted or chained comes in the order of time."""
    waiting = [(-next(story), order, story) for order, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        past, order, story = heapq.heappop(waiting)
        at = until + past * MINUTE
        actions.tell_news(at=at)
        try:
            following = -story.send(at)
        except StopIteration:
            continue
        if following < past:
            raise RunsBackwards
        heapq.heappush(waiting, (following, order, story))
    actions.tell_news(at=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The contract and its people, who act by the same doors as anybody."""

    engagement: Engagement
    cast: Mapping[str, Person]

    def reports(
        self,
        words: str,
        *,
        caller: str = "lixiaomei",
        channel: str = "phone",
        module: str = "",
        files: tuple[actions.Taken, ...] = (),
        at: datetime,
    ) -> Intake:
        """Let somebody of the client report; what is spoken is written down by the front desk."""
        person = self.cast[caller]
        by = person if channel == "web" else self.cast["liuting"]
        return actions.receive(
            engagement=self.engagement,
            channel=channel,
            words=words,
            caller=person,
            caller_name=person.name,
            caller_contact=CONTACT,
            module=module,
            files=files,
            reached_at=at,
            by=by,
            at=at,
        )

    def opens(
        self,
        intake: Intake,
        title: str,
        *,
        kind: TicketKind = TicketKind.FAULT,
        level: Level = Level.ORDINARY,
        code: ServiceCode = ServiceCode.BASIC_OPERATION,
        at: datetime,
    ) -> Ticket:
        """Let the front desk open a ticket."""
        return actions.open_ticket(
            intake=intake, kind=kind, level=level, service_code=code, title=title, by=self.cast["liuting"], at=at
        )

    def takes(self, ticket: Ticket, who: str, *, at: datetime) -> None:
        """Let somebody take a ticket into his hands."""
        actions.assign(ticket=ticket, to=self.cast[who], by=self.cast[who], at=at)

    def records(
        self, ticket: Ticket, kind: EvidenceKind, words: str, *, who: str, plan: str = "", at: datetime
    ) -> None:
        """Let somebody record evidence of what he has just done."""
        actions.record_evidence(
            ticket=ticket, kind=kind, happened_at=at, words=words, plan=plan, by=self.cast[who], at=at
        )

    def notes(self, ticket: Ticket, words: str, *, who: str, internal: bool = False, at: datetime) -> None:
        """Let somebody write a note, for everybody or for colleagues."""
        audience = NoteAudience.VENDOR if internal else NoteAudience.EVERYBODY
        actions.add_note(ticket=ticket, audience=audience, words=words, by=self.cast[who], at=at)

    def hands_over(self, ticket: Ticket, tier: Tier, note: str, *, who: str, at: datetime) -> None:
        """Let somebody hand a ticket to another tier."""
        actions.hand_over(ticket=ticket, tier=tier, note=note, by=self.cast[who], at=at)

    def mends(self, ticket: Ticket, words: str, *, who: str, at: datetime) -> None:
        """Let somebody say that it works again."""
        actions.mark_recovered(ticket=ticket, words=words, by=self.cast[who], at=at)

    def confirms(self, ticket: Ticket, words: str, *, who: str = "lixiaomei", at: datetime) -> None:
        """Let the client say that it works."""
        actions.confirm_recovery(ticket=ticket, words=words, by=self.cast[who], at=at)
