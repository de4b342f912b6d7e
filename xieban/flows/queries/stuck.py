"""Which instances are stuck, and why; found among a hundred thousand by what is open, not by what there is."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from xieban.directory.models import Person
from xieban.directory.queries import standing
from xieban.flows.models import Candidate, Instance, Timer, Token, Version
from xieban.flows.queries.versions import model_of, require_manager
from xieban.flows.rules.news import MOST_TRIES
from xieban.flows.rules.stuck import ANSWER_WITHIN, TIMER_WITHIN, Asked, Cause
from xieban.flows.rules.words import NodeKind, Status, TimerState, TokenState

RUNNING = Q(status=Status.RUNNING.value)
RESTING = Q(state=TokenState.RESTING.value)


def instances_for(viewer: Person) -> QuerySet[Instance]:
    """Return every instance; for whoever looks after flows."""
    require_manager(viewer)
    return Instance.objects.select_related("version__flow", "starter").defer("version__text")


def stuck(viewer: Person, *, asked: Asked, at: datetime) -> QuerySet[Instance]:
    """Return the running instances that do not go on by themselves."""
    condition = Q(pk__in=())
    for cause in Cause:
        if cause in asked.causes:
            condition |= _CONDITIONS[cause](asked, at, Q())
    return instances_for(viewer).filter(RUNNING).filter(condition)


def causes_of(instances: Iterable[Instance], *, asked: Asked, at: datetime) -> dict[int, list[Cause]]:
    """Return why each of these is stuck, by its id; nothing for whatever goes on."""
    wanted = [one.pk for one in instances if one.status == Status.RUNNING.value]
    found: dict[int, list[Cause]] = {pk: [] for pk in wanted}
    for cause in Cause:
        within = _CONDITIONS[cause](
            asked, at, Q(instance__in=wanted)
        )  # looks at these alone, not at all that is open
        rows = Instance.objects.filter(RUNNING, within, pk__in=wanted)
        for pk in rows.order_by().values_list("pk", flat=True):
            found[pk].append(cause)
    return found


def _of(tokens: QuerySet[Token]) -> Q:
    return Q(pk__in=tokens.order_by().values("instance"))


def _open(those: Q) -> QuerySet[Token]:
    # Said as the index of what is open says it, so that it is used.
    return Token.objects.filter(those).exclude(state=TokenState.ENDED.value)


def _nobody(_: Asked, at: datetime, those: Q) -> Q:
    principals = standing(at).filter(since__lte=at, deputy__is_active=True).values("principal")
    here = Q(person__is_active=True) | Q(person__in=principals)
    manned = Candidate.objects.filter(here, those, is_open=True, seat__until=None).order_by().values("seat__token")
    return _of(_open(those).filter(RESTING, _at_nodes(human=True)).exclude(pk__in=manned))


def _failed(_: Asked, __: datetime, those: Q) -> Q:
    return _of(_open(those).filter(RESTING, attempts__gte=MOST_TRIES))


def _unanswered(_: Asked, at: datetime, those: Q) -> Q:
    waits = Q(attempts__lt=MOST_TRIES, since__lt=at - ANSWER_WITHIN)
    return _of(_open(those).filter(RESTING, waits, _at_nodes(human=False)))


def _timer(_: Asked, at: datetime, those: Q) -> Q:
    late = Timer.objects.filter(those, state=TimerState.RUNNING.value, due_at__lt=at - TIMER_WITHIN)
    return Q(pk__in=late.order_by().values("instance"))


def _lost(_: Asked, __: datetime, those: Q) -> Q:
    return ~_of(_open(those))


def _still(asked: Asked, at: datetime, _: Q) -> Q:
    return Q(moved_at__lt=at - timedelta(days=asked.still_days))


_CONDITIONS: Mapping[Cause, Callable[[Asked, datetime, Q], Q]] = {
    Cause.NOBODY: _nobody,
    Cause.FAILED: _failed,
    Cause.UNANSWERED: _unanswered,
    Cause.TIMER: _timer,
    Cause.LOST: _lost,
    Cause.STILL: _still,
}


def _run_by() -> QuerySet[Version]:
    """Return the versions by which something runs, without their files: a model is known by its digest."""
    running = Instance.objects.filter(RUNNING).order_by().values("version")
    return Version.objects.filter(pk__in=running).defer("text").order_by("pk")


def _at_nodes(*, human: bool) -> Q:
    """Return the condition that a stay is at a human node, or at a service, of the version its instance runs by."""
    found = Q(pk__in=())
    for version in _run_by():
        nodes = [
            node.id
            for node in model_of(version).nodes.values()
            if (node.handling is not None if human else node.kind is NodeKind.SERVICE)
        ]
        if nodes:
            found |= Q(instance__version=version.pk, node__in=nodes)
    return found
