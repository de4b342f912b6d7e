"""The boxes of an inbox: what waits for somebody, what he had a hand in, each with its deadline."""

import uuid as uuids
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery

from jishi.database.door import Compiled, Counted, Given
from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.directory.queries import one_person, principals_of
from xieban.flows.models import Candidate, Hand, Instance, Reading, Seat, Timer, Version
from xieban.flows.rules.words import HANDLED, OVER, TimerKind, TimerState

HANDLED_STATES: Final = sorted(state.value for state in HANDLED)
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


def urged(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Return those rows of work that were urged: by hand since they lie there, or by a mark of their deadline."""
    return rows.filter(urged_at__isnull=False)


def overdue(rows: QuerySet[Candidate], *, at: datetime) -> QuerySet[Candidate]:
    """Return those rows of work whose deadline has passed."""
    late = marks(OuterRef("seat__token")).filter(due_at__lt=at)
    return rows.filter(Exists(late))


def handled_by(viewer: Person, *, over: bool) -> QuerySet[Instance]:
    """Return what somebody had a hand in and that is under way (在办) or over (办结)."""
    if not over:
        return Instance.objects.filter(pk__in=Hand.objects.filter(person=viewer).values("instance"))
    # By the keys and not by EXISTS: a person's own seats are few beside all instances, and the planner sees that.
    his = Seat.objects.filter(person=viewer, state__in=HANDLED_STATES).values("instance")
    return Instance.objects.filter(pk__in=his, ended_at__isnull=False)


def begun_by(viewer: Person) -> QuerySet[Instance]:
    """Return what somebody began (我发起)."""
    return Instance.objects.filter(starter=viewer)


def of_flow(viewer: Person, *, flow: str) -> QuerySet[Instance]:
    """Return the open instances of one flow in which somebody has or had a part (督办)."""
    return _with_a_part(viewer.pk, _versions_of(flow))


def _with_a_part(viewer: int | Given, versions: tuple[int, ...]) -> QuerySet[Instance]:
    his = Candidate.objects.filter(person=viewer).values("instance")
    return Instance.objects.filter(Q(starter=viewer) | Q(pk__in=his), version__in=versions, ended_at=None)


def _versions_of(flow: str) -> tuple[int, ...]:
    # By their keys, of which the planner knows how rare they are: else it looks through all that is under way.
    return tuple(key for (key,) in _keys_of_versions(flow=flow))


_keys_of_versions = Compiled(
    lambda flow: Version.objects.filter(flow__key=flow).order_by("pk").values_list("pk"),
)


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


def marks(token: OuterRef) -> QuerySet[Timer]:
    """Return the mark of a stay that is its deadline."""
    states = (TimerState.RUNNING.value, TimerState.FIRED.value)
    return Timer.objects.filter(token=token, kind=TimerKind.MARK.value, percent=LAST_MARK, state__in=states)


def due(token: OuterRef) -> Subquery:
    """Return the deadline of a stay, as a column."""
    return Subquery(marks(token).values("due_at")[:1], output_field=DateTimeField(null=True))


MOST_COUNTED: Final = 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows somebody's boxes have; none is counted beyond a thousand."""

    open: int
    urged: int
    read: int
    underway: int
    supervised: int


def counts_of(viewer: Person, *, supervision: str, at: datetime) -> Counts:
    """Return the counters of somebody's boxes by one statement; `supervision` is the flow of what is supervised."""
    versions = _versions_of(supervision)
    if principals_of(viewer, at=at):
        return Counts(*_counters(versions, viewer.pk, waiting_for(viewer, at=at)).get())
    ((*counted,),) = _own_counts(versions, viewer=viewer.pk)
    return Counts(*counted)


def own_work(viewer: int | Given) -> QuerySet[Candidate]:
    """Return what waits for somebody himself."""
    return Candidate.objects.filter(person=viewer, is_open=True)


def _counters(
    versions: tuple[int, ...], viewer: int | Given, waiting: QuerySet[Candidate]
) -> QuerySet[Person, tuple[int, ...]]:
    rows = (
        waiting,
        urged(waiting),
        Reading.objects.filter(person=viewer, read_at=None),
        Hand.objects.filter(person=viewer),
        _with_a_part(viewer, versions),
    )
    counters = [Counted(one, most=MOST_COUNTED) for one in rows]
    return one_person(viewer).values_list(*counters)


_own_counts = Compiled(lambda versions, viewer: _counters(versions, viewer, own_work(viewer)))
