"""One instance as whoever repairs it needs it: where it stands, who could act, what may be done with it."""

import uuid as uuids
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from jishi.refusals.door import NotThere, Refusal
from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id, who_acts_for
from xieban.flows import queries as flows
from xieban.flows.models import Instance
from xieban.flows.queries import Standing
from xieban.flows.rules.control import Deed
from xieban.flows.rules.words import Verb


class NotOffered(Refusal):
    """There is no such place, seat or person, or this cannot be done there now."""


def get_instance(viewer: Person, *, uuid: uuids.UUID) -> Instance:
    """Return one instance; for whoever looks after flows."""
    instance = flows.instances_for(viewer).filter(uuid=uuid).first()
    if instance is None:
        raise NotThere
    return instance


def picture(viewer: Person, instance: Instance, *, at: datetime) -> Mapping[str, Any]:
    """Return where an instance stands, without moments: what a plan compares."""
    fresh = get_instance(viewer, uuid=instance.uuid)
    waiting, flow = flows.standing_of(viewer, fresh, at=at).waiting, fresh.version.flow.key
    return {
        "step": fresh.step,
        "status": fresh.status,
        "version": fresh.version.number,
        "standing_at": [
            {
                "node": one.node,
                "name": one.name,
                "who_could_act": sorted(who.username for who in able(one.people, flow=flow, at=at)),
            }
            for one in waiting
        ],
    }


def able(people: Iterable[int], *, flow: str, at: datetime) -> list[Person]:
    """Return who of those who hold work can do it now; for one whose account is closed, whoever acts for him."""
    found = dict[int, Person]()
    for person in persons_by_id(people).values():
        acting = person if person.is_active else who_acts_for(person, flow=flow, at=at)
        if acting.is_active:
            found[acting.pk] = acting
    return list(found.values())


def deed(standing: Standing, verb: Verb, *, token: int | None = None, seat: int | None = None) -> Deed:
    """Return what the flow offers of a verb, at a stay or seat where one is meant; nothing else is done.

    The pages of the office render from the same object.
    """
    for one in standing.control.of(verb):
        if (token is None or one.token == token) and (seat is None or one.seat == seat):
            return one
    raise NotOffered
