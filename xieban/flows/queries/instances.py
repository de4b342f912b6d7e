"""Which instances somebody sees, what he may do with them, and who could act now."""

import uuid as uuids
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.directory.queries import principals_of
from xieban.flows.models import Candidate, Instance, Reading, Seat, Version
from xieban.flows.queries.people import actor_of
from xieban.flows.queries.states import state_of
from xieban.flows.queries.versions import model_of, require_manager
from xieban.flows.rules import control as rules
from xieban.flows.rules.control import Control, Waiting
from xieban.flows.rules.migrating import Hindrance, hindrances
from xieban.flows.rules.state import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that somebody may do with an instance now, and who could act on it."""

    control: Control
    waiting: tuple[Waiting, ...]
    seats: dict[int, uuids.UUID]


def visible(viewer: Person, *, at: datetime) -> QuerySet[Instance]:
    """Return the instances that somebody sees: his own, those he has or had a part in, his principals' too."""
    found = Instance.objects.select_related("version__flow", "starter")
    if viewer.is_administrator:
        return found
    takes_part = Candidate.objects.filter(_his(viewer, at), instance=OuterRef("pk"))
    acted = Seat.objects.filter(instance=OuterRef("pk"), person=viewer)
    reads = Reading.objects.filter(instance=OuterRef("pk"), person=viewer)
    return found.filter(Q(starter=viewer) | Exists(takes_part) | Exists(acted) | Exists(reads))


def _his(viewer: Person, at: datetime) -> Q:
    """Return the condition that a candidacy is the viewer's, or that of somebody for whom he stands in."""
    found = Q(person=viewer)
    for principal, flows in principals_of(viewer, at=at):
        theirs = Q(person_id=principal)
        found |= theirs & Q(instance__version__flow__key__in=flows) if flows else theirs
    return found


def get_instance(viewer: Person, *, uuid: str, at: datetime) -> Instance:
    """Return one instance."""
    instance = visible(viewer, at=at).filter(uuid=_uuid(uuid)).first()
    if instance is None:
        raise NotThere
    return instance


def instance_of_event(*, uuid: str) -> Instance | None:
    """Return the instance that an event names; for background work, where nobody is looking."""
    return Instance.objects.select_related("version__flow").filter(uuid=uuid).first()


def get_seat(viewer: Person, *, uuid: str, at: datetime) -> tuple[Seat, Actor]:
    """Return one seat of an instance in which the viewer has a part, and the viewer as the engine sees him.

    Whether he may act on it is for the act to say.
    """
    seat = Seat.objects.select_related("instance__version__flow").filter(uuid=_uuid(uuid)).first()
    if seat is None:
        raise NotThere
    actor = actor_of(viewer, flow=seat.instance.version.flow.key, at=at)
    known = actor.manages or viewer.pk in (seat.person_id, seat.instance.starter_id)
    if not known and not Candidate.objects.filter(instance=seat.instance_id, person__in=actor.selves).exists():
        raise NotThere
    return seat, actor


def _uuid(text: str) -> uuids.UUID:
    try:
        return uuids.UUID(str(text))
    except ValueError as error:
        raise NotThere from error


def standing_of(viewer: Person, instance: Instance, *, at: datetime) -> Standing:
    """Compute what the viewer may do with an instance; every page and interface renders from this."""
    model, state = model_of(instance.version), state_of(instance)
    actor = actor_of(viewer, flow=instance.version.flow.key, at=at)
    found = rules.control(model, state, actor, at=at)
    numbers = {deed.seat for deed in found.deeds if deed.seat}
    seats = Seat.objects.filter(instance=instance, number__in=numbers).values_list("number", "uuid")
    return Standing(control=found, waiting=rules.who_could_act(model, state), seats=dict(seats))


def hindrances_of(
    viewer: Person, instance: Instance, *, to: Version, nodes: Mapping[str, str]
) -> tuple[Hindrance, ...]:
    """Return what would stand in the way of taking an instance to another version; the dry run of `migrate`."""
    require_manager(viewer)
    return hindrances(model_of(instance.version), model_of(to), state_of(instance), nodes)


def inbox(viewer: Person, *, at: datetime) -> QuerySet[Candidate]:
    """Return what waits for somebody, his principals' work too, the newest first (待办)."""
    rows = Candidate.objects.filter(_his(viewer, at), is_open=True)
    return rows.select_related("seat__token", "instance__version__flow", "instance__starter").order_by(
        "-since", "-id"
    )


def started_by(viewer: Person, *, flows: Sequence[str]) -> QuerySet[Instance]:
    """Return what somebody began by some flows, the newest first (我发起)."""
    rows = Instance.objects.filter(starter=viewer, version__flow__key__in=flows)
    return rows.select_related("version__flow", "starter").order_by("-id")


def to_read(viewer: Person) -> QuerySet[Reading]:
    """Return what lies there for somebody to read, the newest first (待阅)."""
    rows = Reading.objects.filter(person=viewer, read_at=None)
    return rows.select_related("instance__version__flow", "instance__starter").order_by("-since", "-id")
