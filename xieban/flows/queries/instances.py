"""Which instances somebody sees, what he may do with them, and who could act now."""

import uuid as uuids
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from jishi.database.door import Compiled, Given, columns_of, row_of
from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.directory.queries import principals_of
from xieban.flows.models import Candidate, Flow, Instance, Reading, Seat, Version
from xieban.flows.queries.people import actor_of
from xieban.flows.queries.states import Loaded, again, state_of
from xieban.flows.queries.versions import model_of, require_manager
from xieban.flows.rules import control as rules
from xieban.flows.rules.control import Control, Waiting
from xieban.flows.rules.migrating import Hindrance, hindrances
from xieban.flows.rules.state import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was read of an instance for one person at one moment, handed on so that it need not be read again."""

    actor: Actor
    loaded: Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that somebody may do with an instance now, and who could act on it."""

    control: Control
    waiting: tuple[Waiting, ...]
    seats: dict[int, uuids.UUID]
    nodes: Mapping[int, str]  # of every stay, by its number
    seen: Seen


def visible(viewer: Person, *, at: datetime) -> QuerySet[Instance]:
    """Return the instances that somebody sees: his own, those he has or had a part in, his principals' too."""
    found = Instance.objects.select_related("version__flow", "starter").defer("version__text")
    if viewer.is_administrator:
        return found
    return found.filter(_has_a_part(viewer.pk, _his(viewer, at)))


def keys_visible(viewer: Person, *, at: datetime) -> QuerySet[Instance, tuple[int]]:
    """Return the keys of the instances that somebody sees who is no administrator, for another query's `IN`.

    Each part has an index of its own. As one condition with `OR`, the database looks at every instance there is.
    """
    return _keys_with_a_part(viewer.pk, _his(viewer, at))


def keys_of_his_own(viewer: int | Given) -> QuerySet[Instance, tuple[int]]:
    """Return the same for somebody who stands in for nobody."""
    return _keys_with_a_part(viewer, Q(person=viewer))


def _keys_with_a_part(viewer: int | Given, candidacies: Q) -> QuerySet[Instance, tuple[int]]:
    parts = (
        Candidate.objects.filter(candidacies),
        Seat.objects.filter(person=viewer),
        Reading.objects.filter(person=viewer),
    )
    began = Instance.objects.filter(starter=viewer).order_by().values_list("pk")
    return began.union(*(one.order_by().values_list("instance") for one in parts), all=True)


def _has_a_part(viewer: int | Given, candidacies: Q) -> Combinable:
    """Return the condition that somebody began an instance, could act, acted, or has a copy to read."""
    takes_part = Candidate.objects.filter(candidacies, instance=OuterRef("pk"))
    acted = Seat.objects.filter(instance=OuterRef("pk"), person=viewer)
    reads = Reading.objects.filter(instance=OuterRef("pk"), person=viewer)
    return Q(starter=viewer) | Exists(takes_part) | Exists(acted) | Exists(reads)


def _his(viewer: Person, at: datetime) -> Q:
    """Return the condition that a candidacy is the viewer's, or that of somebody for whom he stands in."""
    found = Q(person=viewer)
    for principal, flows in principals_of(viewer, at=at):
        theirs = Q(person_id=principal)
        found |= theirs & Q(instance__version__flow__key__in=flows) if flows else theirs
    return found


def get_instance(viewer: Person, *, uuid: str, at: datetime) -> Instance:
    """Return one instance."""
    wanted = _uuid(uuid)
    if viewer.is_administrator or principals_of(viewer, at=at):
        instance = visible(viewer, at=at).filter(uuid=wanted).first()
    else:
        rows = _seen_alone(uuid=wanted, viewer=viewer.pk)
        instance = _built(rows[0]) if rows else None
    if instance is None:
        raise NotThere
    return instance


def _seen_by_himself(uuid: Given, viewer: Given) -> QuerySet[Instance, tuple[object, ...]]:
    """Ask for an instance as `visible` does, for somebody who stands in for nobody."""
    return Instance.objects.filter(_has_a_part(viewer, Q(person=viewer)), uuid=uuid).values_list(
        *columns_of(Instance),
        *columns_of(Version, under="version", without="text"),
        *columns_of(Flow, under="version__flow"),
        *columns_of(Person, under="starter"),
    )


_seen_alone = Compiled(_seen_by_himself)


