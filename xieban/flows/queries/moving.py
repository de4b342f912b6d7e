"""What an administrator sees before he takes instances to another version or back to an earlier step."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jishi.refusals.door import NotThere, listed
from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.flows.models import Fact, Instance, Opinion, Version
from xieban.flows.queries.history import facts_of, open_places
from xieban.flows.queries.states import state_of
from xieban.flows.queries.versions import get_version, model_of, require_manager
from xieban.flows.rules.migrating import OBSTACLE_WORDS, hindrances
from xieban.flows.rules.words import OVER, FactKind, Status, VersionState, say

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST: Final = 200
"""So many instances stand on one page, the oldest first; the rest follows once these have gone."""
FACT_NAMES: "Final[Mapping[FactKind, StrPromise]]" = {
    FactKind.STARTED: _("It began"),
    FactKind.ENTERED: _("It came to this step"),
    FactKind.COMPLETED: _("Handled"),
    FactKind.VOTED: _("Signed together with others"),
    FactKind.LEFT: _("It left this step"),
    FactKind.CLAIMED: _("Taken in hand"),
    FactKind.RELEASED: _("Put back"),
    FactKind.RETURNED: _("Returned"),
    FactKind.CAME_BACK: _("It came straight back"),
    FactKind.WITHDREW: _("Taken back"),
    FactKind.TRANSFERRED: _("Transferred"),
    FactKind.DELEGATED: _("Asked somebody to prepare it"),
    FactKind.HANDED_BACK: _("Given back prepared"),
    FactKind.SIGNER_ADDED: _("Added signers"),
    FactKind.SIGNER_REMOVED: _("Removed a signer"),
    FactKind.PRESSED: _("Urged"),
    FactKind.CIRCULATED: _("Given to read"),
    FactKind.WAS_READ: _("Read"),
    FactKind.JUMPED: _("Moved on by an administrator"),
    FactKind.ROLLED_BACK: _("Rolled back by an administrator"),
    FactKind.SUSPENDED: _("Suspended"),
    FactKind.RESUMED: _("Goes on"),
    FactKind.TIMER_FIRED: _("A timer ran out"),
    FactKind.DEADLINE_MARK: _("A deadline reached a mark"),
    FactKind.MESSAGE_CAUGHT: _("A message came"),
    FactKind.MESSAGE_THROWN: _("A message was sent"),
    FactKind.SERVICE_CALLED: _("A service was asked"),
    FactKind.SERVICE_FAILED: _("A service failed"),
    FactKind.NOBODY_FOUND: _("Nobody was found for it"),
    FactKind.MIGRATED: _("Taken to another version"),
    FactKind.FINISHED: _("Finished"),
    FactKind.CANCELLED: _("Called off"),
    FactKind.ENDED: _("Ended by an administrator"),
}


PASSED_TO: Final[Mapping[str, str]] = {
    FactKind.TRANSFERRED.value: "to",
    FactKind.DELEGATED.value: "to",
    FactKind.SIGNER_ADDED.value: "signer",
    FactKind.SIGNER_REMOVED.value: "signer",
}
"""Under which name the details of a fact say whom it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One instance as the dry run sees it: where it stands, and what hinders it."""

    instance: Instance
    stands: str
    hinders: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A step where instances stand and that the other version lacks; `chosen` is what takes its place."""

    node: str
    name: str
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What would happen if the instances of older versions were taken to one version now."""

    to: Version
    sights: tuple[Sight, ...]
    gaps: tuple[Gap, ...]
    choices: tuple[tuple[str, str], ...]
    more: int

    @property
    def free(self) -> tuple[Sight, ...]:
        return tuple(one for one in self.sights if not one.hinders)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of an instance's log; `before` is the snapshot that an administrator's act kept."""

    fact: Fact
    words: "StrPromise"
    place: str
    before: str
    to: str  # to whom it went


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStep:
    """The lines of one step, and whether the instance can be rolled back to where it stood after it."""

    number: int
    at: datetime
    lines: tuple[LogLine, ...]
    said: tuple[Opinion, ...]
    is_way_back: bool


def target_version(*, viewer: Person, key: str, number: int) -> Version:
    """Return the published version to which running instances may be taken."""
    version = get_version(viewer=viewer, key=key, number=number)
    if version.state != VersionState.PUBLISHED:
        raise NotThere
    return version


