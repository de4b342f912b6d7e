"""Repairing an instance: each by the flow's own action, after a plan, with a reason that its history keeps."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from jishi.api.door import Page, Paging, Plain, Whole, cut_reckoned, of_area
from xieban.administration.actions.repairing import Wish, repair
from xieban.administration.api.callers import ProgramRequest
from xieban.administration.api.changing import CHANGES, Change, ChangeIn, ChangeOut, change
from xieban.administration.queries.instances import NotOffered, get_instance, picture
from xieban.directory.queries import find_person
from xieban.flows import actions, queries
from xieban.flows.models import Instance
from xieban.flows.rules.migrating import Obstacle
from xieban.flows.rules.words import Verb

router = Router(tags=["instances"])
Name = Annotated[str, Field(min_length=1, max_length=200)]
Number = Annotated[Whole, Field(ge=1, le=2**31 - 1)]
MOST_PEOPLE = 50


class ReassignIn(ChangeIn):
    """Who shall do it: one person for a seat, or people for a stay where nobody could act."""

    seat: Number | None = Field(default=None, description="Number of open work, to give to one person.")
    token: Number | None = Field(default=None, description="Number of the stay, to put people at.")
    people: list[Name] = Field(min_length=1, max_length=MOST_PEOPLE, description="Accounts.")


class JumpIn(ChangeIn):
    """From which stay to which node."""

    token: Number
    to: Name


class RetryIn(ChangeIn):
    """Which service stay."""

    token: Number


class MigrateIn(ChangeIn):
    """To which version, and which node of the old one is which of the new, where the id is another."""

    version: Number
    nodes: dict[str, str] = Field(default_factory=dict)


class MigrationQuery(Schema):
    """To which version."""

    version: int = Field(ge=1, le=2**31 - 1)


class HindranceOut(Schema):
    """One stay that could not be taken along."""

    token: int
    node: str
    obstacle: Obstacle


@router.post("/instances/{uuid}/suspend", response=ChangeOut, openapi_extra=CHANGES)
@of_area("instances")
def suspend_instance(request: ProgramRequest, uuid: UUID, asked: ChangeIn) -> dict[str, Any]:
    """Stop an instance and its time; needs a plan."""
    return _plainly(request, uuid, asked, Verb.SUSPEND)


@router.post("/instances/{uuid}/resume", response=ChangeOut, openapi_extra=CHANGES)
@of_area("instances")
def resume_instance(request: ProgramRequest, uuid: UUID, asked: ChangeIn) -> dict[str, Any]:
    """Let an instance go on; the paused time leaves its deadlines. Needs a plan."""
    return _plainly(request, uuid, asked, Verb.RESUME)


@router.post("/instances/{uuid}/terminate", response=ChangeOut, openapi_extra=CHANGES)
@of_area("instances")
def terminate_instance(request: ProgramRequest, uuid: UUID, asked: ChangeIn) -> dict[str, Any]:
    """End an instance for good, wherever it stands; needs a plan."""
    return _plainly(request, uuid, asked, Verb.END)


@router.post("/instances/{uuid}/reassign", response=ChangeOut, openapi_extra=CHANGES)
@of_area("instances")
def reassign_instance(request: ProgramRequest, uuid: UUID, asked: ReassignIn) -> dict[str, Any]:
    """Give open work to somebody else, or put people where nobody could act; needs a plan."""
    people = [find_person(name) for name in dict.fromkeys(asked.people)]
    keys = tuple(one.pk for one in people if one is not None)
    if len(keys) != len(people) or (asked.seat is None) == (asked.token is None):
        raise NotOffered
    if asked.seat is not None and len(keys) != 1:
        raise NotOffered
    verb = Verb.TRANSFER if asked.seat is not None else Verb.ADD_SIGNER
    return _plainly(request, uuid, asked, verb, seat=asked.seat or 0, token=asked.token, people=keys)


@router.post("/instances/{uuid}/jump", response=ChangeOut, openapi_extra=CHANGES)
@of_area("instances")
def jump_instance(request: ProgramRequest, uuid: UUID, asked: JumpIn) -> dict[str, Any]:
    """Move a stay to another human node; never past a signature that nobody gave. Needs a plan."""
    return _plainly(request, uuid, asked, Verb.JUMP, token=asked.token, target=asked.to)


@router.post("/instances/{uuid}/retry", response=ChangeOut, openapi_extra=CHANGES)
@of_area("instances")
def retry_instance(request: ProgramRequest, uuid: UUID, asked: RetryIn) -> dict[str, Any]:
    """Call the service of a stay anew, with all its tries; needs a plan."""
    instance = get_instance(request.user, uuid=uuid)

    def act() -> None:
        actions.call_again(instance=instance, token=asked.token, words=asked.reason, by=request.user, at=request.at)

    return change(request, asked, _change(request, instance, "retry", act))


@router.get("/instances/{uuid}/migration", response=Page[HindranceOut])
@of_area("instances")
def list_hindrances(
    request: ProgramRequest, uuid: UUID, to: Query[MigrationQuery], paging: Query[Paging]
) -> dict[str, Any]:
    """List what stands in the way of taking an instance to another version of its flow; nothing: it could go."""
    instance = get_instance(request.user, uuid=uuid)
    version = queries.get_version(viewer=request.user, key=instance.version.flow.key, number=to.version)
    rows = queries.hindrances_of(request.user, instance, to=version, nodes={})
    page, following = cut_reckoned(rows, paging=paging, key=lambda one: f"{one.token:010}")
    return {"items": page, "next_cursor": following}


@router.post("/instances/{uuid}/migrate", response=ChangeOut, openapi_extra=CHANGES)
@of_area("instances")
def migrate_instance(request: ProgramRequest, uuid: UUID, asked: MigrateIn) -> dict[str, Any]:
    """Take an instance to another version of its flow; needs a plan."""
    instance = get_instance(request.user, uuid=uuid)
    version = queries.get_version(viewer=request.user, key=instance.version.flow.key, number=asked.version)

    def act() -> None:
        actions.migrate(
            instance=instance, to=version, nodes=asked.nodes, words=asked.reason, by=request.user, at=request.at
        )

    return change(request, asked, _change(request, instance, "migrate", act))


def _plainly(
    request: ProgramRequest,
    uuid: UUID,
    asked: ChangeIn,
    verb: Verb,
    *,
    token: int | None = None,
    seat: int | None = None,
    people: tuple[int, ...] = (),
    target: Plain = "",
) -> dict[str, Any]:
    instance = get_instance(request.user, uuid=uuid)

    wish = Wish(verb=verb, token=token, seat=seat, people=people, target=target)

    def act() -> None:
        repair(instance=instance, wish=wish, reason=asked.reason, by=request.user, at=request.at)

    return change(request, asked, _change(request, instance, verb.value, act))


def _change(request: ProgramRequest, instance: Instance, what: str, act: Callable[[], object]) -> Change:
    return Change(
        what=f"instances.{what}",
        about=f"instance:{instance.uuid}",
        look=lambda: picture(request.user, instance, at=request.at),
        act=act,
    )
