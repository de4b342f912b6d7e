"""Reads about flows and instances; the only way to a row that somebody may see."""

from xieban.flows.queries.history import facts_of, opinions_of, stays_of
from xieban.flows.queries.instances import (
    Standing,
    get_instance,
    hindrances_of,
    inbox,
    instance_of_event,
    standing_of,
    to_read,
    visible,
)
from xieban.flows.queries.rows import fault_rows, flow_rows, get_flow, node_rows, version_rows
from xieban.flows.queries.versions import get_version, model_of, names_of_flows, published

__all__ = [
    "Standing",
    "facts_of",
    "fault_rows",
    "flow_rows",
    "get_flow",
    "get_instance",
    "get_version",
    "hindrances_of",
    "inbox",
    "instance_of_event",
    "model_of",
    "names_of_flows",
    "node_rows",
    "opinions_of",
    "published",
    "standing_of",
    "stays_of",
    "to_read",
    "version_rows",
    "visible",
]
