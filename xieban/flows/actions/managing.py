"""What administrators do to instances; every act says why, and keeps what was before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jishi.refusals.door import Refusal
from xieban.directory.models import Person
from xieban.flows.actions.stepping import Said, take
from xieban.flows.actions.words import reason
from xieban.flows.models import Instance, Version
from xieban.flows.queries.history import variables_at
from xieban.flows.queries.moving import running_elsewhere
from xieban.flows.queries.versions import model_of, require_manager
from xieban.flows.rules import managing, migrating, news, signers
from xieban.flows.rules.draft import Draft
from xieban.flows.rules.state import Actor
from xieban.flows.rules.words import OpinionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of taking one instance to another version; `trouble` says why it stayed."""

    instance: Instance
    trouble: str = ""


def _why(words: str, *, token: int = 0) -> Said:
    return Said(kind=OpinionKind.INTERVENTION, words=reason(words), token=token)


def _manager(by: Person) -> Actor:
    require_manager(by)
    return Actor(person=by.pk, manages=True)


def jump(*, instance: Instance, token: int, to: str, words: str, by: Person, at: datetime) -> Instance:
    """Move a stay to another human node."""
    actor = _manager(by)

    def act(draft: Draft) -> None:
        managing.jump(draft, token=token, to=to, actor=actor)

    return take(instance_id=instance.pk, act=act, by=by, at=at, said=_why(words, token=token))


def roll_back(*, instance: Instance, step: int, words: str, by: Person, at: datetime) -> Instance:
    """Let an instance stand again as it stood after an earlier step."""
    actor = _manager(by)

    def act(draft: Draft) -> None:
        then = variables_at(instance.pk, step, now=draft.before.variables)
        managing.roll_back(draft, step=step, variables=then, actor=actor)

    return take(instance_id=instance.pk, act=act, by=by, at=at, said=_why(words))


def suspend(*, instance: Instance, words: str, by: Person, at: datetime) -> Instance:
    """Stop an instance and its time."""
    actor = _manager(by)

    def act(draft: Draft) -> None:
        managing.suspend(draft, actor=actor)

    return take(instance_id=instance.pk, act=act, by=by, at=at, said=_why(words))


def resume(*, instance: Instance, words: str, by: Person, at: datetime) -> Instance:
    """Let an instance go on; the paused time leaves its deadlines."""
    actor = _manager(by)

    def act(draft: Draft) -> None:
        managing.resume(draft, actor=actor)

    return take(instance_id=instance.pk, act=act, by=by, at=at, said=_why(words))


def end(*, instance: Instance, words: str, by: Person, at: datetime) -> Instance:
    """End an instance for good."""
    actor = _manager(by)

    def act(draft: Draft) -> None:
        managing.end(draft, actor=actor)

    return take(instance_id=instance.pk, act=act, by=by, at=at, said=_why(words))


def put_signers(
    *, instance: Instance, token: int, people: Sequence[int], words: str, by: Person, at: datetime
) -> Instance:
    """Put people at a stay, e.g. where the flow found nobody."""
    actor = _manager(by)

    def act(draft: Draft) -> None:
        signers.add_signers(draft, token=token, actor=actor, people=people)

    return take(instance_id=instance.pk, act=act, by=by, at=at, said=_why(words, token=token))


def call_again(*, instance: Instance, token: int, words: str, by: Person, at: datetime) -> Instance:
    """Call the service of a stay anew, with all its tries, e.g. once what it needs is there again."""
    require_manager(by)

    def act(draft: Draft) -> None:
        news.try_anew(draft, token=token)

    return take(instance_id=instance.pk, act=act, by=by, at=at, said=_why(words, token=token))


def migrate(
    *, instance: Instance, to: Version, nodes: Mapping[str, str], words: str, by: Person, at: datetime
) -> Instance:
    """Take an instance to another version of its flow."""
    actor = _manager(by)
    old = model_of(instance.version)

    def act(draft: Draft) -> None:
        migrating.migrate(draft, old=old, nodes=nodes, actor=actor)

    return take(instance_id=instance.pk, act=act, by=by, at=at, said=_why(words), onto=to)


def migrate_several(
    *, to: Version, uuids: Collection[str], nodes: Mapping[str, str], words: str, by: Person, at: datetime
) -> tuple[Outcome, ...]:
    """Take several instances to a version, each by itself: what hinders one does not hinder the others."""
    reason(words)
    outcomes = []
    for one in running_elsewhere(by, to=to):
        if str(one.uuid) not in uuids:
            continue
        try:
            migrate(instance=one, to=to, nodes=nodes, words=words, by=by, at=at)
            outcomes.append(Outcome(instance=one))
        except Refusal as refusal:
            outcomes.append(Outcome(instance=one, trouble=str(refusal)))
    return tuple(outcomes)
