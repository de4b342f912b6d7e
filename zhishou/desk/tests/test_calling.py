"""A fatal ticket calls the watch until somebody has answered; who answers shows on the ticket."""

from datetime import datetime, timedelta

from conftest import NOON
from jishi.outbox.models import Message
from zhishou.contracts.rules import Level
from zhishou.desk import actions, jobs, queries
from zhishou.desk.events import EvidenceRecorded, TicketBecameFatal, TicketChanged
from zhishou.desk.models import Ticket, TicketChange
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.words import EvidenceKind
from zhishou.desk.tests.factories import Desk
from zhishou.duty import actions as duty
from zhishou.duty.events import LadderAcknowledged
from zhishou.duty.models import LadderRun
from zhishou.duty.tests.factories import staff

MINUTE = timedelta(minutes=1)


def fatal(ticket: Ticket, *, at: datetime = NOON) -> None:
    event = TicketBecameFatal(engagement_code=ticket.engagement.code, ticket_uuid=str(ticket.uuid))
    jobs.on_ticket_became_fatal(event, at=at)


def answered(ticket: Ticket, *, at: datetime) -> None:
    evidence = actions.record_evidence(
        ticket=ticket, kind=EvidenceKind.CALL, happened_at=at, words="已回电", by=ticket.filer, at=at
    )
    event = EvidenceRecorded(
        engagement_code=ticket.engagement.code,
        ticket_uuid=str(ticket.uuid),
        evidence_uuid=str(evidence.uuid),
        kind=evidence.kind,
        happened_at=at,
    )
    jobs.on_answered_or_ended(event, at=at)


def states(ticket: Ticket) -> list[str]:
    return list(LadderRun.objects.filter(about_key=str(ticket.uuid)).values_list("state", flat=True))


def test_a_fatal_call_that_the_front_desk_took_still_wakes_the_watch_once(desk: Desk) -> None:
    ticket = desk.open(Level.FATAL, channel="phone")

    fatal(ticket)
    fatal(ticket)

    assert states(ticket) == ["running"]


def test_what_is_not_fatal_calls_nobody_until_it_is(desk: Desk) -> None:
    ticket = desk.open(Level.ORDINARY)
    fatal(ticket)
    assert states(ticket) == []

    actions.change_level(ticket=ticket, level=Level.FATAL, reason="宕机", by=desk.cast.expert, at=NOON)
    fatal(ticket)

    assert states(ticket) == ["running"]


def test_the_ladder_stops_when_somebody_has_answered(desk: Desk) -> None:
    ticket = desk.open(Level.FATAL)
    fatal(ticket)

    answered(ticket, at=NOON + MINUTE)
    fatal(ticket, at=NOON + 2 * MINUTE)  # heard again, after all

    assert states(ticket) == ["stopped"]


def test_the_ladder_stops_when_the_ticket_ends(desk: Desk) -> None:
    ticket = desk.open(Level.FATAL)
    fatal(ticket)
    actions.withdraw(ticket=ticket, reason="误报", by=desk.cast.requester, at=NOON + MINUTE)

    event = TicketChanged(
        engagement_code=ticket.engagement.code,
        ticket_uuid=str(ticket.uuid),
        number=ticket.number,
        what="withdrawn",
        state=ticket.state,
        tier=ticket.tier,
        level=ticket.level,
        revision=ticket.revision,
        happened_at=NOON + MINUTE,
    )
    jobs.on_answered_or_ended(event, at=NOON + MINUTE)

    assert states(ticket) == ["stopped"]


def test_who_takes_the_call_shows_on_the_ticket_once(desk: Desk) -> None:
    staff(desk.cast)
    ticket = desk.open(Level.FATAL)
    fatal(ticket)
    run = LadderRun.objects.get(about_key=str(ticket.uuid))
    duty.acknowledge(run=run, by=desk.cast.expert, via="page", at=NOON + MINUTE)
    event = LadderAcknowledged(
        engagement_code=ticket.engagement.code,
        run_uuid=str(run.uuid),
        about_kind=run.about_kind,
        about_key=run.about_key,
        level=1,
        happened_at=NOON + MINUTE,
        person_uuid=str(desk.cast.expert.uuid),
        via="page",
    )

    for _ in range(2):
        jobs.on_ladder_acknowledged(event, at=NOON + 2 * MINUTE)

    [shown] = TicketChange.objects.filter(ticket=ticket, what=ChangeKind.ANSWERED_CALL)
    assert (shown.by, shown.at) == (desk.cast.expert, NOON + MINUTE)
    assert queries.history(desk.cast.requester, ticket=ticket, at=NOON)[-1].what == "answered_call"


