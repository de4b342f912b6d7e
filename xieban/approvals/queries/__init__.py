"""Reads about approvals; the only way to a row that somebody may see."""

from xieban.approvals.queries.applications import (
    Application,
    Details,
    applications_of,
    details_of,
    form_of,
    get_application,
    offer,
)
from xieban.approvals.queries.cars import CarDay, car_days, get_vehicle, may_keep_cars, vehicles
from xieban.approvals.queries.leave import EntitlementRow, away_on, balance, entitlement_rows, may_entitle
from xieban.approvals.queries.papers import PapersHolder, papers_of

__all__ = [
    "Application",
    "CarDay",
    "Details",
    "EntitlementRow",
    "PapersHolder",
    "applications_of",
    "away_on",
    "balance",
    "car_days",
    "details_of",
    "entitlement_rows",
    "form_of",
    "get_application",
    "get_vehicle",
    "may_entitle",
    "may_keep_cars",
    "offer",
    "papers_of",
    "vehicles",
]
