"""The rows of each box, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Q, QuerySet

from jishi.refusals.door import listed
from xieban.directory.models import Person
from xieban.flows import queries as flows
from xieban.flows.models import Candidate, Instance, Reading
from xieban.flows.queries import boxes
from xieban.flows.rules.words import Status
from xieban.inbox.rules import PAGE, Box, Cursor, Pressing, pressing
from xieban.meetings.queries import to_answer
from xieban.notices.queries import unread_count

SUPERVISION = "supervision"
URGENT = ("加急", "特急")
MOST_COUNTED = 1000
Found = TypeVar("Found", Candidate, Reading, Instance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What of a box somebody wants to see."""

    words: str = ""
    flow: str = ""
    urgent: bool = False
    late: bool = False
    urged: bool = False
    before: Cursor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a row is about, and where it is looked at."""

    title: str
    url: str
    flow: str
    starter: Person
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the inbox."""

    thing: Thing
    since: datetime
    node: str = ""
    due_at: datetime | None = None
    pressing: Pressing = Pressing.NONE
    acts_for: Person | None = None
    is_pressed: bool = False
    marked: int = 0  # the highest mark of its deadline that has been reached, in per cent
    is_returned: bool = False
    status: flows.Look | None = None
    people: tuple[Person, ...] = ()
    reading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a box, and where the next one begins."""

    rows: tuple[Row, ...]
    following: Cursor | None


def counts(viewer: Person, *, at: datetime) -> Mapping[Box, int]:
    """Return how many rows each box has that counts: what is done and what one began are only lists."""
    return {
        Box.OPEN: _counted(boxes.waiting_for(viewer, at=at)),
        Box.READ: _counted(flows.to_read(viewer)),
        Box.UNDERWAY: _counted(boxes.handled_by(viewer, over=False)),
        Box.SUPERVISED: _counted(boxes.of_flow(viewer, flow=SUPERVISION)),
    }


def todo_count(viewer: Person, *, at: datetime) -> int:
    """Return how much waits for somebody."""
    return _counted(boxes.waiting_for(viewer, at=at))


def shell_counts(viewer: Person, *, at: datetime) -> Mapping[str, int]:
    """Return the counters of the side, by route: work, unread notices, invitations to answer."""
    return {
        "inbox:inbox": todo_count(viewer, at=at),
        "notices:notices": unread_count(viewer),
        "meetings:meetings": to_answer(viewer, at=at),
    }


def urged_count(viewer: Person, *, at: datetime) -> int:
    """Return how much of what waits for somebody was urged."""
    return _counted(boxes.urged(boxes.waiting_for(viewer, at=at)))


def page_of(viewer: Person, *, box: Box, wish: Wish, at: datetime) -> Page:
    """Return a page of a box, the newest first."""
    if box is Box.OPEN:
        return _work(viewer, wish, at=at)
    if box is Box.READ:
        return _copies(viewer, wish, at=at)
    return _things(viewer, box, wish, at=at)


def flows_known() -> Mapping[str, str]:
    """Return the flows by which the lists can be narrowed, key → name."""
    return flows.names_of_flows()


def first_work(viewer: Person, *, at: datetime, most: int) -> tuple[Row, ...]:
    """Return what waits for somebody: what is due first comes first, then the oldest."""
    rows = boxes.shown(boxes.waiting_for(viewer, at=at)).order_by(F("due_at").asc(nulls_last=True), "since", "id")
    return tuple(_work_row(one, viewer, at=at) for one in rows[:most])


def _counted(rows: "QuerySet[Candidate] | QuerySet[Reading] | QuerySet[Instance]") -> int:
    return rows.order_by().values("pk")[:MOST_COUNTED].count()


def _narrowed(wish: Wish, *, under: str = "") -> Q:
    """Return the conditions of a wish on the instance that lies `under` a row."""
    found = Q()
    if wish.words:
        found &= Q(**{f"{under}title__icontains": wish.words})
    if wish.flow:
        found &= Q(**{f"{under}version__flow__key": wish.flow})
    if wish.urgent:
        found &= Q(**{f"{under}variables__urgency__in": URGENT})
    return found


def _work(viewer: Person, wish: Wish, *, at: datetime) -> Page:
    rows = boxes.shown(boxes.waiting_for(viewer, at=at))
    if narrowed := _narrowed(wish, under="instance__"):
        # What lies open belongs to what is not over; said, because a small index knows those.
        rows = rows.filter(narrowed, instance__ended_at=None)
    if wish.late:
        rows = boxes.overdue(rows, at=at)
    if wish.urged:
        rows = boxes.urged(rows)
    found, following = _cut(rows, wish.before, by="since")
    return Page(rows=tuple(_work_row(one, viewer, at=at) for one in found), following=following)


def _copies(viewer: Person, wish: Wish, *, at: datetime) -> Page:
    del at
    found, following = _cut(
        flows.to_read(viewer).filter(_narrowed(wish, under="instance__")), wish.before, by="since"
    )
    rows = (
        Row(
            thing=_thing(one.instance),
            since=one.since,
            reading=str(one.uuid),
            is_pressed=one.pressed_at is not None,
        )
        for one in found
    )
    return Page(rows=tuple(rows), following=following)


def _things(viewer: Person, box: Box, wish: Wish, *, at: datetime) -> Page:
    rows = {
        Box.UNDERWAY: lambda: boxes.handled_by(viewer, over=False),
        Box.DONE: lambda: boxes.handled_by(viewer, over=True),
        Box.BEGUN: lambda: boxes.begun_by(viewer),
        Box.SUPERVISED: lambda: boxes.of_flow(viewer, flow=SUPERVISION),
    }[box]()
    found, following = _cut(rows.filter(_narrowed(wish)), wish.before, by="moved_at")
    turns = boxes.open_turns(found)
    return Page(rows=tuple(_thing_row(one, turns.get(one.pk, []), at=at) for one in found), following=following)


def _cut(rows: "QuerySet[Found]", before: Cursor | None, *, by: str) -> tuple[list[Found], Cursor | None]:
    """Return a page and where the next begins: the keys first, so that the rest is read for these rows only."""
    if before is not None:
        rows = rows.filter(Q(**{f"{by}__lt": before.moment}) | Q(**{by: before.moment, "pk__lt": before.key}))
    sorted_rows = rows.order_by(f"-{by}", "-pk")
    keys = list(sorted_rows.values_list("pk", flat=True)[: PAGE + 1])
    found = list(sorted_rows.filter(pk__in=keys[:PAGE]))
    if len(keys) <= PAGE or not found:
        return found, None
    return found, Cursor(moment=getattr(found[-1], by), key=found[-1].pk)


def _work_row(one: Candidate, viewer: Person, *, at: datetime) -> Row:
    due_at: datetime | None = one.due_at  # type: ignore[attr-defined] # annotated by the boxes
    pressed_at = one.instance.pressed_at
    return Row(
        thing=_thing(one.instance),
        node=one.seat.token.node_name,
        since=one.since,
        due_at=due_at,
        pressing=pressing(due_at, at=at),
        acts_for=None if one.person_id == viewer.pk else one.person,
        is_pressed=pressed_at is not None and pressed_at >= one.since,
        marked=one.marked or 0,  # type: ignore[attr-defined] # as above
        is_returned=bool(one.seat.token.cause),
    )


def _thing_row(one: Instance, turns: Sequence[Candidate], *, at: datetime) -> Row:
    due = [turn.due_at for turn in turns if turn.due_at]  # type: ignore[attr-defined] # as above
    due_at = min(due, default=None)
    return Row(
        thing=_thing(one),
        node=listed(dict.fromkeys(turn.seat.token.node_name for turn in turns)),
        since=one.moved_at,
        due_at=due_at,
        pressing=pressing(due_at, at=at),
        status=flows.STATUS_LOOKS[Status(one.status)],
        people=tuple({turn.person_id: turn.person for turn in turns}.values()),
    )


def _thing(instance: Instance) -> Thing:
    urgency = instance.variables.get("urgency", "")
    return Thing(
        title=instance.title,
        url=flows.address_of(instance),
        flow=instance.version.flow.name,
        starter=instance.starter,
        urgency=urgency if urgency in URGENT else "",
    )
