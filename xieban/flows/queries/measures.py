"""How long things stood where, and how long who had them: rows of a period, for statistics."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from jishi.calendars.door import working_between
from xieban.flows.models import Seat, Token
from xieban.flows.queries.states import office_calendar
from xieban.flows.rules.words import SeatState, TokenState


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """One stay of an instance at a node where people work, that ended; `took` is working time."""

    instance: int
    node: str
    name: str
    took: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One piece of work that somebody did; `took` is the working time from its coming until it was done."""

    instance: int
    person: int
    took: timedelta


def stays_ended(*, since: datetime, until: datetime) -> list[Stood]:
    """Return the stays that ended in [since, until), of every instance: who asks chooses his own among them."""
    worked_at = Exists(Seat.objects.filter(token=OuterRef("pk")))
    found = Token.objects.filter(worked_at, state=TokenState.ENDED.value, until__gte=since, until__lt=until)
    return [
        Stood(instance=instance, node=node, name=name, took=_working(begun, ended))
        for instance, node, name, begun, ended in found.values_list(
            "instance_id", "node", "node_name", "since", "until"
        )
        if ended is not None
    ]


def works_done(*, since: datetime, until: datetime) -> list[Worked]:
    """Return the pieces of work that were done in [since, until), of every instance."""
    found = Seat.objects.filter(state=SeatState.DONE.value, until__gte=since, until__lt=until, person__isnull=False)
    return [
        Worked(instance=instance, person=person, took=_working(begun, ended))
        for instance, person, begun, ended in found.values_list("instance_id", "person_id", "since", "until")
        if person is not None and ended is not None
    ]


def _working(since: datetime, until: datetime) -> timedelta:
    return working_between(office_calendar(), start=since, end=max(since, until))
