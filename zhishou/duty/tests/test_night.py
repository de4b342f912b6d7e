"""A whole night: a fatal fault at three on New Year's morning that nobody answers until the expert does."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conftest import Cast
from zhishou.contracts.rules import Level
from zhishou.duty import actions, models
from zhishou.duty.actions.climbing import climb_due
from zhishou.duty.queries.links import link_of
from zhishou.duty.tests.factories import begin, staff
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice

THREE = datetime(2023, 1, 22, 3, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # the first day of the year of the rabbit


def test_a_fatal_fault_at_three_on_a_holiday_climbs_to_the_expert(cast: Cast) -> None:
    staff(cast)
    run = begin(cast, Level.FATAL, title="系统宕机", at=THREE)

    for seconds in range(0, 600, 5):
        climb_due(at=THREE + timedelta(seconds=seconds))

    told = Notice.objects.filter(kind="duty.page").order_by("pk")
    assert [(one.person.username, (one.told_at - THREE) // timedelta(minutes=1)) for one in told] == [
        ("front_desk", 0),
        ("first_line", 0),
        ("first_line", 3),
        ("second_line", 3),
        ("second_line", 6),
        ("expert", 6),
    ]
    assert {one.urgency for one in told} == {"page"}

    answered_at = THREE + timedelta(minutes=9, seconds=50)
    page = models.Page.objects.get(person=cast.expert)
    actions.acknowledge_by_link(token=link_of(page).strip("/").rpartition("/")[2], at=answered_at)
    climb_due(at=THREE + timedelta(hours=2))

    assert Notice.objects.filter(kind="duty.page").count() == 6
    entry = Entry.objects.get(what="duty.ladder_acknowledged", about_key=str(run.uuid))
    assert (entry.by, entry.happened_at) == (cast.expert, answered_at)
