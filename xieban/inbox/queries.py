"""The rows of each box, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from jishi.database.door import Compiled, Counted, Given
from jishi.refusals.door import listed
from xieban.directory.models import Person
from xieban.directory.queries import one_person, principals_of
from xieban.flows import queries as flows
from xieban.flows.models import Candidate, Instance, Reading
from xieban.flows.queries import boxes
from xieban.flows.queries import listed as shown
from xieban.flows.queries.listed import About, Going, Turn, Work
from xieban.inbox.rules import PAGE, Box, Cursor, Pressing, pressing
from xieban.meetings.queries import waiting_for_answer
from xieban.notices.queries import unread_by

SUPERVISION = "supervision"
URGENT = ("加急", "特急")
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
    starter: str
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A state of a row, shown by icon and word."""

    kind: str
    icon: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the inbox."""

    thing: Thing
    since: datetime
    node: str = ""
    due_at: datetime | None = None
    pressing: Pressing = Pressing.NONE
    acts_for: str = ""
    is_pressed: bool = False
    marked: int = 0  # the highest mark of its deadline that has been reached, in per cent
    is_returned: bool = False
    status: flows.Look | None = None
    people: tuple[str, ...] = ()
    reading: str = ""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return what is said of the thing itself: how urgent, for whom, who hurries, whether it came back."""
        found = []
        if self.thing.urgency:
            found.append(Mark(kind="danger", icon="urgent", text=self.thing.urgency))
        if self.acts_for:
            words = _("for %(name)s") % {"name": self.acts_for}
            found.append(Mark(kind="info", icon="arrows-exchange", text=words))
        if self.is_pressed:
            found.append(Mark(kind="warning", icon="bell-ringing", text=_("Urged")))
        if self.marked:
            words = _("%(percent)s %% of the time is gone") % {"percent": self.marked}
            found.append(Mark(kind="warning", icon="bell-ringing", text=words))
        if self.is_returned:
            found.append(Mark(kind="warning", icon="arrow-back-up", text=_("Was sent back")))
        if self.status:
            found.append(Mark(kind=self.status.kind, icon=self.status.icon, text=str(self.status.words)))
        return tuple(found)

    @property
    def deadline(self) -> Mark | None:
        """Return what is said of a deadline that has passed or comes soon."""
        if self.pressing is Pressing.LATE:
            return Mark(kind="danger", icon="alarm", text=_("Overdue"))
        if self.pressing is Pressing.SOON:
            return Mark(kind="warning", icon="hourglass", text=_("Due soon"))
        return None

    @property
    def about(self) -> str:
        """Return by which flow it runs, where it is, and who has it or began it."""
        who = listed(self.people) if self.people else self.thing.starter
        return " · ".join(part for part in (self.thing.flow, self.node, who) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a box, and where the next one begins."""

    rows: tuple[Row, ...]
    following: Cursor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows each box has that counts, and how much of what waits was urged."""

    boxes: Mapping[Box, int]
    urged: int


def counts(viewer: Person, *, at: datetime) -> Counts:
    """Return the counters of the boxes: what is done and what one began are only lists."""
    found = boxes.counts_of(viewer, supervision=SUPERVISION, at=at)
    return Counts(
        boxes={
            Box.OPEN: found.open,
            Box.READ: found.read,
            Box.UNDERWAY: found.underway,
            Box.SUPERVISED: found.supervised,
        },
        urged=found.urged,
    )


def shell_counts(viewer: Person, *, at: datetime) -> Mapping[str, int]:
    """Return the counters of the side, by route: work, unread notices, invitations to answer."""
    if principals_of(viewer, at=at):
        counted = _shell(viewer.pk, at, boxes.waiting_for(viewer, at=at)).get()
    else:
        (counted,) = _own_shell(viewer=viewer.pk, now=at)
    return dict(zip(("inbox:inbox", "notices:notices", "meetings:meetings"), counted, strict=True))


def todo_count(viewer: Person, *, at: datetime) -> int:
    """Return how much waits for somebody."""
    return shell_counts(viewer, at=at)["inbox:inbox"]


def _shell(
    viewer: int | Given, at: datetime | Given, waiting: QuerySet[Candidate]
) -> QuerySet[Person, tuple[int, ...]]:
    rows = (waiting, unread_by(viewer), waiting_for_answer(viewer, at=at))
    return one_person(viewer).values_list(*(Counted(one, most=boxes.MOST_COUNTED) for one in rows))


_own_shell = Compiled(lambda viewer, now: _shell(viewer, now, boxes.own_work(viewer)))


def page_of(viewer: Person, *, box: Box, wish: Wish, at: datetime) -> Page:
    """Return a page of a box, the newest first."""
    if box is Box.OPEN:
        return _work(viewer, wish, at=at)
    if box is Box.READ:
        return _copies(viewer, wish)
    return _things(viewer, box, wish, at=at)


def flows_known() -> Mapping[str, str]:
    """Return the flows by which the lists can be narrowed, key → name."""
    return flows.names_of_flows()


def first_work(viewer: Person, *, at: datetime, most: int) -> tuple[Row, ...]:
    """Return what waits for somebody: what is due first comes first, then the oldest."""
    rows = boxes.waiting_for(viewer, at=at).annotate(due_at=boxes.due(OuterRef("seat__token")))
    first = rows.order_by(F("due_at").asc(nulls_last=True), "since", "id").values_list("pk", flat=True)[:most]
    return tuple(_work_row(one, viewer, at=at) for one in shown.work_of(list(first)))


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
    if wish == Wish() and not principals_of(viewer, at=at):
        keys = [key for (key,) in _newest_work(viewer=viewer.pk)]
    else:
        rows = boxes.waiting_for(viewer, at=at)
        if narrowed := _narrowed(wish, under="instance__"):
            # What lies open belongs to what is not over; said, because a small index knows those.
            rows = rows.filter(narrowed, instance__ended_at=None)
        if wish.late:
            rows = boxes.overdue(rows, at=at)
        if wish.urged:
            rows = boxes.urged(rows)
        keys = _keys(rows, wish.before, by="since")
    found = shown.work_of(keys[:PAGE])
    rows_shown = tuple(_work_row(one, viewer, at=at) for one in found)
    return Page(rows=rows_shown, following=_following(keys, [(one.since, one.key) for one in found]))


_newest_work = Compiled(
    lambda viewer: boxes.own_work(viewer).order_by("-since", "-pk").values_list("pk")[: PAGE + 1]
)


def _copies(viewer: Person, wish: Wish) -> Page:
    keys = _keys(flows.to_read(viewer).filter(_narrowed(wish, under="instance__")), wish.before, by="since")
    found = shown.copies_of(keys[:PAGE])
    rows = (
        Row(
            thing=_thing(one.about),
            since=one.since,
            reading=str(one.uuid),
            is_pressed=one.pressed_at is not None,
        )
        for one in found
    )
    return Page(rows=tuple(rows), following=_following(keys, [(one.since, one.key) for one in found]))


def _things(viewer: Person, box: Box, wish: Wish, *, at: datetime) -> Page:
    rows = {
        Box.UNDERWAY: lambda: boxes.handled_by(viewer, over=False),
        Box.DONE: lambda: boxes.handled_by(viewer, over=True),
        Box.BEGUN: lambda: boxes.begun_by(viewer),
        Box.SUPERVISED: lambda: boxes.of_flow(viewer, flow=SUPERVISION),
    }[box]()
    keys = _keys(rows.filter(_narrowed(wish)), wish.before, by="moved_at")
    found, turns = shown.going_of(keys[:PAGE]), shown.turns_of(keys[:PAGE])
    return Page(
        rows=tuple(_thing_row(one, turns.get(one.key, []), at=at) for one in found),
        following=_following(keys, [(one.moved_at, one.key) for one in found]),
    )


def _keys(rows: "QuerySet[Found]", before: Cursor | None, *, by: str) -> list[int]:
    """Return the keys of a page and of one row more: the rest is then read for the rows of the page only."""
    if before is not None:
        rows = rows.filter(Q(**{f"{by}__lt": before.moment}) | Q(**{by: before.moment, "pk__lt": before.key}))
    return list(rows.order_by(f"-{by}", "-pk").values_list("pk", flat=True)[: PAGE + 1])


def _following(keys: Sequence[int], places: Sequence[tuple[datetime, int]]) -> Cursor | None:
    """Say where the next page begins, if there is one."""
    if len(keys) <= PAGE or not places:
        return None
    moment, key = places[-1]
    return Cursor(moment=moment, key=key)


def _work_row(one: Work, viewer: Person, *, at: datetime) -> Row:
    return Row(
        thing=_thing(one.about),
        node=one.node_name,
        since=one.since,
        due_at=one.due_at,
        pressing=pressing(one.due_at, at=at),
        acts_for="" if one.person == viewer.pk else one.name,
        is_pressed=one.pressed_at is not None and one.pressed_at >= one.since,
        marked=one.marked or 0,
        is_returned=bool(one.cause),
    )


def _thing_row(one: Going, turns: Sequence[Turn], *, at: datetime) -> Row:
    due_at = min((turn.due_at for turn in turns if turn.due_at), default=None)
    return Row(
        thing=_thing(one.about),
        node=listed(dict.fromkeys(turn.node_name for turn in turns)),
        since=one.moved_at,
        due_at=due_at,
        pressing=pressing(due_at, at=at),
        status=flows.STATUS_LOOKS[one.status],
        people=tuple({turn.person: turn.name for turn in turns}.values()),
    )


def _thing(about: About) -> Thing:
    return Thing(
        title=about.title,
        url=flows.address_in(about.flow, uuid=about.uuid),
        flow=about.flow_name,
        starter=about.starter,
        urgency=about.urgency if about.urgency in URGENT else "",
    )
