"""Applying, and the work of the approvals' flows with the rules that this area hangs on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from jishi.files.door import Sent
from jishi.refusals.door import Invalid
from xieban.approvals.actions import cars, leave
from xieban.approvals.rules import PAPERS, Kind, is_count
from xieban.directory.models import Person
from xieban.flows import actions as flows
from xieban.flows import queries as flow_queries
from xieban.flows.models import Instance
from xieban.flows.queries.instances import get_seat
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import Decision, Verb
from xieban.writing.actions import attach_kept, begin_body, keep_sent

MOST_COPIES = 10_000


class NoSuchCopies(Invalid):
    """How many copies are sealed is a whole number between 1 and 10,000."""


def apply(
    *, kind: Kind, values: Mapping[str, Value], files: Sequence[Sent] = (), by: Person, at: datetime
) -> Instance:
    """Apply: begin the flow and hand in its first form with the files to be sealed, or nothing at all."""
    kept = keep_sent(files)
    with transaction.atomic():
        instance = flows.start(flow=kind.value, title=by.name, values={}, by=by, at=at)
        if kind is Kind.SEAL:
            papers = begin_body(kind=PAPERS, key=str(instance.uuid), by=by, at=at)
            attach_kept(body=papers, kept=kept, by=by, at=at)
        standing = flow_queries.standing_of(by, instance, at=at)
        (first,) = standing.control.of(Verb.COMPLETE)
        return complete(
            seat_uuid=str(standing.seats[first.seat]),
            decision=first.decisions[0],
            words="",
            values=values,
            by=by,
            at=at,
        )


def complete(
    *, seat_uuid: str, decision: Decision, words: str = "", values: Mapping[str, Value], by: Person, at: datetime
) -> Instance:
    """Do a piece of work of an approval; what was filled in decides which rules are hung on it."""
    with transaction.atomic():
        seat, _actor = get_seat(by, uuid=seat_uuid, at=at)
        kind = Kind(seat.instance.version.flow.key)
        if kind is Kind.LEAVE and "days" in values:
            values = leave.checked(seat.instance, values, at=at)
        if kind is Kind.CAR and "leaves_at" in values:
            cars.check_trip(values)
        if kind is Kind.CAR and "mileage" in values:
            cars.check_return(values)
        if kind is Kind.SEAL and "copies" in values and not is_count(values["copies"], most=MOST_COPIES):
            raise NoSuchCopies
        instance = flows.complete(seat_uuid=seat_uuid, decision=decision, words=words, values=values, by=by, at=at)
        if kind is Kind.LEAVE and "days" in values:
            leave.write_down(instance, values)
        if kind is Kind.CAR and "plate" in values:
            cars.promise(instance, plate=str(values["plate"]))
        title = title_of(kind, instance, values)
        if title:
            flows.retitle(instance=instance, title=title)
            instance.title = title
    return instance


def title_of(kind: Kind, instance: Instance, values: Mapping[str, Value]) -> str:
    """Return what an application is called in every list, from its first form; empty for the forms after that."""
    name = instance.starter.name
    if kind is Kind.LEAVE and "days" in values:
        return f"{name}{values['leave_kind']} {values['days']}天（{values['since']} 至 {values['until']}）"
    if kind is Kind.CAR and "destination" in values:
        moment = datetime.fromisoformat(str(values["leaves_at"]))
        return f"{name}用车：{values['destination']}（{moment:%Y-%m-%d %H:%M}）"
    if kind is Kind.SEAL and "subject" in values:
        return f"{name}用印：{values['subject']}"
    return ""
