"""Rows by the keys under which others wrote them down; for whoever looks after the deployment."""

import uuid
from collections.abc import Collection

from xieban.directory.models import Delegation, Person, Post, Unit

Keys = Collection[uuid.UUID]


def persons_by_key(keys: Keys) -> dict[uuid.UUID, Person]:
    """Return these persons."""
    return {one.uuid: one for one in Person.objects.filter(uuid__in=keys)}


def units_by_key(keys: Keys) -> dict[uuid.UUID, Unit]:
    """Return these units and departments."""
    return {one.uuid: one for one in Unit.objects.filter(uuid__in=keys)}


def posts_by_key(keys: Keys) -> dict[uuid.UUID, Post]:
    """Return these posts, with where they are."""
    return {one.uuid: one for one in Post.objects.filter(uuid__in=keys).select_related("unit")}


def delegations_by_key(keys: Keys) -> dict[uuid.UUID, Delegation]:
    """Return these delegations, with whom they are between."""
    found = Delegation.objects.filter(uuid__in=keys).select_related("principal", "deputy")
    return {one.uuid: one for one in found}
