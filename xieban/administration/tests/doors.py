"""Who gets in: to the API a program with a token of the administrator, to the pages the administrator."""

from datetime import timedelta

from xieban.administration import actions
from xieban.administration.models import Entry
from xieban.flows.actions import load_definitions, start
from xieban.tests.cast import NOON, Cast

WHOLE = frozenset({"administrator"})
PAGES = ("overview", "new_token", "revoke_token", "stuck", "reassign", "log")
OPERATIONS = (
    "change_parameter",
    "end_session",
    "jump_instance",
    "keep_draft",
    "list_accounts",
    "list_entries",
    "list_flows",
    "list_hindrances",
    "list_history",
    "list_indexes",
    "list_instances",
    "list_messages",
    "list_parameter_changes",
    "list_parameters",
    "list_parts",
    "list_permissions",
    "list_sessions",
    "list_tasks",
    "list_versions",
    "lock_account",
    "migrate_instance",
    "publish_version",
    "reassign_instance",
    "rebuild_search_index",
    "resume_instance",
    "retry_instance",
    "retry_message",
    "retry_task",
    "roll_back_to_version",
    "show_account",
    "show_entry",
    "show_instance",
    "show_part",
    "show_queue",
    "show_version_file",
    "sign_out_account",
    "suspend_instance",
    "terminate_instance",
    "unlock_account",
    "verify_attachments",
)
DOORS: dict[str, frozenset[str]] = {
    **{f"administration:{name}": WHOLE for name in PAGES},
    **{f"api-1:{name}": WHOLE for name in OPERATIONS},
    "api-1:openapi-json": frozenset({"anyone"}),
}
# The answer to an unknown address, and the library's root of its own address list.
NO_DOORS = frozenset({"api-missing", "api-1:api-root"})


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    load_definitions(at=NOON)
    instance = start(flow="car", title="用车", values={}, by=cast.drafter, at=NOON)
    made = actions.make_token(
        name="值守", scopes=["audit:read"], expires_at=NOON + timedelta(days=1), by=cast.administrator, at=NOON
    )
    entry = Entry.objects.get(what="tokens.make", about=f"token:{made.token.uuid}")
    person: dict[str, object] = {"uuid": cast.drafter.uuid}
    one: dict[str, object] = {"uuid": instance.uuid}
    version: dict[str, object] = {"key": "car", "number": instance.version.number}
    of_person = ("show_account", "list_permissions", "lock_account", "unlock_account", "sign_out_account")
    repairs = ("suspend", "resume", "terminate", "reassign", "jump", "retry", "migrate")
    of_instance = ("show_instance", "list_history", "list_hindrances", *(f"{verb}_instance" for verb in repairs))
    of_version = ("show_version_file", "publish_version", "roll_back_to_version")
    parameter: dict[str, object] = {"name": "flows.still_days"}
    return {
        **{f"api-1:{name}": person for name in of_person},
        **{f"api-1:{name}": one for name in of_instance},
        **{f"api-1:{name}": version for name in of_version},
        "api-1:list_versions": {"key": "car"},
        "api-1:list_parameter_changes": parameter,
        "api-1:change_parameter": parameter,
        "api-1:show_part": {"name": "flows"},
        "api-1:show_entry": {"uuid": entry.uuid},
        "api-1:end_session": person,
        "api-1:retry_task": person,
        "api-1:retry_message": {"number": 1},
        "api-1:rebuild_search_index": {"name": "people"},
        "administration:reassign": one,
        "administration:revoke_token": {"uuid": made.token.uuid},
    }
