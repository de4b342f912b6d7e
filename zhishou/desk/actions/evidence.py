"""Evidence: the only thing that stops a clock."""

from datetime import datetime

from django.db import transaction

from jishi.live.door import announce
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from zhishou.contracts.rules import Commitment
from zhishou.desk.actions.changing import require_sight
from zhishou.desk.actions.clocks import add_event, running
from zhishou.desk.actions.intakes import checked_words, not_ahead
from zhishou.desk.events import EvidenceRecorded
from zhishou.desk.models import Clock, Evidence, Ticket
from zhishou.desk.rules.clocks import EventKind, WrongHistory
from zhishou.desk.rules.words import RECOVERIES, STOPPED_BY, WORKS, EvidenceKind
from zhishou.ledger.actions import record
from zhishou.people.models import Person
from zhishou.people.rules import CLIENT_ROLES


class BeforeItBegan(Invalid):
    """This happened before the ticket reached us. Check the date and the time."""


class NeedsPlan(Invalid):
    """An emergency measure is recorded together with the emergency plan."""


class ContradictsHistory(Refusal):
    """This contradicts what is recorded already, e.g. a pause that began earlier. Check the time."""


@transaction.atomic
def record_evidence(
    *,
    ticket: Ticket,
    kind: EvidenceKind,
    happened_at: datetime,
    words: str,
    plan: str = "",
    source: str = "",
    by: Person | None,
    by_name: str = "probe",
    process: str = "probe",
    at: datetime,
) -> Evidence:
    """Record what keeps a promise, and stop every running clock that it keeps.

    `by=None`: a probe, or somebody without an account whose own message `source` names.
    """
    if by is not None:
        # Only the client says that it works again; what the vendor saw is a probe's sample or a session.
        confirms = kind is EvidenceKind.CONFIRMATION
        require_sight(by, ticket, CLIENT_ROLES if confirms else WORKS, at=at)
    happened_at = not_ahead(happened_at, at=at)
    if happened_at < ticket.reached_at:
        raise BeforeItBegan
    if kind is EvidenceKind.EMERGENCY_MEASURE and not plan.strip():
        raise NeedsPlan
    evidence = Evidence.objects.create(
        ticket=ticket,
        kind=kind,
        happened_at=happened_at,
        recorded_at=at,
        words=checked_words(words)[:4000],
        plan=plan.strip(),
        source=source,
        by=by,
        by_name=by.name if by else by_name[:60],
    )
    kept = [commitment for commitment in Commitment if kind in STOPPED_BY[commitment]]
    for clock in running(ticket):
        if Commitment(clock.commitment) not in kept:
            continue
        effective = max(happened_at, clock.started_at)
        if kind in RECOVERIES and denied_after(clock, effective):
            raise ContradictsHistory
        try:
            add_event(clock, EventKind.STOP, effective_at=effective, evidence=evidence, by=by, at=at)
        except WrongHistory as error:
            raise ContradictsHistory from error
    _tell(evidence, kept=kept, process=process, at=at)
    return evidence


def denied_after(clock: Clock, moment: datetime) -> bool:
    """Say whether the client said later than at a moment that it did not work yet."""
    return clock.events.filter(kind=EventKind.DENY, effective_at__gt=moment).exists()


def _tell(evidence: Evidence, *, kept: list[Commitment], process: str, at: datetime) -> None:
    ticket, by = evidence.ticket, evidence.by
    record(
        what="desk.evidence_recorded",
        about_kind="ticket",
        about_key=str(ticket.uuid),
        engagement=ticket.engagement,
        by=by,
        happened_at=evidence.happened_at,
        at=at,
        payload={
            "evidence": str(evidence.uuid),
            "kind": evidence.kind,
            "words": evidence.words,
            "plan": evidence.plan,
            "source": evidence.source,
            "stops": [one.value for one in kept],
        },
        process="" if by else process,
    )
    publish(
        EvidenceRecorded(
            engagement_code=ticket.engagement.code,
            ticket_uuid=str(ticket.uuid),
            evidence_uuid=str(evidence.uuid),
            kind=evidence.kind,
            happened_at=evidence.happened_at,
        ),
        at=at,
    )
    announce(audience=f"engagement:{ticket.engagement.uuid}", news="desk")
