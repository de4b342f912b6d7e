"""Rows by the keys under which others wrote them down; for whoever looks after the deployment."""

import uuid
from collections.abc import Collection

from xieban.flows.models import Flow, Instance


def instances_by_key(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Instance]:
    """Return these instances, without what was filled in."""
    return {one.uuid: one for one in Instance.objects.filter(uuid__in=keys).defer("variables")}


def flows_by_key(keys: Collection[str]) -> dict[str, Flow]:
    """Return these flows."""
    return {one.key: one for one in Flow.objects.filter(key__in=keys)}
