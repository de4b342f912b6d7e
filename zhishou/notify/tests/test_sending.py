import threading
from collections import Counter
from datetime import datetime, time, timedelta

import pytest

from conftest import NOON, Cast
from jishi.outbox.door import wired
from zhishou.notify.actions import planning, sending, tell
from zhishou.notify.actions.wishes import wish
from zhishou.notify.channels.protocol import Letter, Receipt
from zhishou.notify.events import DeliveryFailed
from zhishou.notify.models import Attempt, Channel, Delivery, Parcel
from zhishou.notify.rules import BACK_OFF, Outcome, State, Urgency
from zhishou.notify.tests.factories import make_channel, message, recorded, refusing, run


def told(cast: Cast, urgency: Urgency = Urgency.PROMPT, at: datetime = NOON) -> None:
    tell(to=[cast.expert], message=message(urgency), at=at)


def test_a_page_leaves_by_all_channels_at_once(cast: Cast) -> None:
    make_channel(cast.expert, kind="mail", address="a@example.org")
    make_channel(cast.expert, kind="webhook", address="b@example.org", rank=1)

    with recorded("mail", "webhook") as double:
        told(cast, Urgency.PAGE)
        run(NOON)

    assert {details["address"] for _, details in double.sent} == {"a@example.org", "b@example.org"}


def test_a_page_does_not_wait_for_a_channel_that_hangs(cast: Cast) -> None:
    make_channel(cast.expert, kind="webhook", address="hangs@example.org")
    make_channel(cast.expert, kind="mail", address="works@example.org", rank=1)
    arrived, waited = threading.Event(), list[bool]()

    def hanging(letter: Letter) -> Receipt:
        waited.append(arrived.wait(timeout=5))
        return refusing(letter)

    def taking(letter: Letter) -> Receipt:
        arrived.set()
        return Receipt(outcome=Outcome.DELIVERED, answer=letter.key)

    with recorded("webhook", answer=hanging), recorded("mail", answer=taking):
        told(cast, Urgency.PAGE)
        run(NOON)

    assert waited == [True]
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {State.WAITING: 1, State.DELIVERED: 1}


@pytest.mark.parametrize(
    ("urgency", "arrives"), [(Urgency.PROMPT, "06:00"), (Urgency.PAGE, "22:30")], ids=["prompt", "page"]
)
def test_what_failed_before_quiet_hours_is_tried_again_after_them_unless_it_is_a_page(
    cast: Cast, urgency: Urgency, arrives: str
) -> None:
    evening = NOON.replace(hour=22, minute=0)
    make_channel(cast.expert)
    wish(by=cast.expert, quiet_from=time(22, 10), quiet_until=time(6), zone="UTC", muted_kinds=[])
    with recorded(answer=refusing):
        told(cast, urgency, at=evening)
        run(evening)

    moments = [evening + timedelta(minutes=30), evening + timedelta(hours=8)]
    with recorded():
        for at in moments:
            run(at)

    delivered = Parcel.objects.get().delivered_at
    assert delivered is not None
    assert f"{delivered:%H:%M}" == arrives


def test_what_a_person_is_told_besides_pages_goes_by_one_channel_after_the_other(cast: Cast) -> None:
    make_channel(cast.expert, address="dead@example.org")
    make_channel(cast.expert, kind="webhook", address="alive@example.org", rank=1)
    with recorded("mail", "webhook", answer=refusing):
        told(cast)
        run(NOON)

    with recorded("mail", "webhook") as double:
        run(NOON + timedelta(hours=1))

    assert len(double.sent) == 1, "both were due, and the second was spared by the first"
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DELIVERED, State.SUPERSEDED}


def test_anything_else_leaves_by_the_preferred_channel_only(cast: Cast) -> None:
    make_channel(cast.expert, address="second@example.org", rank=1)
    make_channel(cast.expert, address="first@example.org", rank=0)

    with recorded() as double:
        told(cast)
        run(NOON)

    assert [details["address"] for _, details in double.sent] == ["first@example.org"]


def test_the_next_channel_begins_as_soon_as_one_fails(cast: Cast) -> None:
    make_channel(cast.expert, address="dead@example.org")
    make_channel(cast.expert, kind="webhook", address="alive@example.org", rank=1)

    with recorded("mail", answer=refusing), recorded("webhook") as alive:
        told(cast)
        run(NOON)
        run(NOON + timedelta(hours=1))

    assert len(alive.sent) == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DELIVERED, State.SUPERSEDED}


