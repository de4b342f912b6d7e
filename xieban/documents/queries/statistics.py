"""How long documents stand at which step, who takes how long, and how many begin and end: by unit and month."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id, roles_of
from xieban.directory.rules import LEADERS, Role
from xieban.documents.models import Document
from xieban.documents.queries.documents import roots_of
from xieban.documents.queries.labels import KINDS
from xieban.documents.rules.statistics import Summary, summary
from xieban.documents.rules.words import Kind
from xieban.flows.queries import stays_ended, works_done

READS_STATISTICS: Final = LEADERS | {Role.OFFICE_HEAD, Role.SUPERVISOR}
"""Who sees how his whole unit works."""
MOST_PEOPLE: Final = 30
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: what it is about, and in hours of work how long it took."""

    name: str
    count: int
    median: float
    ninth: float
    longest: float
    share: int  # of the longest median among the lines, in per cent: how long its bar is


@dataclass(frozen=True, slots=True, kw_only=True)
class Flowed:
    """One department: documents that it began in the month, and its documents that ended in it."""

    name: str
    begun: int
    ended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What a month came to."""

    month: str
    nodes: tuple[Line, ...]
    people: tuple[Line, ...]
    departments: tuple[Flowed, ...]


def reads_statistics(viewer: Person, *, at: datetime) -> bool:
    """Say whether somebody sees how his unit works."""
    return viewer.is_administrator or any(held.role in READS_STATISTICS for held in roles_of(viewer, at=at))


def statistics_of(viewer: Person, *, kind: str, department: str, month: str, at: datetime) -> Statistics:
    """Return what a month came to for the documents of a kind; no known month is this one, an empty filter all."""
    documents = _seen(viewer, at=at)
    if kind in set(Kind):
        documents = documents.filter(kind=kind)
    if department:
        documents = documents.filter(department__code=department)
    since, until = month_of(month, at=at)
    mine = dict(documents.exclude(instance=None).values_list("instance_id", "kind"))
    stays = [one for one in stays_ended(since=since, until=until) if one.instance in mine]
    works = [one for one in works_done(since=since, until=until) if one.instance in mine]
    by_node, by_person = defaultdict(list), defaultdict(list)
    for stay in stays:
        by_node[f"{KINDS[Kind(mine[stay.instance])]} · {stay.name}"].append(stay.took)
    for work in works:
        by_person[work.person].append(work.took)
    known = persons_by_id(by_person)
    return Statistics(
        month=f"{timezone.localtime(since):%Y-%m}",
        nodes=_lines(by_node),
        people=_lines({known[one].name: took for one, took in by_person.items() if one in known})[:MOST_PEOPLE],
        departments=_departments(documents, since=since, until=until),
    )


def month_of(month: str, *, at: datetime) -> tuple[datetime, datetime]:
    """Return the first moment of a month, written like 2026-03, and of the next one."""
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=timezone.get_current_timezone())
    except ValueError:
        first = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first, (first + timedelta(days=32)).replace(day=1)


def _seen(viewer: Person, *, at: datetime) -> QuerySet[Document]:
    if viewer.is_administrator:
        return Document.objects.order_by()
    places = [held.post.unit.place for held in roles_of(viewer, at=at) if held.role in READS_STATISTICS]
    if not places:
        raise NotThere
    return Document.objects.filter(unit__place__in=roots_of(places)).order_by()


def _lines(durations: Mapping[str, list[timedelta]]) -> tuple[Line, ...]:
    """Return the lines, the slowest first."""
    found: list[tuple[str, Summary]] = []
    for name, took in durations.items():
        one = summary(took)
        if one is not None:
            found.append((name, one))
    found.sort(key=lambda pair: (-pair[1].median, pair[0]))
    most = found[0][1].median if found else timedelta(0)
    return tuple(
        Line(
            name=name,
            count=one.count,
            median=one.median / HOUR,
            ninth=one.ninth / HOUR,
            longest=one.longest / HOUR,
            share=round(100 * (one.median / most)) if most else 0,
        )
        for name, one in found
    )


def _departments(documents: QuerySet[Document], *, since: datetime, until: datetime) -> tuple[Flowed, ...]:
    begun = Count("pk", filter=Q(created_at__gte=since, created_at__lt=until))
    ended = Count("pk", filter=Q(instance__ended_at__gte=since, instance__ended_at__lt=until))
    rows = documents.values_list("department__name").annotate(begun=begun, ended=ended).order_by("-begun", "-ended")
    return tuple(Flowed(name=name, begun=come, ended=gone) for name, come, gone in rows if come or gone)
