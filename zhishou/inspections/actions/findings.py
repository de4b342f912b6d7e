"""Findings: who sees to one and until when, what is advised, and a ticket where one is asked for."""

from datetime import date, datetime

from django.db import transaction

from jishi.refusals.door import Invalid, Refusal
from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk.actions import report_ticket
from zhishou.desk.actions.intakes import Arrival
from zhishou.desk.actions.tickets import Heading
from zhishou.desk.models import Ticket
from zhishou.desk.rules.words import WORKS, TicketKind
from zhishou.inspections.actions.recording import file_round
from zhishou.inspections.models import Finding, Round
from zhishou.inspections.queries.standing import score_in
from zhishou.inspections.rules.words import INSPECTS, Severity
from zhishou.people.models import Person
from zhishou.people.queries import persons_with_role, require_role
from zhishou.people.rules import CLIENT_ROLES, VENDOR_ROLES

CHANNEL = "inspection"


class NobodyOfThisContract(Invalid):
    """Whoever sees to a finding belongs to this contract."""


class AdviceTooLong(Invalid):
    """An advice has at most 2,000 characters."""


class NeedsGround(Invalid):
    """Say in at most 500 characters why the severity is another one."""


class HasTicket(Refusal):
    """There is a ticket about this finding already."""


@transaction.atomic
def change_finding(
    *,
    finding: Finding,
    severity: Severity,
    ground: str = "",
    advice: str,
    responsible: Person | None,
    due_on: date | None,
    by: Person,
    at: datetime,
) -> Finding:
    """Change what is advised, who sees to it and until when; another severity needs a reason and counts anew."""
    require_role(by, finding.engagement, INSPECTS, at=at)
    advice, ground = advice.strip(), ground.strip()
    if len(advice) > 2000 or "\x00" in advice:  # noqa: PLR2004 - the column's size
        raise AdviceTooLong
    if severity != finding.severity and (not ground or len(ground) > 500 or "\x00" in ground):  # noqa: PLR2004 - fits the ledger
        raise NeedsGround
    if responsible is not None:
        of_contract = persons_with_role(finding.engagement, CLIENT_ROLES | VENDOR_ROLES, at=at)
        if not of_contract.filter(pk=responsible.pk).exists():
            raise NobodyOfThisContract
    finding.refresh_from_db(from_queryset=Finding.objects.select_for_update(of=("self",)))
    before = finding.severity
    finding.severity, finding.advice = severity, advice
    finding.responsible, finding.due_on = responsible, due_on
    finding.save(update_fields=["severity", "advice", "responsible", "due_on"])
    inspection = Round.objects.select_for_update().get(pk=finding.round_id)
    inspection.score = score_in(inspection).value
    inspection.revision += 1
    inspection.save(update_fields=["score", "revision"])
    payload = {
        "finding": finding.number,
        "score": inspection.score,
        "severity": severity.value,
        "severity_before": before,
        "ground": ground,
        "advice": advice,
        "responsible": str(responsible.uuid) if responsible else "",
        "due_on": due_on.isoformat() if due_on else "",
    }
    file_round(finding.round, "finding_changed", by=by, happened_at=at, at=at, payload=payload)
    return finding


@transaction.atomic
def open_ticket_about(*, finding: Finding, kind: TicketKind, level: Level, by: Person, at: datetime) -> Ticket:
    """Open the one ticket about a finding."""
    require_role(by, finding.engagement, WORKS, at=at)
    finding.refresh_from_db(from_queryset=Finding.objects.select_for_update(of=("self",)))
    if finding.ticket_id is not None:
        raise HasTicket
    words = [finding.title, finding.observed, finding.limit, finding.advice]
    arrival = Arrival(
        channel=CHANNEL,
        words="\n".join(dict.fromkeys(word for word in words if word)),
        caller=None,
        caller_name=finding.round.plan.name,
        reached_at=at,
        reference=f"{finding.round.number}/{finding.number}",
    )
    heading = Heading(
        kind=kind, level=level, service_code=ServiceCode.SYSTEM_ENVIRONMENT, title=finding.title[:200]
    )
    ticket = report_ticket(engagement=finding.engagement, arrival=arrival, heading=heading, by=by, at=at).ticket
    finding.ticket = ticket
    finding.save(update_fields=["ticket"])
    payload = {"finding": finding.number, "ticket": ticket.number}
    file_round(finding.round, "finding_ticket_opened", by=by, happened_at=at, at=at, payload=payload)
    return ticket
