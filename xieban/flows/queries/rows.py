"""Rows of the administration's pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jishi.refusals.door import NotThere, listed
from xieban.directory.models import ROLE_NAMES, Person
from xieban.directory.rules import Role
from xieban.flows.models import Flow, Version
from xieban.flows.queries.versions import model_of, require_manager
from xieban.flows.rules.faults import Fault
from xieban.flows.rules.model import Handling, Who, WhoKind
from xieban.flows.rules.words import DECISION_NAMES, OVER, VersionState, say

WHO_NAMES = {
    WhoKind.STARTER: _("Whoever began it"),
    WhoKind.HEAD_OF_STARTER: _("Head of his department"),
    WhoKind.LEADER_OF_STARTER: _("Leader in charge of his department"),
    WhoKind.HEADS_OF: _("Heads of the departments chosen"),
    WhoKind.PEOPLE: _("The people chosen"),
    WhoKind.ACTOR_OF: _("Whoever did an earlier step"),
}
RUNNING = ~Q(instances__status__in=[status.value for status in OVER])


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """One flow in the list."""

    flow: Flow
    version: Version | None
    drafts: int
    running: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version of a flow, how many instances run by it, and what may be done with it."""

    version: Version
    running: int
    may_publish: bool
    may_retire: bool
    may_take_in: bool  # what runs by the other versions
    may_return: bool  # as the next version


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRow:
    """One human node: who has it, what is decided there, what is filled in."""

    id: str
    name: str
    who: str
    decisions: str
    fields: str
    together: bool
    in_turn: bool
    deadline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRow:
    """One fault of a file, in the reader's language."""

    line: int
    element: str
    id: str
    words: str


def flow_rows(*, viewer: Person) -> list[FlowRow]:
    """Return every flow with its published version; for administrators."""
    require_manager(viewer)
    counted = Version.objects.annotate(running=Count("instances", filter=RUNNING & Q(instances__isnull=False)))
    versions: dict[int, list[Version]] = {}
    running: dict[int, int] = {}
    for version in counted.select_related("published_by").defer("text"):
        versions.setdefault(version.flow_id, []).append(version)
        running[version.flow_id] = running.get(version.flow_id, 0) + version.running
    return [
        FlowRow(
            flow=flow,
            version=next((one for one in versions.get(flow.pk, ()) if one.state == VersionState.PUBLISHED), None),
            drafts=sum(one.state == VersionState.DRAFT for one in versions.get(flow.pk, ())),
            running=running.get(flow.pk, 0),
        )
        for flow in Flow.objects.all()
    ]


def get_flow(*, viewer: Person, key: str) -> Flow:
    """Return one flow; for administrators."""
    require_manager(viewer)
    flow = Flow.objects.filter(key=key).first()
    if flow is None:
        raise NotThere
    return flow


def version_rows(*, viewer: Person, flow: Flow) -> list[VersionRow]:
    """Return the versions of a flow, the newest first."""
    require_manager(viewer)
    counted = Version.objects.annotate(running=Count("instances", filter=RUNNING & Q(instances__isnull=False)))
    rows = counted.filter(flow=flow).select_related("made_by", "published_by").defer("text")
    found = list(rows.order_by("-number"))
    everywhere = sum(one.running for one in found)
    return [
        VersionRow(
            version=one,
            running=one.running,
            may_publish=one.state == VersionState.DRAFT,
            may_retire=one.state != VersionState.RETIRED,
            may_take_in=one.state == VersionState.PUBLISHED and everywhere > one.running,
            may_return=one.state == VersionState.RETIRED,
        )
        for one in found
    ]


def node_rows(flow: Flow) -> list[NodeRow]:
    """Return the human nodes of the published version, or else of the newest, in the order of the file."""
    order = {VersionState.PUBLISHED.value: 0}
    versions = sorted(Version.objects.filter(flow=flow), key=lambda one: (order.get(one.state, 1), -one.number))
    if not versions:
        return []
    language = get_language() or "en"
    nodes = model_of(versions[0]).nodes.values()
    return [_node(node.id, node.shown, node.handling, language) for node in nodes if node.handling]


def _node(name: str, shown: str, handling: Handling, language: str) -> NodeRow:
    return NodeRow(
        id=name,
        name=shown,
        who=listed(_who(who) for who in handling.who),
        decisions=listed(say(DECISION_NAMES[one], language) for one in handling.decisions),
        fields=listed(field.label for field in handling.fields),
        together=handling.loop is not None and not handling.loop.sequential,
        in_turn=handling.loop is not None and handling.loop.sequential,
        deadline=handling.deadline.words(language) if handling.deadline else "",
    )


def _who(who: Who) -> str:
    if who.kind is WhoKind.ROLE:
        return str(ROLE_NAMES[Role(who.name)])
    return who.name if who.kind is WhoKind.POST else str(WHO_NAMES[who.kind])


def fault_rows(faults: Iterable[Fault]) -> list[FaultRow]:
    """Return the faults of a file as a table shows them."""
    language = get_language() or "en"
    return [FaultRow(line=one.line, element=one.element, id=one.id, words=one.words(language)) for one in faults]
