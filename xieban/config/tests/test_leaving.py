from django.utils import timezone

from xieban.directory.actions import hand_over
from xieban.flows import queries
from xieban.flows.actions import load_definitions, start
from xieban.tests.cast import Cast


def test_open_work_goes_to_who_takes_over(cast: Cast) -> None:
    now = timezone.now()
    load_definitions(at=now)
    start(flow="leave", title="年休假", values={}, by=cast.drafter, at=now)
    assert not queries.inbox(cast.clerk, at=now)

    hand_over(person=cast.drafter, successor=cast.clerk, by=cast.administrator, at=now)

    (waiting,) = queries.inbox(cast.clerk, at=now)
    standing = queries.standing_of(cast.clerk, waiting.instance, at=now)
    assert {deed.seat for deed in standing.control.deeds} & set(standing.seats), "and may be done, not only seen"


def test_a_delegation_can_be_confined_to_the_flows_that_run(cast: Cast) -> None:
    load_definitions(at=timezone.now())

    assert queries.names_of_flows()["leave"] == "请假"
