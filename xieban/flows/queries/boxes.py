"""The boxes of an inbox: what waits for somebody, what he had a hand in, each with its deadline."""

import uuid as uuids
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db.models import DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery

from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.directory.queries import principals_of
from xieban.flows.models import Candidate, Instance, Reading, Seat, Timer, Version
from xieban.flows.rules.words import OVER, SeatState, TimerKind, TimerState

OVER_STATES: Final = sorted(status.value for status in OVER)
LAST_MARK: Final = 100


def waiting_for(viewer: Person, *, at: datetime) -> QuerySet[Candidate]:
    """Return what waits for somebody (待办), his principals' work too.

    One index answers it: a principal's work is told apart by the person, so that the condition stays a plain `IN`.
    """
    whole, confined = [viewer.pk], Q()
    for principal, flows in principals_of(viewer, at=at):
        if flows:
            versions = Version.objects.filter(flow__key__in=flows).values("pk")
            confined |= Q(person_id=principal, instance__version__in=versions)
        else:
            whole.append(principal)
    mine = Q(person_id=viewer.pk) if len(whole) == 1 else Q(person_id__in=whole)
    return Candidate.objects.filter(mine | confined if confined else mine, is_open=True)


def shown(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Return rows of work with everything that a list shows of them.

    The deadline is `due_at`; `marked` is the highest mark of it (50, 80, 100 per cent) that has been reached.
    """
    rows = rows.annotate(due_at=_due(OuterRef("seat__token")), marked=_marked(OuterRef("seat__token")))
    shown = rows.select_related("person", "seat__token", "instance__version__flow", "instance__starter")
    return shown.defer("instance__version__text")


def urged(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Return those rows of work that were urged: by hand since they lie there, or by a mark of their deadline."""
    by_mark = Timer.objects.filter(
        token=OuterRef("seat__token"), kind=TimerKind.MARK.value, state=TimerState.FIRED.value
    )
    # What lies open belongs to what is not over; said, because a small index knows those.
    urged = Q(instance__pressed_at__gte=F("since")) | Exists(by_mark)
    return rows.filter(urged, instance__ended_at=None)


def overdue(rows: QuerySet[Candidate], *, at: datetime) -> QuerySet[Candidate]:
    """Return those rows of work whose deadline has passed."""
    late = _marks(OuterRef("seat__token")).filter(due_at__lt=at)
    return rows.filter(Exists(late))


def handled_by(viewer: Person, *, over: bool) -> QuerySet[Instance]:
    """Return what somebody had a hand in and that is under way (在办) or over (办结)."""
    # By the keys and not by EXISTS: a person's own seats are few beside all instances, and the planner sees that.
    his = Seat.objects.filter(person=viewer, state=SeatState.DONE.value).values("instance")
    rows = Instance.objects.filter(pk__in=his, ended_at__isnull=not over)
    return rows.select_related("version__flow", "starter").defer("version__text")


def begun_by(viewer: Person) -> QuerySet[Instance]:
    """Return what somebody began (我发起)."""
    rows = Instance.objects.filter(starter=viewer)
    return rows.select_related("version__flow", "starter").defer("version__text")


def of_flow(viewer: Person, *, flow: str) -> QuerySet[Instance]:
    """Return the open instances of one flow in which somebody has or had a part (督办)."""
    his = Candidate.objects.filter(person=viewer).values("instance")
    # By their keys, of which the planner knows how rare they are: else it looks through all that is under way.
    versions = list(Version.objects.filter(flow__key=flow).values_list("pk", flat=True))
    rows = Instance.objects.filter(Q(starter=viewer) | Q(pk__in=his), version__in=versions, ended_at=None)
    return rows.select_related("version__flow", "starter").defer("version__text")


def get_reading(viewer: Person, *, uuid: str) -> Reading:
    """Return one copy that lies there for somebody to read."""
    try:
        found = Reading.objects.select_related("instance").filter(uuid=uuids.UUID(str(uuid)), person=viewer).first()
    except ValueError as error:
        raise NotThere from error
    if found is None:
        raise NotThere
    return found


def concerned_by(instances: Collection[str]) -> list[int]:
    """Return everybody whose boxes instances can be in, by their uuids; for work where nobody is looking."""
    these = dict(Instance.objects.filter(uuid__in=instances).values_list("pk", "starter_id"))
    found = set(these.values())
    for model in (Candidate, Reading):
        rows = model.objects.filter(instance__in=list(these)).order_by()
        found.update(rows.values_list("person_id", flat=True).distinct())
    return sorted(found)


def instances_of_events(uuids: Collection[str]) -> list[Instance]:
    """Return the instances that events name, with their flows; for work where nobody is looking."""
    found = Instance.objects.filter(uuid__in=set(uuids)).select_related("version__flow")
    return list(found.defer("version__text"))


def taking_part(instance: Instance) -> set[int]:
    """Return who takes part in an instance: began it, acted in it, or has its work now; for background work."""
    turns = Candidate.objects.filter(instance=instance, is_open=True).values_list("person_id", flat=True)
    acted = Seat.objects.filter(instance=instance, person__isnull=False).values_list("person_id", flat=True)
    return {instance.starter_id, *turns, *(person for person in acted if person is not None)}


def open_turns(instances: Sequence[Instance]) -> dict[int, list[Candidate]]:
    """Return whose turn it is in each of these instances, in one statement."""
    rows = Candidate.objects.filter(instance__in=instances, is_open=True).select_related("person", "seat__token")
    found: dict[int, list[Candidate]] = {}
    for row in rows.annotate(due_at=_due(OuterRef("seat__token"))).order_by("id"):
        found.setdefault(row.instance_id, []).append(row)
    return found


def _marks(token: OuterRef) -> QuerySet[Timer]:
    states = (TimerState.RUNNING.value, TimerState.FIRED.value)
    return Timer.objects.filter(token=token, kind=TimerKind.MARK.value, percent=LAST_MARK, state__in=states)


def _due(token: OuterRef) -> Subquery:
    return Subquery(_marks(token).values("due_at")[:1], output_field=DateTimeField(null=True))


def _marked(token: OuterRef) -> Subquery:
    fired = Timer.objects.filter(token=token, kind=TimerKind.MARK.value, state=TimerState.FIRED.value)
    return Subquery(fired.order_by("-percent").values("percent")[:1], output_field=IntegerField(null=True))
