"""Real transactions at the same moment: one check-in, one visit of the quota, whoever sends how often."""

import uuid

import pytest

from conftest import NOON, Cast
from tests.together import AT_ONCE, together
from zhishou.contracts.models import Movement
from zhishou.desk.models import Evidence, Visit, VisitAct
from zhishou.desk.rules.visits import ActKind
from zhishou.desk.tests.factories import make_desk
from zhishou.desk.tests.visiting import HOUR, Road

pytestmark = pytest.mark.django_db(transaction=True)


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
