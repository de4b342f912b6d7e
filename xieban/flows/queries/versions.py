"""Flows, their versions, and the models that these are read into."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from jishi.database.door import Compiled
from jishi.refusals.door import NotAllowed, NotThere
from xieban.directory.models import Person
from xieban.directory.queries import post_names
from xieban.directory.rules import Role
from xieban.flows.models import Flow, Version, VersionCall
from xieban.flows.rules.checking import World
from xieban.flows.rules.linking import link
from xieban.flows.rules.model import Field, Model
from xieban.flows.rules.reading import read_flow
from xieban.flows.rules.words import VersionState


def model_of(version: Version) -> Model:
    """Return what a version says, with what it calls laid into it; versions never change, so it is kept."""
    return _model(version.pk, version.digest)


@lru_cache(maxsize=128)
def _model(pk: int, digest: str) -> Model:
    del digest  # part of the key: a test's database may give a number twice
    text = Version.objects.filter(pk=pk).values_list("text", flat=True).get()
    called = [call.called for call in VersionCall.objects.filter(version=pk).select_related("called__flow")]
    return link(read_flow(text.encode()), {one.flow.key: model_of(one) for one in called})


def text_of(version: Version) -> str:
    """Return a version's file as it was given."""
    return Version.objects.values_list("text", flat=True).get(pk=version.pk)


def digest_of(text: str, called: Iterable[Version]) -> str:
    """Return the fingerprint of a file together with what it calls."""
    parts = [hashlib.sha256(text.encode()).hexdigest(), *sorted(one.digest for one in called)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def published(key: str) -> Version:
    """Return the version by which new instances of a flow run."""
    version = (
        Version.objects.select_related("flow").filter(flow__key=key, state=VersionState.PUBLISHED.value).first()
    )
    if version is None:
        raise NotThere
    return version


def opening_of(key: str) -> tuple[Field, ...]:
    """Return what is filled in at the first human node of a flow: the form that begins an instance."""
    model = model_of(published(key))
    node = model.nodes[model.starts[""]]
    while node.handling is None and len(node.outgoing) == 1:
        node = model.nodes[model.flows[node.outgoing[0]].target]
    return node.handling.fields if node.handling else ()


def world() -> World:
    """Return what a flow may name outside itself, as it is now."""
    called = Version.objects.filter(state=VersionState.PUBLISHED.value).select_related("flow")
    return World(
        roles=frozenset(role.value for role in Role),
        posts=post_names(),
        services=frozenset(settings.FLOW_SERVICES),
        calls={one.flow.key: model_of(one) for one in called},
    )


def callable_versions(keys: Iterable[str]) -> dict[str, Version]:
    """Return the published versions of these flows, by key."""
    found = Version.objects.filter(flow__key__in=set(keys), state=VersionState.PUBLISHED.value)
    return {one.flow.key: one for one in found.select_related("flow")}


def require_manager(viewer: Person) -> None:
    """Refuse whoever does not look after this deployment."""
    if not viewer.is_administrator:
        raise NotAllowed


def names_of_flows() -> dict[str, str]:
    """Return the flows that run, key → name; for whoever confines something to some of them."""
    return {key: name for _pk, key, name in _running_flows()}


_running_flows = Compiled(
    lambda: (
        Flow.objects.filter(versions__state=VersionState.PUBLISHED.value)
        .order_by("pk")
        .distinct()
        .values_list("pk", "key", "name")
    )
)


def get_version(*, viewer: Person, key: str, number: int) -> Version:
    """Return one version of a flow; for administrators."""
    require_manager(viewer)
    found = Version.objects.select_related("flow", "made_by", "published_by")
    version = found.filter(flow__key=key, number=number).first()
    if version is None:
        raise NotThere
    return version