def test_an_unproven_channel_is_not_used(cast: Cast) -> None:
    make_channel(cast.expert, verified=False)

    with recorded() as double:
        told(cast, Urgency.PAGE)
        run(NOON)

    assert double.sent == []


@pytest.mark.parametrize("urgency", list(Urgency))
def test_failures_are_tried_again_by_the_schedule_and_then_given_up(cast: Cast, urgency: Urgency) -> None:
    make_channel(cast.expert)
    told(cast, urgency)
    at = NOON + timedelta(minutes=30)

    with recorded(answer=refusing) as double:
        run(at)
        for wait in BACK_OFF[urgency]:
            run(at + wait - timedelta(seconds=1))
            at += wait
            run(at)

    assert len(double.sent) == len(BACK_OFF[urgency]) + 1
    assert Delivery.objects.get().state == State.GIVEN_UP
    assert Parcel.objects.get().failed_at == at
    assert len({letter.key for letter, _ in double.sent}) == 1, "each try carries the same key"


def test_a_lasting_refusal_is_given_up_at_once(cast: Cast) -> None:
    make_channel(cast.expert)

    with recorded(answer=lambda _: Receipt(outcome=Outcome.PERMANENT, answer="550 no such user")):
        told(cast)
        run(NOON)

    assert Delivery.objects.get().state == State.GIVEN_UP
    assert Attempt.objects.get().answer == "550 no such user"


def test_a_server_that_asks_for_patience_gets_it(cast: Cast) -> None:
    make_channel(cast.expert)
    asked = Receipt(outcome=Outcome.TEMPORARY, answer="429", retry_after=timedelta(minutes=7))

    with recorded(answer=lambda _: asked):
        told(cast)
        run(NOON)

    assert Delivery.objects.get().next_try_at == NOON + timedelta(minutes=7)


def test_the_log_never_holds_what_the_channel_keeps_secret(cast: Cast) -> None:
    make_channel(cast.expert, address="secret-robot-key")

    with recorded(answer=lambda _: Receipt(outcome=Outcome.TEMPORARY, answer="bad key secret-robot-key here")):
        told(cast)
        run(NOON)

    assert Attempt.objects.get().answer == "bad key •••• here"


def test_a_channel_that_breaks_does_not_stop_the_others(cast: Cast) -> None:
    def broken(_: Letter) -> Receipt:
        raise ZeroDivisionError

    make_channel(cast.expert)
    make_channel(cast.expert, kind="webhook", rank=1)

    with recorded("mail", answer=broken), recorded("webhook") as alive:
        told(cast, Urgency.PAGE)
        run(NOON)

    assert len(alive.sent) == 1
    assert Attempt.objects.filter(outcome=Outcome.TEMPORARY).get().answer == "ZeroDivisionError"


def test_a_removed_channel_is_not_used_any_more(cast: Cast) -> None:
    channel = make_channel(cast.expert)
    told(cast)
    planning.plan(at=NOON)
    Channel.objects.filter(pk=channel.pk).update(removed_at=NOON)

    with recorded() as double:
        run(NOON)

    assert double.sent == []
    assert Delivery.objects.get().state == State.SUPERSEDED


def test_what_one_worker_grips_no_other_gets(cast: Cast) -> None:
    make_channel(cast.expert)
    told(cast)
    planning.plan(at=NOON)

    first, second = sending.take(at=NOON), sending.take(at=NOON)

    assert len(first) == 1
    assert second == []


def test_what_a_killed_worker_held_is_sent_by_another_when_its_lease_ends(cast: Cast) -> None:
    make_channel(cast.expert)
    told(cast)
    planning.plan(at=NOON)
    sending.take(at=NOON)

    with recorded() as double:
        run(NOON + sending.LEASE - timedelta(seconds=1))
        run(NOON + sending.LEASE)

    assert len(double.sent) == 1


def test_a_page_without_any_channel_is_news(cast: Cast) -> None:
    assert DeliveryFailed in wired()

    told(cast, Urgency.PAGE)
    run(NOON)

    assert Parcel.objects.count() == 0
