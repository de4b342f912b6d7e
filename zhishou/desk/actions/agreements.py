"""What the vendor proposes about a clock and the client agrees to: more time, or no judgement."""

from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.calendars.door import Duration, TooLong, WrongDuration
from jishi.live.door import announce
from jishi.refusals.door import Invalid, Refusal
from zhishou.contracts.queries import policy
from zhishou.contracts.rules import Commitment, Level
from zhishou.desk.actions.changing import claim, page_of
from zhishou.desk.actions.clocks import add_event, checked_reason
from zhishou.desk.models import Clock, Proposal, Ticket
from zhishou.desk.queries.clocks import history_of, terms_of
from zhishou.desk.rules.agreements import ProposalKind, ProposalState, is_longer, may_extend
from zhishou.desk.rules.clocks import EventKind, claim_of
from zhishou.desk.rules.words import WORKS
from zhishou.ledger.actions import record
from zhishou.notify.actions import need_not_read, tell
from zhishou.notify.rules import Message
from zhishou.people.models import Person
from zhishou.people.queries import persons_with_role, require_role
from zhishou.people.rules import Role


class NotExtendable(Refusal):
    """The contract allows no longer time for this promise."""


class NotLonger(Invalid):
    """The new time must be longer than the one that holds now, written e.g. as “2 days”."""


class LongerThanAnyContract(Invalid):
    """No contract counts so far: ten years at most."""


class ClockHasEnded(Refusal):
    """This clock has ended; its outcome stays."""


class ProposalWaits(Refusal):
    """A proposal about this clock waits for the client's answer already."""


class AlreadyAnsweredProposal(Refusal):
    """This proposal was answered already."""


@transaction.atomic
def propose_extension(*, clock: Clock, within: str, reason: str, by: Person, at: datetime) -> Proposal:
    """Propose a longer time for a promise that the contract lets be extended; nothing changes until agreed."""
    _running(clock, by=by, at=at)
    target = policy(version=clock.policy_version, calendar=clock.calendar_version).target(
        Level(clock.level), Commitment(clock.commitment)
    )
    if not may_extend(target):
        raise NotExtendable
    try:
        duration = Duration.parse(within)
    except TooLong as error:
        raise LongerThanAnyContract from error
    except WrongDuration as error:
        raise NotLonger from error
    if not is_longer(duration, terms=terms_of(clock), history=history_of(clock), at=at):
        raise NotLonger
    return _propose(clock, ProposalKind.EXTEND, within=str(duration), reason=reason, by=by, at=at)


@transaction.atomic
def propose_void(*, clock: Clock, reason: str, by: Person, at: datetime) -> Proposal:
    """Propose that a promise be judged no more; what was late by then stays late."""
    _running(clock, by=by, at=at)
    return _propose(clock, ProposalKind.VOID, within="", reason=reason, by=by, at=at)


@transaction.atomic
def answer_proposal(*, proposal: Proposal, agrees: bool, words: str = "", by: Person, at: datetime) -> Proposal:
    """Agree or refuse for the client; what is agreed holds from this moment on."""
    clock = proposal.clock
    require_role(by, clock.ticket.engagement, {Role.CLIENT_ADMIN}, at=at)
    words = checked_reason(words) if words.strip() or not agrees else ""
    claim(clock.ticket, revision=None)
    state = ProposalState.AGREED if agrees else ProposalState.REFUSED
    answered = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.WAITING).update(
        state=state, answered_at=at, answered_by=by, answer=words
    )
    if not answered:
        raise AlreadyAnsweredProposal
    proposal.refresh_from_db(fields=["state", "answered_at", "answered_by", "answer"])
    if agrees:
        clock.refresh_from_db(fields=["ended_at", "told", "breached_at", "due_at"])
        if clock.ended_at is not None:
            raise ClockHasEnded
        kind = EventKind.EXTEND if proposal.kind == ProposalKind.EXTEND else EventKind.VOID
        since = claim_of(history_of(clock)) if kind is EventKind.VOID else None
        # What waits for the client's answer is judged no further than the claim; he asks for no more.
        add_event(
            clock, kind, effective_at=since or at, reason=proposal.reason, within=proposal.within, by=by, at=at
        )
    _record(proposal, "desk.proposal_answered", by=by, at=at)
    need_not_read(
        persons=_client_admins(clock.ticket, at=at), kind="desk.proposal", link=page_of(clock.ticket), at=at
    )
    return proposal


def _running(clock: Clock, *, by: Person, at: datetime) -> None:
    require_role(by, clock.ticket.engagement, WORKS, at=at)
    claim(clock.ticket, revision=None)
    if Clock.objects.filter(pk=clock.pk, ended_at__isnull=False).exists():
        raise ClockHasEnded


def _propose(clock: Clock, kind: ProposalKind, *, within: str, reason: str, by: Person, at: datetime) -> Proposal:
    reason = checked_reason(reason)
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                clock=clock,
                kind=kind,
                within=within,
                reason=reason,
                state=ProposalState.WAITING,
                proposed_at=at,
                proposed_by=by,
            )
    except IntegrityError as error:
        raise ProposalWaits from error
    _record(proposal, "desk.proposal_made", by=by, at=at)
    ticket = clock.ticket
    asked = Message(
        kind="desk.proposal",
        words={"number": ticket.number, "title": ticket.title, "name": by.name, "words": reason},
        link=page_of(ticket),
        dedup_key=f"desk.proposal:{proposal.uuid}",
        engagement_code=ticket.engagement.code,
    )
    tell(to=_client_admins(ticket, at=at), message=asked, at=at)
    return proposal


def _client_admins(ticket: Ticket, *, at: datetime) -> list[Person]:
    return list(persons_with_role(ticket.engagement, [Role.CLIENT_ADMIN], at=at))


def _record(proposal: Proposal, what: str, *, by: Person, at: datetime) -> None:
    clock = proposal.clock
    record(
        what=what,
        about_kind="ticket",
        about_key=str(clock.ticket.uuid),
        engagement=clock.ticket.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={
            "proposal": str(proposal.uuid),
            "clock": str(clock.uuid),
            "commitment": clock.commitment,
            "kind": proposal.kind,
            "within": proposal.within,
            "reason": proposal.reason,
            "state": proposal.state,
            "answer": proposal.answer,
        },
    )
    announce(audience=f"engagement:{clock.ticket.engagement.uuid}", news="desk")