def _built(row: Sequence[object]) -> Instance:
    values = iter(row)
    instance, version = row_of(Instance, values), row_of(Version, values, without="text")
    version.flow, instance.starter = row_of(Flow, values), row_of(Person, values)
    instance.version = version
    return instance


_locked = Compiled(
    lambda instance: Instance.objects.filter(pk=instance).select_for_update().values_list(*columns_of(Instance))
)


def held(instance: Instance) -> Instance:
    """Return an instance as it stands, its row held until the end of the caller's transaction."""
    rows = _locked(instance=instance.pk)
    if not rows:
        raise NotThere
    fresh = row_of(Instance, rows[0])
    # What a version says never changes; who began an instance neither.
    for name, same in (("version", fresh.version_id == instance.version_id), ("starter", True)):
        known = instance._state.fields_cache.get(name)  # noqa: SLF001 - as the library's own relations do
        if same and known is not None:
            setattr(fresh, name, known)
    return fresh


def instance_of_event(*, uuid: str) -> Instance | None:
    """Return the instance that an event names; for background work, where nobody is looking."""
    return Instance.objects.select_related("version__flow").defer("version__text").filter(uuid=uuid).first()


def get_seat(viewer: Person, *, uuid: str, at: datetime) -> tuple[Seat, Actor]:
    """Return one seat of an instance in which the viewer has a part, and the viewer as the engine sees him.

    Whether he may act on it is for the act to say.
    """
    seats = Seat.objects.select_related("instance__version__flow").defer("instance__version__text")
    seat = seats.filter(uuid=_uuid(uuid)).first()
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


def seat_seen(seen: Seen, *, uuid: str) -> int:
    """Return the number of a seat of an instance that was read already, under the conditions of `get_seat`."""
    state, actor, wanted = seen.loaded.state, seen.actor, _uuid(uuid)
    number = next((number for number, one in seen.loaded.uuids.items() if one == wanted), 0)
    if not number:
        raise NotThere
    part = {seat for seat, person in seen.loaded.candidates if person in actor.selves}
    if not actor.manages and not part and actor.person not in (state.seats[number].person, state.starter):
        raise NotThere
    return number


def standing_of(viewer: Person, instance: Instance, *, at: datetime, seen: Seen | None = None) -> Standing:
    """Compute what the viewer may do with an instance; every page and interface renders from this.

    Whoever holds its row (`held`) may hand on what was `seen` in the same request.
    """
    model, loaded = model_of(instance.version), again(instance, seen.loaded if seen else None)
    actor = seen.actor if seen else actor_of(viewer, flow=instance.version.flow.key, at=at)
    found = rules.control(model, loaded.state, actor, at=at)
    numbers = {deed.seat for deed in found.deeds if deed.seat}
    return Standing(
        control=found,
        waiting=rules.who_could_act(model, loaded.state),
        seats={number: uuid for number, uuid in loaded.uuids.items() if number in numbers},
        nodes={token.number: token.node for token in loaded.state.tokens.values()},
        seen=Seen(actor=actor, loaded=loaded),
    )


def hindrances_of(
    viewer: Person, instance: Instance, *, to: Version, nodes: Mapping[str, str]
) -> tuple[Hindrance, ...]:
    """Return what would stand in the way of taking an instance to another version; the dry run of `migrate`."""
    require_manager(viewer)
    return hindrances(model_of(instance.version), model_of(to), state_of(instance), nodes)


def inbox(viewer: Person, *, at: datetime) -> QuerySet[Candidate]:
    """Return what waits for somebody, his principals' work too, the newest first (待办)."""
    rows = Candidate.objects.filter(_his(viewer, at), is_open=True)
    shown = rows.select_related("seat__token", "instance__version__flow", "instance__starter")
    return shown.defer("instance__version__text").order_by("-since", "-id")


def started_by(viewer: Person, *, flows: Sequence[str]) -> QuerySet[Instance]:
    """Return what somebody began by some flows, the newest first (我发起)."""
    rows = Instance.objects.filter(starter=viewer, version__flow__key__in=flows)
    return rows.select_related("version__flow", "starter").defer("version__text").order_by("-id")


def to_read(viewer: Person) -> QuerySet[Reading]:
    """Return what lies there for somebody to read, the newest first (待阅)."""
    rows = Reading.objects.filter(person=viewer, read_at=None)
    shown = rows.select_related("instance__version__flow", "instance__starter").defer("instance__version__text")
    return shown.order_by("-since", "-id")
