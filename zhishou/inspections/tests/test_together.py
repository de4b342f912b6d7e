"""Several workers at one round at the same moment: threads with connections of their own."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from conftest import NOON
from jishi.refusals.door import Refusal
from zhishou.contracts.rules import Level
from zhishou.desk.models import Ticket
from zhishou.desk.rules.words import TicketKind
from zhishou.inspections import actions, jobs
from zhishou.inspections.models import Act, Finding, Report, Result, Round
from zhishou.inspections.rules.words import ActKind, ItemOutcome, Origin
from zhishou.inspections.tests.factories import MINUTE, Site
from zhishou.ledger.models import Entry
from zhishou.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def together(work: Callable[[], object]) -> Counter[str]:
    """Let every worker do this at the same moment, and count how it went."""
    barrier = threading.Barrier(WORKERS)

    def once() -> str:
        try:
            barrier.wait(timeout=30)
            work()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(WORKERS) as workers:
        return Counter(one.result(timeout=60) for one in [workers.submit(once) for _ in range(WORKERS)])


def afresh(inspection: Round) -> Round:
    return Round.objects.select_related("plan__system", "engagement", "engineer").get(pk=inspection.pk)


def filed(what: str) -> int:
    return Entry.objects.filter(what=f"inspections.{what}").count()


def ticket_about(pk: int, *, by: Person) -> Ticket:
    return actions.open_ticket_about(
        finding=Finding.objects.get(pk=pk),
        kind=TicketKind.FAULT,
        level=Level.ORDINARY,
        by=by,
        at=NOON + 4 * MINUTE,
    )


def under_way(site: Site) -> Round:
    """Return a round of which everything is done but its closing; two items are abnormal."""
    inspection = site.round()
    site.tell(inspection, ActKind.BEGIN, at=NOON, place="三楼机房")
    site.tell(inspection, ActKind.ANSWER, at=NOON + MINUTE, item="E-01", reading="33.5")
    site.tell(inspection, ActKind.ANSWER, at=NOON + MINUTE, item="E-02", is_yes=False)
    site.tell(inspection, ActKind.SIGN, at=NOON + 2 * MINUTE)
    return inspection


def test_workers_that_tick_together_make_and_gather_a_round_once(site: Site) -> None:
    site.plan()

    assert together(lambda: jobs.tick_rounds(at=NOON)) == {"done": WORKERS}

    inspection = Round.objects.get(starts_at__lte=NOON, due_at__gt=NOON)
    assert inspection.gathered_at == NOON
    assert filed("measured") == 1
    measured = Result.objects.filter(round=inspection, origin=Origin.PROBE)
    assert len({one.key for one in measured}) == measured.count() > 0


def test_a_round_that_is_closed_by_several_has_one_finding_for_each_abnormal_item(site: Site) -> None:
    inspection, key = under_way(site), uuid.uuid4()

    outcomes = together(
        lambda: site.tell(
            afresh(inspection), ActKind.CLOSE, at=NOON + 3 * MINUTE, uuid=key, by=site.cast.second_line
        )
    )

    assert outcomes == {"done": WORKERS}
    assert Act.objects.filter(round=inspection, kind=ActKind.CLOSE).count() == 1
    abnormal = Result.objects.filter(round=inspection, outcome=ItemOutcome.ABNORMAL)
    assert sorted(one.key for one in Finding.objects.all()) == sorted(one.key for one in abnormal)
    assert [one.number for one in Finding.objects.order_by("number")] == [1, 2]
    assert filed("round_counted") == 1


def test_a_finding_has_one_ticket_whoever_opens_it_at_the_same_moment(site: Site) -> None:
    site.tell(under_way(site), ActKind.CLOSE, at=NOON + 3 * MINUTE)
    found = list(Finding.objects.all())

    for finding in found:
        outcomes = together(partial(ticket_about, finding.pk, by=site.cast.expert))
        assert outcomes == {"done": 1, "HasTicket": WORKERS - 1}

    assert Ticket.objects.count() == len(found) == len({one.ticket_id for one in Finding.objects.all()})


def test_a_report_that_several_issue_has_one_number(site: Site) -> None:
    inspection = under_way(site)
    site.tell(inspection, ActKind.CLOSE, at=NOON + 3 * MINUTE)
    inspection.refresh_from_db()
    at = NOON + 5 * MINUTE
    actions.prepare(inspection=inspection, conclusion="两项须整改。", by=site.cast.second_line, at=at)
    actions.review(inspection=inspection, by=site.cast.expert, at=at)

    outcomes = together(
        lambda: actions.issue_report(inspection=afresh(inspection), reason="", by=site.cast.manager, at=at)
    )

    assert outcomes["done"] == 1
    assert set(outcomes) <= {"done", "Stale", "NeedsVersionReason"}
    [report] = Report.objects.all()
    assert (report.version, filed("report_issued")) == (1, 1)
