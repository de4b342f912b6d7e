"""Somebody leaves: what is open goes to somebody else, and access ends at once."""

from datetime import datetime

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from xieban.directory.actions.clients import end_tokens_of
from xieban.directory.actions.delegations import end_all_of, stand_in_for_good
from xieban.directory.actions.permissions import require_administrator_of, uuid_of
from xieban.directory.actions.sign_ins import end_everywhere
from xieban.directory.events import PersonChanged, PersonLeft
from xieban.directory.models import Appointment, Charge, Person
from xieban.directory.queries.delegations import standing


class CannotLeaveByOneself(Refusal):
    """You cannot close your own account; ask another administrator."""


class NobodyTakesOver(Invalid):
    """Choose somebody else, who is here, to take over what is open."""


class HasLeftAlready(Refusal):
    """This account is closed already."""


def hand_over(*, person: Person, successor: Person, reason: str = "", by: Person | None, at: datetime) -> None:
    """Let a person leave for good: posts and charges end, delegations end, every device is signed out.

    Posts stay vacant until somebody is appointed; what the person was in charge of goes to the successor, who also
    acts for him in whatever is open, as his deputy, so that each record says so. Nothing that he did is touched.
    """
    require_administrator_of(by, person, at=at)
    if by == person:
        raise CannotLeaveByOneself
    if successor == person or not successor.is_active:
        raise NobodyTakesOver
    with transaction.atomic():
        closed = Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False, left_at=at)
        if not closed:
            raise HasLeftAlready
        end_everywhere(person, reason="left", by=by, at=at)
        end_tokens_of(person)
        _pass_open_work_on(person, successor, by=by, at=at)
        _end_posts(person, at=at)
        _pass_charges_on(person, successor, at=at)
        publish(
            PersonLeft(
                happened_at=at,
                key=str(person.uuid),
                by_uuid=uuid_of(by),
                successor_uuid=str(successor.uuid),
                reason=reason,
            ),
            at=at,
        )
    person.refresh_from_db()


def _pass_open_work_on(person: Person, successor: Person, *, by: Person | None, at: datetime) -> None:
    """Let the successor act for whoever leaves, and for whomever the one who leaves had taken over from before."""
    taken_over = [one.principal for one in standing(at).filter(deputy=person, principal__is_active=False)]
    end_all_of(person, by=by, at=at)
    for principal in (person, *taken_over):
        if principal != successor:
            stand_in_for_good(principal, successor, by=by, at=at)


def _end_posts(person: Person, *, at: datetime) -> None:
    held = Appointment.objects.filter(person=person, until=None)
    held.filter(since__gte=at).delete()  # not begun yet: it never counted
    held.update(until=at)


def _pass_charges_on(person: Person, successor: Person, *, at: datetime) -> None:
    charges = list(Charge.objects.filter(leader=person, until=None))
    Charge.objects.filter(pk__in=[one.pk for one in charges], since__lt=at).update(until=at)
    Charge.objects.filter(pk__in=[one.pk for one in charges], until=None).delete()
    Charge.objects.bulk_create([Charge(leader=successor, unit_id=one.unit_id, since=at) for one in charges])


def let_return(*, person: Person, by: Person | None, at: datetime) -> None:
    """Open a closed account again; posts, charges and devices that ended stay ended."""
    require_administrator_of(by, person, at=at)
    with transaction.atomic():
        if Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True, left_at=None):
            end_all_of(person, by=by, at=at)
            publish(
                PersonChanged(
                    happened_at=at, key=str(person.uuid), by_uuid=uuid_of(by), what="returned", fields=["is_active"]
                ),
                at=at,
            )
    person.refresh_from_db()
