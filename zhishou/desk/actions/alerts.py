"""A fault that showed itself: the same alert twice is one ticket, and its end is evidence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext

from zhishou.contracts.rules import Commitment
from zhishou.desk.actions.changing import changed, claim, move
from zhishou.desk.actions.claims import deny_claims, void_unconfirmed
from zhishou.desk.actions.clocks import running, start_again
from zhishou.desk.actions.evidence import ContradictsHistory, record_evidence
from zhishou.desk.actions.intakes import AlreadyDecided, joined, receive
from zhishou.desk.actions.tickets import open_ticket
from zhishou.desk.models import Alert, Intake, Ticket
from zhishou.desk.queries.alerts import alert_told, open_ticket_about, still_fires
from zhishou.desk.rules.alerts import AlertNews, Outcome
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.words import BEGINS_ANEW, ENDED, WORKS, EvidenceKind, TicketKind, TicketState
from zhishou.ledger.actions import record
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role

CHANNEL: Final = "alert"
PROCESS: Final = "channel alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a message about an alert."""

    outcome: Outcome
    ticket: Ticket | None


@transaction.atomic
def receive_alert(*, engagement: Engagement, news: AlertNews, by: Person | None, at: datetime) -> Told:
    """Take in that an alert fires or is over; from the watch (`by=None`), or from whoever else watches for us.

    It counts from when it reached us. Told again, it changes nothing; out of order, what is over stays over.
    """
    if by is not None:
        require_role(by, engagement, WORKS, at=at)
    known = alert_told(engagement, fingerprint=news.fingerprint, started_at=news.started_at)
    if known is None:
        try:
            with transaction.atomic():
                return _first_told(engagement, news, by=by, at=at)
        except (AlreadyDecided, IntegrityError):  # somebody told of the same at the same moment
            known = alert_told(engagement, fingerprint=news.fingerprint, started_at=news.started_at)
            if known is None:
                raise
    Alert.objects.filter(pk=known.pk, last_told_at__lt=at).update(last_told_at=at)
    if news.resolved_at is None or known.resolved_at is not None:
        return Told(outcome=Outcome.KNOWN, ticket=known.ticket)
    return _resolve(known, news, by=by, at=at)


def _first_told(engagement: Engagement, news: AlertNews, *, by: Person | None, at: datetime) -> Told:
    alert = Alert(
        engagement=engagement,
        fingerprint=news.fingerprint,
        started_at=news.started_at,
        first_told_at=at,
        last_told_at=at,
    )
    if news.resolved_at is not None:
        # It was over before we heard of it: nobody was called, and nothing is left to be done.
        alert.resolved_at = min(news.resolved_at, at)
        alert.save(force_insert=True)
        return Told(outcome=Outcome.NEVER_HEARD_OF, ticket=None)
    going_on = open_ticket_about(engagement, fingerprint=news.fingerprint)
    intake = _intake(engagement, news, by=by, at=at)
    ticket = _goes_on(going_on, intake, at=at) if going_on else _open(intake, news, at=at)
    alert.ticket = ticket
    alert.save(force_insert=True)
    return Told(outcome=Outcome.JOINED if going_on else Outcome.OPENED, ticket=ticket)


def _intake(engagement: Engagement, news: AlertNews, *, by: Person | None, at: datetime) -> Intake:
    with translation.override(settings.LANGUAGE_CODE):  # a program calls, in whatever language it speaks
        caller_name = gettext("Monitoring")
    return receive(
        engagement=engagement,
        channel=CHANNEL,
        words=news.words,
        caller=None,
        caller_name=caller_name,
        reached_at=at,
        reference=f"{news.fingerprint} {news.started_at.isoformat()}",
        recording=news.source[:500],
        by=by,
        at=at,
    )


def _open(intake: Intake, news: AlertNews, *, at: datetime) -> Ticket:
    return open_ticket(
        intake=intake,
        kind=TicketKind.FAULT,
        level=news.level,
        service_code=news.service_code,
        title=news.title,
        by=None,
        at=at,
    )


def _goes_on(ticket: Ticket, intake: Intake, *, at: datetime) -> Ticket:
    """Join an alert that fires again to the ticket about it; a promise that its last end had kept begins anew.

    What was said to work does not: a claim that waits for the client's word waits no longer.
    """
    claim(ticket, revision=None)
    joined(intake, ticket=ticket, at=at)
    still = {Commitment(clock.commitment) for clock in running(ticket)}
    anew = BEGINS_ANEW - still
    was_said_to_work = TicketState(ticket.state) is TicketState.RECOVERED
    if was_said_to_work:
        move(ticket, TicketState.IN_PROGRESS, at=at)
        if Commitment.RECOVERY in anew:  # a sample had shown that it worked: what nobody needed is not judged
            void_unconfirmed(ticket, reason="failed_again", by=None, at=at, all_claimed=False)
        else:
            deny_claims(ticket, reason="contradicted", by=None, at=at)
    started = start_again(ticket, commitments=anew, at=at) if anew else []
    if started or was_said_to_work:
        changed(
            ticket,
            ChangeKind.REOPENED,
            by=None,
            at=at,
            words=intake.words[:4000],
            fields=["state", "recovered_at", "ended_at"],
            payload={"clocks": [f"{clock.commitment} {clock.cycle}" for clock in started]},
            process=PROCESS,
        )
    return ticket


def _resolve(alert: Alert, news: AlertNews, *, by: Person | None, at: datetime) -> Told:
    """Record that it works again, by the sample that says so; a person still confirms."""
    ticket, resolved_at = alert.ticket, min(news.resolved_at or at, at)
    claimed = Alert.objects.filter(pk=alert.pk, resolved_at__isnull=True).update(resolved_at=resolved_at)
    if not claimed or ticket is None:
        return Told(outcome=Outcome.KNOWN, ticket=ticket)
    record(
        what="desk.alert_resolved",
        about_kind="ticket",
        about_key=str(ticket.uuid),
        engagement=ticket.engagement,
        by=by,
        happened_at=resolved_at,
        at=at,
        payload={"number": ticket.number, "fingerprint": alert.fingerprint, "source": news.source},
        process="" if by else PROCESS,
    )
    about = ticket.merged_into or ticket
    if TicketState(about.state) not in ENDED and not still_fires(about, but=alert.fingerprint):
        _evidence(about, alert, news, resolved_at=max(resolved_at, about.reached_at), at=at)
    return Told(outcome=Outcome.RESOLVED, ticket=ticket)


def _evidence(ticket: Ticket, alert: Alert, news: AlertNews, *, resolved_at: datetime, at: datetime) -> None:
    # A moment that contradicts what is recorded, e.g. a pause that began later, is replaced by when we heard of it.
    for happened_at in (resolved_at, at):
        try:
            with transaction.atomic():
                record_evidence(
                    ticket=ticket,
                    kind=EvidenceKind.PROBE_SAMPLE,
                    happened_at=happened_at,
                    words=news.words,
                    source=(news.source or alert.fingerprint)[:250],
                    by=None,
                    at=at,
                )
        except ContradictsHistory:
            continue
        else:
            return
