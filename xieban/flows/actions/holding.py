"""What the area does with an instance whose thing it holds; it has decided by itself who may."""

from datetime import datetime

from xieban.directory.models import Person
from xieban.flows.actions.stepping import Said, take
from xieban.flows.actions.words import reason
from xieban.flows.models import Instance
from xieban.flows.rules import managing
from xieban.flows.rules.draft import Draft
from xieban.flows.rules.state import Actor
from xieban.flows.rules.words import OpinionKind


def end_for_holder(*, instance: Instance, words: str, by: Person, at: datetime) -> Instance:
    """End an instance for good because what it carries is no more, e.g. a document whose number was voided."""
    actor = Actor(person=by.pk, manages=True)

    def act(draft: Draft) -> None:
        managing.end(draft, actor=actor)

    said = Said(kind=OpinionKind.INTERVENTION, words=reason(words))
    return take(instance_id=instance.pk, act=act, by=by, at=at, said=said)


def retitle(*, instance: Instance, title: str) -> None:
    """Let an instance be called as what it carries is called now."""
    Instance.objects.filter(pk=instance.pk).update(title=title[:200])
