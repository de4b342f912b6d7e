"""A fatal ticket calls the watch until somebody has answered the client; who takes it on shows on the ticket."""

import contextlib
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max, Q

from zhishou.contracts.rules import Level
from zhishou.desk.actions.changing import changed, claim
from zhishou.desk.models import Evidence, Ticket, TicketChange
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.words import ENDED, RESPONSES, TicketState
from zhishou.duty.actions import start_ladder, stop_ladder
from zhishou.duty.actions.ladders import NotRunning
from zhishou.duty.models import LadderRun
from zhishou.duty.queries import runs_about
from zhishou.people.models import Person

ABOUT = "ticket"
RAISED: Final = [f"{before.value} → {after.value}" for before in Level for after in Level if after < before]
"""How the history names that a ticket turned out graver."""


@transaction.atomic
def call_the_watch(
    *,
    ticket: Ticket,
    at: datetime,
    levels: frozenset[Level] = frozenset({Level.FATAL}),
    again: bool = False,
    title: str = "",
) -> None:
    """Begin to call people about a ticket of these levels, once, unless somebody has answered already.

    `again`: it broke anew, and whoever was called before is called once more. `title`: what is grave, where the
    ticket's own names something else.
    """
    claim(ticket, revision=None)
    runs = runs_about(ticket.engagement, about_kind=ABOUT, about_key=str(ticket.uuid))
    called = runs.filter(started_at__gte=_grave_since(ticket))
    if ticket.level not in levels or _needs_nobody(ticket) or (called.exists() and not again):
        return
    # What was begun when it was lighter calls fewer people, more slowly.
    _stop(runs.filter(level__gt=ticket.level), reason="the ticket turned out graver", at=at)
    start_ladder(
        engagement=ticket.engagement,
        level=Level(ticket.level),
        about_kind=ABOUT,
        about_key=str(ticket.uuid),
        title=title or ticket.title,
        link=f"/c/{ticket.engagement.code}/desk/{ticket.number}/",
        process="desk",
        at=at,
    )


@transaction.atomic
def call_off(*, ticket: Ticket, at: datetime) -> None:
    """Call nobody else where somebody has answered the client, or the ticket has ended."""
    claim(ticket, revision=None)
    if not _needs_nobody(ticket):
        return
    runs = runs_about(ticket.engagement, about_kind=ABOUT, about_key=str(ticket.uuid))
    _stop(runs, reason="the client was answered", at=at)


def _stop(runs: Iterable[LadderRun], *, reason: str, at: datetime) -> None:
    for run in runs:
        with contextlib.suppress(NotRunning):  # answered or at its end already
            stop_ladder(run=run, reason=reason, process="desk", at=at)


@transaction.atomic
def note_answered_call(*, ticket: Ticket, person: Person, happened_at: datetime) -> None:
    """Write into the ticket's history that somebody on watch takes it on; heard twice, written once."""
    claim(ticket, revision=None)
    answered = {"what": ChangeKind.ANSWERED_CALL, "by": person, "at": happened_at}
    if not TicketChange.objects.filter(ticket=ticket, **answered).exists():
        changed(ticket, ChangeKind.ANSWERED_CALL, by=person, at=happened_at)


def _needs_nobody(ticket: Ticket) -> bool:
    # The call by which it was reported is no answer by somebody who can help.
    answers = Evidence.objects.filter(ticket=ticket, kind__in=RESPONSES, recorded_at__gt=_grave_since(ticket))
    return TicketState(ticket.state) in ENDED or answers.exists()


def _grave_since(ticket: Ticket) -> datetime:
    """Return since when a ticket is as grave as it is.

    What was answered before it broke anew, was said not to work yet, or turned out graver, was an answer to
    something else.
    """
    raised = Q(what=ChangeKind.LEVEL_CHANGED, subject__in=RAISED)
    anew = Q(what__in=[ChangeKind.REOPENED, ChangeKind.NOT_YET])
    found = ticket.changes.filter(raised | anew).aggregate(last=Max("at"))["last"]
    return max(ticket.opened_at, found or ticket.opened_at)
