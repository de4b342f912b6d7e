"""Doing to an instance what its flow offers; on our page first as it would be, then as it was planned."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import transaction

from jishi.refusals.door import Refusal
from xieban.administration.actions.planning import plan_key
from xieban.administration.actions.recording import note_page
from xieban.administration.queries.instances import NotOffered, deed, picture
from xieban.administration.rules import plans
from xieban.directory.models import Person
from xieban.flows import actions as flows
from xieban.flows import queries
from xieban.flows.models import Instance
from xieban.flows.queries import Asked
from xieban.flows.rules.signers import Place
from xieban.flows.rules.words import Decision, Verb


class NotAsPlanned(Refusal):
    """It stands otherwise than in the dry run, or that was too long ago. Do the dry run again."""

    status = HTTPStatus.PRECONDITION_FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be done with an instance: a verb of its flow, at a stay or with work that is open."""

    verb: Verb
    token: int | None = None
    seat: int | None = None
    people: tuple[int, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How an instance stood, how it stands or would stand, and the plan by which just that is done."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    plan: str


def repair(*, instance: Instance, wish: Wish, reason: str, by: Person, at: datetime) -> None:
    """Do what the pages do for the same verb, by the rules of whatever area the instance belongs to."""
    standing = queries.standing_of(by, instance, at=at)
    found = deed(standing, wish.verb, token=wish.token, seat=wish.seat)
    if wish.target and wish.target not in {place.node for place in found.places}:
        raise NotOffered
    asked = Asked(
        deed=found,
        seat=str(standing.seats.get(found.seat, "")),
        decision=Decision.DONE,
        words=reason,
        values={},
        people=wish.people,
        target=wish.target,
        place=Place.BESIDE,
        straight=False,
        seen=standing.seen,
    )
    flows.do(instance=instance, asked=asked, by=by, at=at)


def try_repair(*, instance: Instance, wish: Wish, reason: str, address: str, by: Person, at: datetime) -> Sight:
    """See what a repair would do; nothing is kept of it but its entry in the log."""
    with transaction.atomic():
        before, after, digest = _repaired(instance, wish, reason, by=by, at=at)
        transaction.set_rollback(True)
    _note(instance, wish, before, after, reason=reason, is_dry_run=True, address=address, by=by, at=at)
    return Sight(before=before, after=after, plan=plans.seal(digest, key=plan_key(), at=at))


def repair_as_planned(
    *, instance: Instance, wish: Wish, plan: str, reason: str, address: str, by: Person, at: datetime
) -> None:
    """Repair just as the dry run showed, or not at all."""
    with transaction.atomic():
        before, after, digest = _repaired(instance, wish, reason, by=by, at=at)
        if not plans.fits(plan, digest=digest, key=plan_key(), at=at):
            raise NotAsPlanned
        _note(instance, wish, before, after, reason=reason, is_dry_run=False, address=address, by=by, at=at)


def _repaired(
    instance: Instance, wish: Wish, reason: str, *, by: Person, at: datetime
) -> tuple[Mapping[str, Any], Mapping[str, Any], str]:
    before = picture(by, instance, at=at)
    repair(instance=instance, wish=wish, reason=reason, by=by, at=at)
    after = picture(by, instance, at=at)
    digest = plans.fingerprint(
        what=_what(wish),
        about=_about(instance),
        arguments=asdict(wish),
        before=before,
        after=after,
        token=f"page {by.uuid}",
    )
    return before, after, digest


def _note(
    instance: Instance,
    wish: Wish,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    reason: str,
    is_dry_run: bool,
    address: str,
    by: Person,
    at: datetime,
) -> None:
    note_page(
        what=_what(wish),
        about=_about(instance),
        before=before,
        after=after,
        reason=reason,
        is_dry_run=is_dry_run,
        address=address,
        by=by,
        at=at,
    )


def _what(wish: Wish) -> str:
    return f"instances.{wish.verb.value}"


def _about(instance: Instance) -> str:
    return f"instance:{instance.uuid}"
