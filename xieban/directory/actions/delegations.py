"""Letting somebody stand in (委托代理)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, NotAllowed, Refusal
from xieban.directory import queries
from xieban.directory.actions.permissions import looks_after, uuid_of
from xieban.directory.events import DelegationChanged
from xieban.directory.models import Delegation, Person, Unit
from xieban.directory.queries.delegations import standing, stands
from xieban.directory.rules import Stand, circle, overlap

FOR_GOOD = timedelta(days=36_525)
LEFT = "离任移交"  # kept with the row, in the language of the records


class NotForOneself(Invalid):
    """Nobody stands in for himself."""


class EndsBeforeItBegins(Invalid):
    """The period ends before it begins, or lies in the past."""


class DeputyIsGone(Refusal):
    """This person's account is closed: choose somebody who is here."""


class GivenAlready(Refusal):
    """In this period %(deputy)s stands in for the same flows already: end that delegation first."""


class WouldGoRound(Refusal):
    """This would go round in a circle: %(people)s."""


def delegate(
    *,
    principal: Person,
    deputy: Person,
    since: datetime,
    until: datetime,
    flows: Iterable[str] = (),
    reason: str = "",
    by: Person | None,
    at: datetime,
) -> Delegation:
    """Let `deputy` act for `principal` in a period; the principal does it, or whoever looks after him."""
    if by != principal and not looks_after(by, principal, at=at):
        raise NotAllowed
    if principal == deputy:
        raise NotForOneself
    if until <= max(since, at):
        raise EndsBeforeItBegins
    if not deputy.is_active:
        raise DeputyIsGone
    wanted = Stand(principal=principal.pk, deputy=deputy.pk, since=since, until=until, flows=frozenset(flows))
    with transaction.atomic():
        # One at a time: two delegations that are fine alone may close a circle together. The first unit's row is
        # what only one of them can hold.
        list(Unit.objects.select_for_update(of=("self",)).order_by("pk")[:1])
        _refuse_what_collides(wanted, at=at)
        made = Delegation.objects.create(
            principal=principal,
            deputy=deputy,
            since=since,
            until=until,
            flows=sorted(wanted.flows),
            reason=reason,
            made_by=by,
            made_at=at,
        )
        _tell(made, "made", by=by, at=at)
    return made


def _refuse_what_collides(wanted: Stand, *, at: datetime) -> None:
    others = list(standing(at).select_related("deputy"))
    for one, stand in zip(others, stands(others), strict=True):
        if stand.principal == wanted.principal and overlap(wanted, stand):
            raise GivenAlready(deputy=one.deputy.name)
    round_trip = circle(wanted, stands(others))
    if round_trip:
        names = queries.persons_by_id(round_trip)
        raise WouldGoRound(people=" → ".join(names[key].name for key in (*round_trip, round_trip[0])))


def end_delegation(*, delegation: Delegation, by: Person | None, at: datetime) -> None:
    """End a delegation before its time; whoever gave it may, and whoever looks after him."""
    if by != delegation.principal and not looks_after(by, delegation.principal, at=at):
        raise NotAllowed
    with transaction.atomic():
        _end(delegation, by=by, at=at)


def stand_in_for_good(principal: Person, deputy: Person, *, by: Person | None, at: datetime) -> None:
    """Let somebody act for a person who has left, as a part of leaving; it ends where the person comes back."""
    made = Delegation.objects.create(
        principal=principal,
        deputy=deputy,
        since=at,
        until=at + FOR_GOOD,
        reason=LEFT,
        made_by=by,
        made_at=at,
    )
    _tell(made, "made", by=by, at=at)


def end_all_of(person: Person, *, by: Person | None, at: datetime) -> int:
    """End whatever the person gave or took, as a part of another action, which has asked for permission."""
    found = [one for one in queries.delegations_of(person) if one.ended_at is None and one.until > at]
    for one in found:
        _end(one, by=by, at=at)
    return len(found)


def _end(delegation: Delegation, *, by: Person | None, at: datetime) -> None:
    if Delegation.objects.filter(pk=delegation.pk, ended_at=None).update(ended_at=at):
        _tell(delegation, "ended", by=by, at=at)


def _tell(delegation: Delegation, what: str, *, by: Person | None, at: datetime) -> None:
    publish(
        DelegationChanged(
            happened_at=at,
            key=str(delegation.uuid),
            by_uuid=uuid_of(by),
            principal_uuid=str(delegation.principal.uuid),
            deputy_uuid=str(delegation.deputy.uuid),
            what=what,
        ),
        at=at,
    )
