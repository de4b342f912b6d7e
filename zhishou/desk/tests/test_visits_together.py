"""Real transactions at the same moment: one check-in, one visit of the quota, whoever sends how often."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from conftest import NOON, Cast
from jishi.refusals.door import Refusal
from zhishou.contracts.models import Movement
from zhishou.desk.models import Evidence, Visit, VisitAct
from zhishou.desk.rules.visits import ActKind
from zhishou.desk.tests.factories import make_desk
from zhishou.desk.tests.visiting import HOUR, Road

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def together(work: Callable[[int], object]) -> Counter[str]:
    barrier, outcomes = threading.Barrier(AT_ONCE), Counter[str]()

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            work(number)
            outcomes["done"] += 1
        except Refusal as refusal:
            outcomes[refusal.code] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.mark.parametrize(
    ("same_id", "outcomes"),
    [
        pytest.param(True, {"done": AT_ONCE}, id="one act, sent again and again"),
        pytest.param(False, {"done": 1, "VisitStandsElsewhere": AT_ONCE - 1}, id="several acts"),
    ],
)
def test_check_ins_at_one_moment_are_one(cast: Cast, *, same_id: bool, outcomes: dict[str, int]) -> None:
    road = Road(desk=make_desk(cast))
    visit = road.order_for_leader(road.desk.open())
    key = uuid.uuid4()

    found = together(
        lambda _: road.tell(
            Visit.objects.get(pk=visit.pk),
            ActKind.CHECK_IN,
            uuid=key if same_id else uuid.uuid4(),
            at=NOON + HOUR,
        )
    )

    assert found == outcomes
    assert VisitAct.objects.filter(kind=ActKind.CHECK_IN).count() == 1
    assert Evidence.objects.filter(kind="check_in").count() == 1
    assert Movement.objects.filter(kind="consume").count() == 1
