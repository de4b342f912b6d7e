"""Reads of inspections; those for pages and the API say who is looking, the others serve background work."""

from zhishou.inspections.queries.findings import findings_of, get_finding, open_findings
from zhishou.inspections.queries.plans import (
    active_plans,
    get_plan,
    get_sheet,
    get_sheet_version,
    inspectors,
    newest_sheet_version,
    plans_of,
    sheet_of,
    sheets_of,
)
from zhishou.inspections.queries.reports import get_report, reports_of, reports_of_round
from zhishou.inspections.queries.rounds import (
    get_result,
    get_round,
    my_due_rounds,
    round_before,
    rounds_of,
    rounds_to_gather,
    rounds_to_tell,
)

__all__ = [
    "active_plans",
    "findings_of",
    "get_finding",
    "get_plan",
    "get_report",
    "get_result",
    "get_round",
    "get_sheet",
    "get_sheet_version",
    "inspectors",
    "my_due_rounds",
    "newest_sheet_version",
    "open_findings",
    "plans_of",
    "reports_of",
    "reports_of_round",
    "round_before",
    "rounds_of",
    "rounds_to_gather",
    "rounds_to_tell",
    "sheet_of",
    "sheets_of",
]
