"""Instances of flows: find those that are stuck, see who could act."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from jishi.api.door import Page, Paging, Plain, cut, of_area
from jishi.parameters.door import value_of
from xieban.administration.api.callers import ProgramRequest
from xieban.administration.queries.instances import able, get_instance
from xieban.directory.queries import persons_by_id
from xieban.flows import queries
from xieban.flows.models import Instance
from xieban.flows.queries.parameters import LONGEST_STILL, STILL_DAYS
from xieban.flows.rules import stuck
from xieban.flows.rules.stuck import Cause
from xieban.flows.rules.words import FactKind, Status, Verb

router = Router(tags=["instances"])


class InstanceFilters(Schema):
    """Which instances are looked for; whatever is left out asks nothing."""

    stuck: bool = Field(default=False, description="Only those that do not go on by themselves.")
    cause: Cause | None = Field(default=None, description="Stuck for this reason.")
    still_days: int | None = Field(
        default=None, ge=1, le=LONGEST_STILL, description="Days without a move; without it the parameter counts."
    )
    flow: Plain = Field("", max_length=60, description="Key of the flow.")
    status: Status | None = None


class InstanceOut(Schema):
    """One instance in the list."""

    uuid: UUID
    flow: str
    version: int
    title: str
    status: Status
    step: int
    started_by: str
    started_at: datetime
    moved_at: datetime
    causes: list[Cause] = Field(description="Why it is stuck; empty where it goes on.")


class StayOut(Schema):
    """One step at which an instance stands."""

    token: int
    node: str
    name: str
    since: datetime
    people: list[str] = Field(description="Accounts of those who could act now; nobody is worth an alarm.")
    seats: list[int] = Field(description="Numbers of the open pieces of work, for reassign.")
    jump_to: list[str] = Field(description="Nodes to which this stay may be moved.")


class InstanceDetailOut(InstanceOut):
    """One instance with where it stands."""

    stays: list[StayOut]
    may: list[Verb] = Field(description="What may be done with it now.")


class FactOut(Schema):
    """One line of an instance's own history."""

    number: int
    step: int
    kind: FactKind
    node: str
    by: str = Field(description="Account; empty where it happened by itself.")
    at: datetime


@router.get("/instances", response=Page[InstanceOut])
@of_area("instances")
def list_instances(request: ProgramRequest, found: Query[InstanceFilters], paging: Query[Paging]) -> dict[str, Any]:
    """List instances, the newest first; `stuck` names why each does not go on."""
    asked = stuck.Asked(
        causes=frozenset({found.cause}) if found.cause else frozenset(Cause),
        still_days=found.still_days or int(value_of(STILL_DAYS)),
    )
    looks = found.stuck or found.cause is not None
    rows = queries.stuck(request.user, asked=asked, at=request.at) if looks else queries.instances_for(request.user)
    conditions = {"version__flow__key": found.flow, "status": found.status}
    rows = rows.filter(**{name: value for name, value in conditions.items() if value})
    page, following = cut(rows, paging=paging)
    causes = queries.causes_of(page, asked=asked, at=request.at)
    return {"items": [as_instance(one, causes.get(one.pk, [])) for one in page], "next_cursor": following}


def as_instance(instance: Instance, causes: list[Cause]) -> dict[str, Any]:
    """Say how an instance stands."""
    names = ("uuid", "title", "status", "step", "started_at", "moved_at")
    return {name: getattr(instance, name) for name in names} | {
        "flow": instance.version.flow.key,
        "version": instance.version.number,
        "started_by": instance.starter.username,
        "causes": causes,
    }


@router.get("/instances/{uuid}", response=InstanceDetailOut)
@of_area("instances")
def show_instance(request: ProgramRequest, uuid: UUID) -> dict[str, Any]:
    """Show one instance: where it stands, who could act now, what may be done with it."""
    instance = get_instance(request.user, uuid=uuid)
    asked = stuck.Asked(still_days=int(value_of(STILL_DAYS)))
    causes = queries.causes_of([instance], asked=asked, at=request.at)
    standing = queries.standing_of(request.user, instance, at=request.at)
    flow = instance.version.flow.key
    jumps = {deed.token: [place.node for place in deed.places] for deed in standing.control.of(Verb.JUMP)}
    return as_instance(instance, causes.get(instance.pk, [])) | {
        "may": sorted({deed.verb for deed in standing.control.deeds}),
        "stays": [
            {
                "token": one.token,
                "node": one.node,
                "name": one.name,
                "since": one.since,
                "people": [who.username for who in able(one.people, flow=flow, at=request.at)],
                "seats": list(one.seats),
                "jump_to": jumps.get(one.token, []),
            }
            for one in standing.waiting
        ],
    }


@router.get("/instances/{uuid}/history", response=Page[FactOut])
@of_area("instances")
def list_history(request: ProgramRequest, uuid: UUID, paging: Query[Paging]) -> dict[str, Any]:
    """List what happened to an instance, in its own words, the oldest first."""
    instance = get_instance(request.user, uuid=uuid)
    rows, following = cut(queries.facts_of(instance), paging=paging, order=("number",))
    people = persons_by_id(one.person_id for one in rows if one.person_id is not None)
    names = ("number", "step", "kind", "node", "at")
    items = [
        {name: getattr(one, name) for name in names}
        | {"by": people[one.person_id].username if one.person_id in people else ""}
        for one in rows
    ]
    return {"items": items, "next_cursor": following}
