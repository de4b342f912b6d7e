"""Inspections over HTTP: rounds with their results, what happens on one, findings, issued reports."""

from http import HTTPStatus
from uuid import UUID

from ninja import Path, Query, Router, Status

from jishi.api.door import Page, Paging, cut
from zhishou.inspections import actions, queries
from zhishou.inspections.api.schemas import (
    FindingOut,
    ReportOut,
    ReportWhole,
    RoundActIn,
    RoundActOut,
    RoundOut,
    RoundWhole,
)
from zhishou.inspections.models import Act, Report, Round
from zhishou.inspections.rules.words import RoundState
from zhishou.people import queries as people
from zhishou.people.models import Engagement
from zhishou.people.queries.requests import PersonRequest

router = Router(tags=["inspections"])


def _engagement(request: PersonRequest, code: str) -> Engagement:
    return people.get_engagement(request.user, code=code, at=request.at)


@router.get("/rounds", url_name="inspections_rounds", response=Page[RoundOut])
def list_rounds(
    request: PersonRequest, code: Path[str], paging: Query[Paging], state: Query[RoundState | None] = None
) -> dict[str, object]:
    """List the rounds of the contract, the newest first."""
    found = queries.rounds_of(request.user, engagement=_engagement(request, code), at=request.at)
    rows, following = cut(found.filter(state=state) if state else found, paging=paging)
    return {"items": rows, "next_cursor": following}


@router.get("/rounds/{uuid}", url_name="inspections_round", response=RoundWhole)
def show_round(request: PersonRequest, code: Path[str], uuid: UUID) -> Round:
    """Show a round with its results."""
    engagement = _engagement(request, code)
    return queries.get_round(request.user, engagement=engagement, uuid=uuid, at=request.at)


@router.post("/rounds/{uuid}/acts", url_name="inspections_acts", response={HTTPStatus.CREATED: RoundActOut})
def act(request: PersonRequest, code: Path[str], uuid: UUID, sent: RoundActIn) -> Status[Act]:
    """Tell what the engineer of the round did; photographs are sent from its page."""
    engagement = _engagement(request, code)
    found = queries.get_round(request.user, engagement=engagement, uuid=uuid, at=request.at)
    made = actions.take_act(inspection=found, given=sent.given(), by=request.user, at=request.at)
    return Status(HTTPStatus.CREATED, made)


@router.get("/findings", url_name="inspections_findings", response=Page[FindingOut])
def list_findings(request: PersonRequest, code: Path[str], paging: Query[Paging]) -> dict[str, object]:
    """List the findings of the contract, the newest first."""
    found = queries.findings_of(request.user, engagement=_engagement(request, code), at=request.at)
    rows, following = cut(found, paging=paging)
    return {"items": rows, "next_cursor": following}


@router.get("/reports", url_name="inspections_reports", response=Page[ReportOut])
def list_reports(request: PersonRequest, code: Path[str], paging: Query[Paging]) -> dict[str, object]:
    """List the issued reports of the contract, the newest first."""
    found = queries.reports_of(request.user, engagement=_engagement(request, code), at=request.at)
    rows, following = cut(found, paging=paging)
    return {"items": rows, "next_cursor": following}


@router.get("/reports/{uuid}", url_name="inspections_report", response=ReportWhole)
def show_report(request: PersonRequest, code: Path[str], uuid: UUID) -> Report:
    """Show an issued report with everything that it says."""
    engagement = _engagement(request, code)
    return queries.get_report(request.user, engagement=engagement, uuid=uuid, at=request.at)
