"""Reads about flows and instances; the only way to a row that somebody may see."""

from xieban.flows.queries.acting import ActForm, Asked, forms_of, read_act
from xieban.flows.queries.counting import disagreeing
from xieban.flows.queries.entries import Choice, Entry, Filled, entries_of, people_named, read_entries
from xieban.flows.queries.figures import figures
from xieban.flows.queries.history import copies_of, facts_of, open_places, opinions_of, stays_of, words_said
from xieban.flows.queries.instances import (
    Seen,
    Standing,
    get_instance,
    held,
    hindrances_of,
    inbox,
    instance_of_event,
    keys_of_his_own,
    keys_visible,
    standing_of,
    started_by,
    to_read,
    visible,
)
from xieban.flows.queries.keyed import flows_by_key, instances_by_key
from xieban.flows.queries.measures import Stood, Worked, stays_ended, works_done
from xieban.flows.queries.moving import DryRun, LogStep, dry_run, log_of, target_version
from xieban.flows.queries.pages import address_in, address_of
from xieban.flows.queries.rows import fault_rows, flow_rows, get_flow, node_rows, version_rows
from xieban.flows.queries.states import is_working_day, office_calendar
from xieban.flows.queries.story import (
    STATUS_LOOKS,
    Look,
    Story,
    Turn,
    drawn,
    filled_in,
    open_fields,
    story_of,
    turns_of,
    way_of,
)
from xieban.flows.queries.stuck import causes_of, instances_for, stuck
from xieban.flows.queries.versions import get_version, model_of, names_of_flows, opening_of, published

__all__ = [
    "STATUS_LOOKS",
    "ActForm",
    "Asked",
    "Choice",
    "DryRun",
    "Entry",
    "Filled",
    "LogStep",
    "Look",
    "Seen",
    "Standing",
    "Stood",
    "Story",
    "Turn",
    "Worked",
    "address_in",
    "address_of",
    "causes_of",
    "copies_of",
    "disagreeing",
    "drawn",
    "dry_run",
    "entries_of",
    "facts_of",
    "fault_rows",
    "figures",
    "filled_in",
    "flow_rows",
    "flows_by_key",
    "forms_of",
    "get_flow",
    "get_instance",
    "get_version",
    "held",
    "hindrances_of",
    "inbox",
    "instance_of_event",
    "instances_by_key",
    "instances_for",
    "is_working_day",
    "keys_of_his_own",
    "keys_visible",
    "log_of",
    "model_of",
    "names_of_flows",
    "node_rows",
    "office_calendar",
    "open_fields",
    "open_places",
    "opening_of",
    "opinions_of",
    "people_named",
    "published",
    "read_act",
    "read_entries",
    "standing_of",
    "started_by",
    "stays_ended",
    "stays_of",
    "story_of",
    "stuck",
    "target_version",
    "to_read",
    "turns_of",
    "version_rows",
    "visible",
    "way_of",
    "words_said",
    "works_done",
]
