"""Inspections over HTTP: plans, rounds with their results, what happens on one, findings, issued reports."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Path, Query, Router, Status

from jishi.api.door import NEEDS_TAG, Page, Paging, cut, expect_tag, show_tag, tag
from jishi.files.door import serve
from zhishou.inspections import actions, queries
from zhishou.inspections.api.schemas import (
    FileKind,
    FindingIn,
    FindingOut,
    PlanIn,
    PlanOut,
    ReportOut,
    ReportWhole,
    RoundActIn,
    RoundActOut,
    RoundOut,
    RoundWhole,
)
from zhishou.inspections.models import Act, Finding, Plan, Report, Round
from zhishou.inspections.rules.words import INSPECTS, PLANS, RoundState
from zhishou.people import queries as people
from zhishou.people.models import Engagement
from zhishou.people.queries.requests import PersonRequest
from zhishou.systems.queries import get_system

router = Router(tags=["inspections"])


def _engagement(request: PersonRequest, code: str) -> Engagement:
    return people.get_engagement(request.user, code=code, at=request.at)


@router.get("/plans", url_name="inspections_plans", response=Page[PlanOut])
def list_plans(request: PersonRequest, code: Path[str], paging: Query[Paging]) -> dict[str, object]:
    """List the plans of the contract, the newest first."""
    found = queries.plans_of(request.user, engagement=_engagement(request, code), at=request.at)
    rows, following = cut(found, paging=paging)
    return {"items": rows, "next_cursor": following}


@router.post("/plans", url_name="inspections_plans", response={HTTPStatus.CREATED: PlanOut})
def make_plan(request: PersonRequest, code: Path[str], sent: PlanIn) -> Status[Plan]:
    """Make a plan; the rounds that it asks for within a week are there at once."""
    engagement, by, at = _engagement(request, code), request.user, request.at
    people.require_role(by, engagement, PLANS, at=at)
    words = actions.PlanWords(
        name=sent.name,
        kind=sent.kind,
        system=get_system(by, engagement=engagement, code=sent.system, at=at),
        sheet=queries.get_sheet(by, engagement=engagement, code=sent.sheet, at=at),
        engineer=people.get_person(by, uuid=sent.engineer, at=at),
        weekday=sent.weekday,
        hour=sent.hour,
        first_day=sent.first_day,
        last_day=sent.last_day,
    )
    return Status(HTTPStatus.CREATED, actions.make_plan(engagement=engagement, words=words, by=by, at=at))


@router.get("/plans/{uuid}", url_name="inspections_plan", response=PlanOut)
def show_plan(request: PersonRequest, code: Path[str], uuid: UUID) -> Plan:
    """Show a plan."""
    return queries.get_plan(request.user, engagement=_engagement(request, code), uuid=uuid, at=request.at)


@router.post("/plans/{uuid}/stop", url_name="inspections_stop_plan", response=PlanOut)
def stop_plan(request: PersonRequest, code: Path[str], uuid: UUID) -> Plan:
    """Let a plan ask for no further round; those that have not begun yet are called off."""
    found = show_plan(request, code, uuid)
    actions.stop_plan(plan=found, by=request.user, at=request.at)
    return found


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


def _finding(request: PersonRequest, code: str, number: int) -> Finding:
    engagement = _engagement(request, code)
    return queries.get_finding(request.user, engagement=engagement, number=number, at=request.at)


def _tag_of(finding: Finding) -> str:
    decided = (finding.severity, finding.advice, finding.responsible_id, finding.due_on, finding.ticket_id)
    return tag(finding.pk, *decided)


@router.get("/findings/{int:number}", url_name="inspections_finding", response=FindingOut)
def show_finding(request: PersonRequest, response: HttpResponse, code: Path[str], number: int) -> Finding:
    """Show a finding; its ETag stands for what is decided about it."""
    found = _finding(request, code, number)
    show_tag(response, _tag_of(found))
    return found


@router.put("/findings/{int:number}", url_name="inspections_finding", response=FindingOut, openapi_extra=NEEDS_TAG)
def change_finding(
    request: PersonRequest, response: HttpResponse, code: Path[str], number: int, sent: FindingIn
) -> Finding:
    """Decide how bad it is, what is advised, who sees to it and until when."""
    found = _finding(request, code, number)
    people.require_role(request.user, found.engagement, INSPECTS, at=request.at)
    expect_tag(request, _tag_of(found))
    who = sent.responsible
    changed = actions.change_finding(
        finding=found,
        severity=sent.severity,
        ground=sent.ground,
        advice=sent.advice,
        responsible=people.get_person(request.user, uuid=who, at=request.at) if who else None,
        due_on=sent.due_on,
        by=request.user,
        at=request.at,
    )
    show_tag(response, _tag_of(changed))
    return changed


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


@router.get(
    "/reports/{uuid}/files/{kind}",
    url_name="inspections_report_file",
    openapi_extra={"responses": {200: {"description": "The file.", "content": {"application/octet-stream": {}}}}},
)
def give_report_file(request: PersonRequest, code: Path[str], uuid: UUID, kind: FileKind) -> HttpResponseBase:
    """Give an issued report out as it was issued, to be saved; its SHA-256 stands in the list and in the ledger."""
    report = show_report(request, code, uuid)
    return serve(
        request,
        sha256=report.pdf_sha256 if kind is FileKind.PDF else report.word_sha256,
        name=f"{report.number}-v{report.version}.{kind.value}",
        media_type="application/octet-stream",
        is_picture=False,
        save=True,
    )
