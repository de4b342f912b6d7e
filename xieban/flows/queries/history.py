"""What happened to an instance, in order, and how its variables were at an earlier step."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from jishi.refusals.door import listed
from xieban.flows.models import Fact, Instance, Opinion, Reading, Token
from xieban.flows.queries.states import values_of
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import TokenState


def variables_at(instance_id: int, step: int, *, now: Mapping[str, Value]) -> dict[str, Value]:
    """Return the variables as they were after a step, by undoing what the log says was changed since."""
    values = dict(now)
    later = Fact.objects.filter(instance_id=instance_id, step__gt=step, details__has_key="was")
    for details in later.order_by("-number").values_list("details", flat=True):
        for name, value in values_of(details["was"]).items():
            if value is None:
                values.pop(name, None)
            else:
                values[name] = value
    return values


def facts_of(instance: Instance) -> QuerySet[Fact]:
    """Return the log of an instance that the viewer has been given."""
    return Fact.objects.filter(instance=instance).select_related("person").order_by("number")


def copies_of(instance: Instance) -> QuerySet[Reading]:
    """Return the copies to read of an instance that somebody may see: who has one, since when, read when."""
    return Reading.objects.filter(instance=instance).select_related("person").order_by("number")


def opinions_of(instance: Instance) -> QuerySet[Opinion]:
    """Return everything that was written with acts on an instance that the viewer has been given, oldest first."""
    return Opinion.objects.filter(instance=instance).select_related("person", "acted_for").order_by("id")


def words_said(instances: Sequence[int]) -> dict[int, list[str]]:
    """Return what was written with acts on instances, oldest first; for work where nobody is looking."""
    found: dict[int, list[str]] = {}
    rows = Opinion.objects.filter(instance__in=instances).order_by("id")
    for instance, words in rows.values_list("instance_id", "words"):
        found.setdefault(instance, []).append(words)
    return found


def open_places(instances: Iterable[int]) -> dict[int, str]:
    """Return the names of the steps at which instances stand now, for lists: by the instance's id."""
    rows = Token.objects.filter(instance__in=list(instances)).exclude(
        state__in=[TokenState.ENDED.value, TokenState.AT_JOIN.value]
    )
    found: dict[int, list[str]] = {}
    for instance, name in rows.order_by("number").values_list("instance_id", "node_name"):
        found.setdefault(instance, []).append(name)
    return {instance: listed(dict.fromkeys(names)) for instance, names in found.items()}


def stays_of(instance: Instance) -> QuerySet[Token]:
    """Return the stays of an instance that the viewer has been given, in order."""
    return Token.objects.filter(instance=instance).prefetch_related("seats__person").order_by("number")
