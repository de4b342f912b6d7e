"""One step of an instance: load, decide, write, tell; one transaction, and only one of two who come at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from jishi.database.door import insert_all
from jishi.outbox.door import publish_all
from jishi.refusals.door import NotThere, Stale
from xieban.directory.models import Person
from xieban.flows.actions.refusals import told
from xieban.flows.actions.storing import open_to, plain, store, written_at_once
from xieban.flows.events import DeadlineMarked, InstanceMoved, ServiceCalled
from xieban.flows.models import Instance, Opinion, Version
from xieban.flows.queries.instances import Seen
from xieban.flows.queries.states import again, context_at, nothing
from xieban.flows.queries.versions import model_of, published
from xieban.flows.rules.draft import CannotDo, Draft
from xieban.flows.rules.engine import Step, begin, step
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Model
from xieban.flows.rules.state import State
from xieban.flows.rules.words import Decision, FactKind, OpinionKind, Status

if TYPE_CHECKING:
    from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody wrote with an act."""

    kind: OpinionKind
    words: str = ""
    decision: Decision | None = None
    seat: int = 0
    token: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An instance whose row the caller holds, and what was read of it."""

    instance: Instance
    seen: Seen


def start(*, flow: str, title: str, values: Mapping[str, Value], by: Person, at: datetime) -> Instance:
    """Start an instance by the published version of a flow."""
    with transaction.atomic():
        version = published(flow)
        model = model_of(version)
        try:
            taken = begin(model=model, starter=by.pk, variables=values, context=context_at(at))
        except CannotDo as error:
            raise told(error) from error
        instance = Instance(
            version=version,
            title=title[:200],
            starter=by,
            status=Status.RUNNING.value,
            variables=plain(values),
            step=0,
            last_number=0,
            started_at=at,
            moved_at=at,
        )
        instance.save(force_insert=True)
        empty = State(starter=by.pk)
        loaded = nothing(instance, empty)
        with written_at_once(loaded, taken):
            store(instance, loaded, taken, model=model, at=at)
            _tell(instance, empty, taken, by=by, at=at, flow=flow)
    return instance


def take(
    *,
    instance_id: int,
    act: Callable[[Draft], None],
    by: Person | None,
    at: datetime,
    said: Said | None = None,
    onto: Version | None = None,
    known: Known | None = None,
) -> Instance:
    """Do one act on an instance; `onto` is the version that it runs by afterwards.

    Whoever holds the row of the instance already, in his own transaction, hands on what he read as `known`.
    """
    with transaction.atomic(savepoint=known is None):
        instance = known.instance if known else _held(instance_id)
        if onto is not None:
            instance.version = onto
        model = model_of(instance.version)
        loaded = again(instance, known.seen.loaded if known else None)
        before = loaded.state
        try:
            taken = step(model=model, state=before, context=context_at(at), act=act)
        except CannotDo as error:
            raise told(error) from error
        with written_at_once(loaded, taken):
            if not store(instance, loaded, taken, model=model, at=at):
                raise Stale
            if said is not None and by is not None:
                _write_down(instance, taken.state, said, by=by, at=at, model=model)
            _tell(instance, before, taken, by=by, at=at, flow=instance.version.flow.key)
    return instance


def _held(instance_id: int) -> Instance:
    rows = Instance.objects.select_for_update(of=("self",)).select_related("version__flow").defer("version__text")
    instance = rows.filter(pk=instance_id).first()
    if instance is None:
        raise NotThere
    return instance


def _write_down(instance: Instance, state: State, said: Said, *, by: Person, at: datetime, model: Model) -> None:
    seat = state.seats.get(said.seat)
    token = state.tokens.get(seat.token if seat else said.token)
    opinion = Opinion(
        instance=instance,
        token_number=token.number if token else 0,
        seat_number=said.seat,
        node_name=model.nodes[token.node].shown[:200] if token and token.node in model.nodes else "",
        kind=said.kind.value,
        decision=said.decision.value if said.decision else "",
        words=said.words,
        person=by,
        acted_for_id=seat.acted_for if seat else None,
        at=at,
    )
    insert_all([opinion], keys=False)


def _tell(instance: Instance, before: State, taken: Step, *, by: Person | None, at: datetime, flow: str) -> None:
    after = taken.state
    people = {
        person
        for number, seat in after.seats.items()
        for person in open_to(after, seat)
        if number not in before.seats or person not in open_to(before, before.seats[number])
    }
    uuid = str(instance.uuid)
    news: list[Event] = [
        InstanceMoved(
            instance_uuid=uuid,
            flow=flow,
            step=after.step,
            status=after.status.value,
            what=list(dict.fromkeys(fact.kind.value for fact in taken.facts)),
            entered=[fact.node for fact in taken.facts if fact.kind is FactKind.ENTERED],
            people=sorted(people),
            readers=sorted(
                reading.person for number, reading in after.readings.items() if number not in before.readings
            ),
            by=by.pk if by else None,
            happened_at=at,
        )
    ]
    for fact in taken.facts:
        if fact.kind is FactKind.SERVICE_CALLED:
            service = str(fact.details["service"])
            news.append(
                ServiceCalled(instance_uuid=uuid, flow=flow, token=fact.token, service=service, happened_at=at)
            )
        elif fact.kind is FactKind.DEADLINE_MARK:
            holders = {person for seat in after.seats_of(fact.token) for person in open_to(after, seat)}
            news.append(
                DeadlineMarked(
                    instance_uuid=uuid,
                    flow=flow,
                    node=fact.node,
                    percent=int(str(fact.details["percent"])),
                    due_at=str(fact.details["due_at"]),
                    people=sorted(holders),
                    happened_at=at,
                )
            )
    publish_all(news, at=at)
