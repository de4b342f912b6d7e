"""Reads about contracts; those for pages and the API say who is looking, the others serve areas above."""

from zhishou.contracts.queries.contracts import (
    calendar_versions,
    contract_of_event,
    contracts_of,
    every_contract,
    get_contract,
    get_milestone,
    get_policy_version,
    inspection_weeks,
    milestones_of,
    policy_versions,
)
from zhishou.contracts.queries.entitlements import (
    EntitlementRow,
    entitlements_of,
    get_account,
    get_reservation,
    movements_of,
    open_reservations,
    unproven_accounts,
)
from zhishou.contracts.queries.policies import (
    NoContract,
    calendar_in_force,
    calendar_version,
    policy,
    policy_in_force,
    policy_version,
    versions_at,
)
from zhishou.contracts.queries.versions import calendar_of, newest_calendar, newest_version, pack_of

__all__ = [
    "EntitlementRow",
    "NoContract",
    "calendar_in_force",
    "calendar_of",
    "calendar_version",
    "calendar_versions",
    "contract_of_event",
    "contracts_of",
    "entitlements_of",
    "every_contract",
    "get_account",
    "get_contract",
    "get_milestone",
    "get_policy_version",
    "get_reservation",
    "inspection_weeks",
    "milestones_of",
    "movements_of",
    "newest_calendar",
    "newest_version",
    "open_reservations",
    "pack_of",
    "policy",
    "policy_in_force",
    "policy_version",
    "policy_versions",
    "unproven_accounts",
    "versions_at",
]