def test_a_fatal_ticket_that_is_opened_again_calls_the_watch_again(desk: Desk) -> None:
    ticket, cast = desk.open(Level.FATAL), desk.cast
    fatal(ticket)
    answered(ticket, at=NOON + MINUTE)
    actions.mark_recovered(ticket=ticket, words="已修复", by=cast.expert, at=NOON + 9 * MINUTE)
    actions.confirm_recovery(ticket=ticket, words="好了", by=cast.requester, at=NOON + 10 * MINUTE)

    actions.reopen(ticket=ticket, reason="又宕了", by=cast.requester, at=NOON + 60 * MINUTE)
    said = Message.objects.filter(event__endswith="TicketBecameFatal", published_at=NOON + 60 * MINUTE)
    assert [row.payload["ticket_uuid"] for row in said] == [str(ticket.uuid)]
    fatal(ticket, at=NOON + 60 * MINUTE)

    assert sorted(states(ticket)) == ["running", "stopped"]
    answered(ticket, at=NOON + 61 * MINUTE)
    assert states(ticket) == ["stopped", "stopped"]


def test_a_fatal_ticket_that_the_client_says_does_not_work_yet_calls_the_watch_again(desk: Desk) -> None:
    ticket, cast = desk.open(Level.FATAL), desk.cast
    fatal(ticket)
    answered(ticket, at=NOON + MINUTE)
    for hour in (1, 2):
        denied = NOON + 60 * hour * MINUTE
        actions.mark_recovered(ticket=ticket, words="已修复", by=cast.expert, at=denied - MINUTE)
        actions.say_not_yet(ticket=ticket, words="还是打不开", by=cast.requester, at=denied)
        said = Message.objects.filter(event__endswith="TicketBecameFatal", published_at=denied)
        assert [row.payload["ticket_uuid"] for row in said] == [str(ticket.uuid)]
        fatal(ticket, at=denied)
        fatal(ticket, at=denied)  # told twice, called once
        assert sorted(states(ticket)) == ["running", *["stopped"] * hour]
        answered(ticket, at=denied + MINUTE)

    assert states(ticket) == ["stopped"] * 3


def test_what_is_not_fatal_and_does_not_work_yet_calls_nobody(desk: Desk) -> None:
    ticket, cast = desk.open(Level.ORDINARY), desk.cast
    actions.mark_recovered(ticket=ticket, words="已修复", by=cast.expert, at=NOON + MINUTE)
    actions.say_not_yet(ticket=ticket, words="还是打不开", by=cast.requester, at=NOON + 2 * MINUTE)

    assert not Message.objects.filter(event__endswith="TicketBecameFatal").exists()


def test_what_becomes_fatal_calls_the_watch_though_somebody_answered_before(desk: Desk) -> None:
    ticket = desk.open(Level.ORDINARY)
    answered(ticket, at=NOON + MINUTE)

    actions.change_level(
        ticket=ticket, level=Level.FATAL, reason="全部宕机", by=desk.cast.front_desk, at=NOON + 60 * MINUTE
    )
    fatal(ticket, at=NOON + 60 * MINUTE)

    assert states(ticket) == ["running"]


def test_what_becomes_fatal_is_called_as_such_though_a_lighter_ladder_still_runs(desk: Desk) -> None:
    ticket = desk.open(Level.SEVERE)
    actions.call_the_watch(ticket=ticket, levels=frozenset({Level.SEVERE}), at=NOON)

    actions.change_level(ticket=ticket, level=Level.FATAL, reason="宕机", by=desk.cast.expert, at=NOON + MINUTE)
    fatal(ticket, at=NOON + MINUTE)
    fatal(ticket, at=NOON + MINUTE)

    runs = LadderRun.objects.filter(about_key=str(ticket.uuid)).order_by("id")
    assert [(one.level, one.state) for one in runs] == [(Level.SEVERE, "stopped"), (Level.FATAL, "running")]
