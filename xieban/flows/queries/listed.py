"""What the lists of an inbox show of their rows, read by the keys of one page: columns, not rows of nine tables."""

import uuid as uuids
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from jishi.database.door import Compiled, Given
from xieban.flows.models import Candidate, Instance, Reading, Timer
from xieban.flows.queries.boxes import due
from xieban.flows.rules.words import Status, TimerKind, TimerState

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class About:
    """The instance that a row of a list is about."""

    title: str
    uuid: uuids.UUID
    urgency: str | None
    flow: str
    flow_name: str
    starter: str


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work; `marked` is the highest mark of its deadline (50, 80, 100 per cent) that was reached."""

    about: About
    key: int
    since: datetime
    person: int
    name: str
    pressed_at: datetime | None
    node_name: str
    cause: int
    due_at: datetime | None
    marked: int | None


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy to read."""

    about: About
    key: int
    since: datetime
    uuid: uuids.UUID
    pressed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Going:
    """One instance on its way, or over."""

    about: About
    key: int
    moved_at: datetime
    status: Status


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is in an instance."""

    instance: int
    person: int
    name: str
    node_name: str
    due_at: datetime | None


def work_of(keys: Sequence[int]) -> list[Work]:
    """Return these pieces of work, in this order."""
    return _sorted(keys, (Work(About(*row[9:]), *row[:9]) for row in _by_keys(_work, keys)))


def copies_of(keys: Sequence[int]) -> list[Copy]:
    """Return these copies, in this order."""
    return _sorted(keys, (Copy(About(*row[4:]), *row[:4]) for row in _by_keys(_copies, keys)))


def going_of(keys: Sequence[int]) -> list[Going]:
    """Return these instances, in this order."""
    rows = _by_keys(_going, keys)
    return _sorted(keys, (Going(About(*row), key, moved, Status(status)) for key, moved, status, *row in rows))


def turns_of(instances: Sequence[int]) -> dict[int, list[Turn]]:
    """Return whose turn it is in each of these instances, in one statement."""
    found: dict[int, list[Turn]] = {}
    for row in _by_keys(_turns, instances):
        found.setdefault(row[0], []).append(Turn(*row))
    return found


def _about(under: str = "") -> tuple[str, ...]:
    columns = ("title", "uuid", "variables__urgency", "version__flow__key", "version__flow__name", "starter__name")
    return tuple(f"{under}{one}" for one in columns)


def _places(given: dict[str, Given]) -> list[Any]:
    return list(given.values())


def _marked() -> Subquery:
    fired = Timer.objects.filter(
        token=OuterRef("seat__token"), kind=TimerKind.MARK.value, state=TimerState.FIRED.value
    )
    return Subquery(fired.order_by("-percent").values("percent")[:1], output_field=IntegerField(null=True))


_work: Final = Compiled(
    lambda _many, **keys: Candidate.objects.filter(pk__in=_places(keys)).order_by().values_list(
        "pk", "since", "person_id", "person__name", "instance__pressed_at", "seat__token__node_name",
        "seat__token__cause", due(OuterRef("seat__token")), _marked(), *_about("instance__"),
    )
)  # fmt: skip
_copies: Final = Compiled(
    lambda _many, **keys: (
        Reading.objects.filter(pk__in=_places(keys))
        .order_by()
        .values_list("pk", "since", "uuid", "pressed_at", *_about("instance__"))
    )
)
_going: Final = Compiled(
    lambda _many, **keys: (
        Instance.objects.filter(pk__in=_places(keys)).order_by().values_list("pk", "moved_at", "status", *_about())
    )
)


def _whose_turn(_many: int, **keys: Given) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Candidate.objects.filter(instance_id__in=Instance.objects.filter(pk__in=_places(keys)).values("pk"))
    return (
        rows.filter(is_open=True)
        .order_by("id")
        .values_list(
            "instance_id", "person_id", "person__name", "seat__token__node_name", due(OuterRef("seat__token"))
        )
    )


_turns: Final = Compiled(_whose_turn)


def _by_keys(asked: Compiled, keys: Sequence[int]) -> list[Any]:
    return asked(len(keys), **{f"key{place}": key for place, key in enumerate(keys)}) if keys else []


def _sorted(keys: Sequence[int], rows: Iterable[Found]) -> list[Found]:
    place = {key: at for at, key in enumerate(keys)}
    return sorted(rows, key=lambda row: place[row.key])  # type: ignore[attr-defined] # each of them has one
