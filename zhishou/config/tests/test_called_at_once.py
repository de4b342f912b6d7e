"""From the start of a ladder to the call, by what the outbox hears alone: no tick is waited for."""

from conftest import NOON, Cast
from jishi.outbox.delivery import deliver_some
from jishi.tasks.door import ready_of
from zhishou.duty.models import LadderStep
from zhishou.duty.tests.factories import begin, staff
from zhishou.notify.jobs import send_at_once
from zhishou.notify.tests.factories import make_channel, recorded


def test_whoever_is_first_on_a_ladder_is_called_without_waiting_for_a_tick(cast: Cast) -> None:
    staff(cast)
    make_channel(cast.front_desk)
    begin(cast)

    while deliver_some(clock=lambda: NOON):
        pass

    assert LadderStep.objects.count() == 1
    assert ready_of(send_at_once.module_path) == 1
    with recorded() as channel:
        assert send_at_once.func() == 1
    assert len(channel.sent) == 1