def running_elsewhere(viewer: Person, *, to: Version) -> QuerySet[Instance]:
    """Return what runs by other versions of the same flow, the oldest first."""
    require_manager(viewer)
    over = [status.value for status in OVER]
    found = Instance.objects.filter(version__flow=to.flow_id).exclude(version=to).exclude(status__in=over)
    return found.select_related("version__flow", "starter").order_by("id")


def dry_run(viewer: Person, *, to: Version, nodes: Mapping[str, str]) -> DryRun:
    """Say of every instance of an older version what would hinder it; nothing is changed."""
    rows = running_elsewhere(viewer, to=to)
    found = list(rows[:MOST])
    new, places, language = model_of(to), open_places(one.pk for one in found), get_language() or "en"
    sights, gaps = [], {}
    for one in found:
        old, state = model_of(one.version), state_of(one)
        for token in state.open_tokens():
            if token.node not in new.nodes:
                gaps[token.node] = old.nodes[token.node].shown
        hinders = [
            f"{old.nodes[each.node].shown} · {say(OBSTACLE_WORDS[each.obstacle], language)}"
            for each in hindrances(old, new, state, nodes)
        ]
        if one.status == Status.SUSPENDED:
            hinders.append(str(_("It is suspended; let it go on first.")))
        sights.append(Sight(instance=one, stands=places.get(one.pk, ""), hinders=tuple(hinders)))
    return DryRun(
        to=to,
        sights=tuple(sights),
        gaps=tuple(Gap(node=node, name=name, chosen=nodes.get(node, "")) for node, name in gaps.items()),
        choices=tuple((node.id, node.shown) for node in new.nodes.values() if node.handling),
        more=max(0, rows.count() - MOST),
    )


def _passes(fact: Fact) -> bool:
    return isinstance(fact.details.get(PASSED_TO.get(fact.kind, "")), int)


def _seated_in(facts: Iterable[Fact]) -> Iterator[int]:
    """Yield who had work by the snapshots that were kept."""
    for fact in facts:
        for token in _before(fact).get("tokens", ()):
            yield from (seat["person"] for seat in token["seats"] if seat["person"])


def log_of(viewer: Person, instance: Instance) -> tuple[LogStep, ...]:
    """Return the whole log of an instance, the newest step first; for administrators."""
    require_manager(viewer)
    model = model_of(instance.version)
    by_step: dict[int, list[Fact]] = {}
    for fact in facts_of(instance):
        by_step.setdefault(fact.step, []).append(fact)
    facts = [fact for rows in by_step.values() for fact in rows]
    people = persons_by_id(
        {*_seated_in(facts), *(fact.details[PASSED_TO[fact.kind]] for fact in facts if _passes(fact))}
    )
    said: dict[datetime, list[Opinion]] = {}
    for opinion in instance.opinions.exclude(words="").select_related("person"):
        said.setdefault(opinion.at, []).append(opinion)

    def shown(node: str) -> str:
        return model.nodes[node].shown if node in model.nodes else node

    def went_to(fact: Fact) -> str:
        found = people.get(fact.details[PASSED_TO[fact.kind]]) if _passes(fact) else None
        return found.name if found else ""

    def snapshot(fact: Fact) -> str:
        parts = []
        for token in _before(fact).get("tokens", ()):
            names = [people[seat["person"]].name for seat in token["seats"] if seat["person"] in people]
            parts.append(shown(token["node"]) + (f" · {listed(names)}" if names else ""))
        return " / ".join(parts)

    return tuple(
        LogStep(
            number=step,
            at=rows[0].at,
            is_way_back=1 <= step < instance.step and instance.status == Status.RUNNING,
            lines=tuple(
                LogLine(
                    fact=fact,
                    words=FACT_NAMES[FactKind(fact.kind)],
                    place=shown(fact.node),
                    before=snapshot(fact),
                    to=went_to(fact),
                )
                for fact in rows
            ),
            said=tuple(said.get(rows[0].at, ())),
        )
        for step, rows in sorted(by_step.items(), reverse=True)
    )


def _before(fact: Fact) -> dict[str, Any]:
    found: dict[str, Any] = fact.details.get("before", {})
    return found
