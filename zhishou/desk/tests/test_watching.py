"""What the watch sees: exactly one ticket, people called, its end as evidence."""

from datetime import timedelta

import pytest

from conftest import NOON, Cast
from jishi.outbox.door import deliver_waiting
from jishi.outbox.models import Message
from zhishou.desk.actions import record_evidence
from zhishou.desk.models import Evidence, Note, Ticket
from zhishou.desk.rules.words import EvidenceKind
from zhishou.desk.tests.factories import make_desk
from zhishou.duty.models import LadderRun
from zhishou.duty.tests.factories import staff
from zhishou.watch.tests.factories import MINUTE, SECOND, Watch, make_watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def watch(cast: Cast) -> Watch:
    make_desk(cast)
    made = make_watch(cast)
    made.all_well()
    return made


def test_a_fault_is_one_ticket_at_the_level_of_the_profile_and_calls_the_watch(watch: Watch) -> None:
    broke = watch.comes("host-answers", "ff", since=NOON + MINUTE)
    deliver_waiting(at=broke)

    ticket = Ticket.objects.get()
    assert (ticket.level, ticket.title, ticket.caller_name) == (2, "办公系统：主机不可用（主机应答）", "系统监测")
    assert "检查项：X-03" in ticket.words
    assert watch.alert("host-answers").ticket_number == ticket.number
    assert LadderRun.objects.get().level == 2


def test_its_end_stops_the_recovery_clock_by_the_sample(watch: Watch) -> None:
    watch.comes("host-answers", "ff", since=NOON + MINUTE)
    ended = watch.comes("host-answers", "nn", since=NOON + 10 * MINUTE)
    deliver_waiting(at=ended + SECOND)

    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.happened_at) == (EvidenceKind.PROBE_SAMPLE, ended + SECOND)
    assert evidence.source.endswith(f"#{watch.probe('host-answers').pk}@{round(ended.timestamp() * 1000)}")
    clock = Ticket.objects.get().clocks.get(commitment="recovery")
    assert clock.ended_at is not None


def test_what_breaks_with_it_is_written_on_it_and_may_raise_it(watch: Watch) -> None:
    broke = watch.comes("certificate-days", "ww", since=NOON + MINUTE)
    deliver_waiting(at=broke)
    assert (Ticket.objects.get().level, LadderRun.objects.count()) == (3, 0)

    joined = watch.comes("host-answers", "ff", since=broke + 20 * SECOND)
    deliver_waiting(at=joined)

    ticket, run = Ticket.objects.get(), LadderRun.objects.get()
    assert (ticket.level, ticket.title) == (2, "办公系统：证书不正常（证书有效期）")
    assert "主机不可用" in Note.objects.get().words
    # Whoever is called, and whoever reads how the level came about, is told what is grave, not what came first.
    assert (run.level, run.title) == (2, "办公系统：主机不可用（主机应答）")
    assert ticket.changes.get(what="level_changed").words == run.title


def test_news_in_the_wrong_order_still_make_one_ticket_that_ends(watch: Watch) -> None:

    broke = watch.comes("host-answers", "ff", since=NOON + MINUTE)
    Message.objects.update(next_try_at=NOON + timedelta(hours=1))
    ended = watch.comes("host-answers", "nn", since=broke + MINUTE)

    deliver_waiting(at=ended)
    assert (Ticket.objects.count(), Evidence.objects.count()) == (1, 1)
    deliver_waiting(at=NOON + timedelta(hours=1))
    assert (Ticket.objects.count(), Evidence.objects.count()) == (1, 1)


def test_what_breaks_anew_before_its_ticket_ended_calls_again(watch: Watch) -> None:
    staff(watch.cast)
    broke = watch.comes("host-answers", "ff", since=NOON + MINUTE)
    deliver_waiting(at=broke)
    LadderRun.objects.update(state="exhausted", ended_at=broke)
    ended = watch.comes("host-answers", "nn", since=broke + 5 * MINUTE)
    again = watch.comes("host-answers", "ff", since=ended + 10 * MINUTE)
    deliver_waiting(at=again)

    assert Ticket.objects.count() == 1
    assert sorted(LadderRun.objects.values_list("state", flat=True)) == ["exhausted", "running"]


def test_what_breaks_anew_calls_again_though_somebody_answered_the_first_time(watch: Watch) -> None:
    staff(watch.cast)
    broke = watch.comes("host-answers", "ff", since=NOON + MINUTE)
    deliver_waiting(at=broke)
    record_evidence(
        ticket=Ticket.objects.get(), kind=EvidenceKind.CALL, happened_at=broke + MINUTE, words="已回电",
        by=watch.cast.expert, at=broke + MINUTE,
    )  # fmt: skip
    deliver_waiting(at=broke + MINUTE)
    ended = watch.comes("host-answers", "nn", since=broke + 5 * MINUTE)

    again = watch.comes("host-answers", "ff", since=ended + 10 * MINUTE)
    deliver_waiting(at=again)

    assert Ticket.objects.count() == 1
    assert sorted(LadderRun.objects.values_list("state", flat=True)) == ["running", "stopped"]
