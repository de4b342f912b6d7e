"""Monitors that stand beside each other tell of one alert at the same moment."""

from functools import partial

import pytest

from conftest import NOON, Cast
from tests.together import AT_ONCE, together
from zhishou.desk.models import Alert, Intake, Ticket
from zhishou.desk.tests.factories import Desk, make_desk
from zhishou.desk.tests.test_alerts import told

pytestmark = pytest.mark.django_db(transaction=True)


def tell(desk: Desk, name: str, _number: int) -> None:
    told(desk, NOON, fingerprint=name)


def test_an_alert_told_several_times_at_one_moment_is_one_ticket_and_refused_to_nobody(cast: Cast) -> None:
    desk = make_desk(cast)

    assert [together(partial(tell, desk, name)) for name in ("a1", "b2", "c3", "d4")] == [{"done": AT_ONCE}] * 4

    assert (Alert.objects.count(), Ticket.objects.count(), Intake.objects.count()) == (4, 4, 4)
