"""A supervised matter from what was ruled to its statistics."""

from datetime import date, timedelta
from typing import Any

import pytest

from jishi.refusals.door import NotAllowed
from xieban.documents import actions, queries
from xieban.documents.actions import Matter
from xieban.documents.actions.refusals import Lacking, NotTheSupervisor
from xieban.documents.models import Document, Feedback, Link, Supervision, Urging
from xieban.documents.queries.supervising import light_of, supervised, tallies
from xieban.documents.rules.elements import Lack
from xieban.documents.rules.supervising import Course, Light, light
from xieban.documents.rules.words import Source
from xieban.documents.tests.laying import Way, prepare
from xieban.documents.tests.test_incoming import received
from xieban.flows.actions import fire_due
from xieban.tests.cast import NOON, Cast

TODAY = date(2023, 3, 15)
DUE = TODAY + timedelta(days=20)


@pytest.mark.parametrize(
    ("course", "shows"),
    [
        pytest.param(Course(due_on=None), Light.GREEN, id="nothing is due before it is allotted"),
        pytest.param(Course(due_on=TODAY + timedelta(days=4)), Light.GREEN, id="far from the limit"),
        pytest.param(Course(due_on=TODAY + timedelta(days=3)), Light.YELLOW, id="three days before the limit"),
        pytest.param(Course(due_on=TODAY), Light.YELLOW, id="the limit itself is kept"),
        pytest.param(Course(due_on=TODAY - timedelta(days=1)), Light.RED, id="past the limit"),
        pytest.param(Course(due_on=DUE, report_due_on=TODAY), Light.GREEN, id="a report may come all day"),
        pytest.param(Course(due_on=DUE, report_due_on=TODAY - timedelta(days=1)), Light.YELLOW, id="a late report"),
        pytest.param(
            Course(due_on=DUE, report_due_on=TODAY - timedelta(days=4)), Light.RED, id="a very late report"
        ),
        pytest.param(
            Course(due_on=TODAY - timedelta(days=4), asked_on=TODAY - timedelta(days=9)),
            Light.GREEN,
            id="whoever asked in time is not late while it is verified",
        ),
        pytest.param(Course(due_on=TODAY, asked_on=TODAY, is_closed=True), Light.KEPT, id="closed in time"),
        pytest.param(Course(due_on=TODAY, asked_on=DUE, is_closed=True), Light.MISSED, id="closed late"),
    ],
)
def test_the_light_follows_from_time_and_reports(course: Course, shows: Light) -> None:
    assert light(course, today=TODAY) is shows


def matter(**changes: Any) -> Matter:
    values: dict[str, Any] = {
        "title": "甘南州救灾帐篷调拨到位",
        "source": Source.INCOMING,
        "reason": "省应急管理厅来函商请",
        "criteria": "500顶帐篷全部签收",
        **changes,
    }
    return Matter(**values)


@pytest.mark.django_db
def test_the_whole_way_with_a_refused_closing_and_what_is_counted(cast: Cast) -> None:  # noqa: PLR0915 - D1 to D8
    prepare(cast)
    origin = received(cast.registrar)
    with pytest.raises(NotTheSupervisor):
        actions.raise_matter(matter=matter(), by=cast.drafter, at=NOON)
    with pytest.raises(Lacking) as lacking:
        actions.raise_matter(matter=matter(reason=" ", criteria=""), by=cast.office_head, at=NOON)
    assert set(lacking.value.lacks) == {Lack.REASON, Lack.CRITERIA}

    made = actions.raise_matter(matter=matter(), origin=origin.fresh(), by=cast.office_head, at=NOON)
    way, head, boss = Way(document=made), cast.department_head, cast.archivist
    assert Link.objects.get().origin == origin.document
    given = {"lead_department": (cast.department.pk,), "helping_departments": (cast.office.pk,), "rhythm": "每周"}

    with pytest.raises(Lacking) as lacking:
        way.does(boss, due_on="2023-03-01", **given)  # type: ignore[arg-type]
    assert lacking.value.lacks == (Lack.DUE_PAST,)
    way.does(boss, due_on=DUE.isoformat(), **given)  # type: ignore[arg-type]
    assert way.nodes() == ["D3"]
    way.does(head)
    row = Supervision.objects.get()
    assert (row.signed_at, row.report_due_on) == (way.at, TODAY + timedelta(days=7))

    way.does(head, progress="已调拨200顶", finished=False)
    assert way.nodes() == ["WEEK"]
    way.at = NOON + timedelta(days=7, hours=1)
    fire_due(at=way.at)
    assert way.nodes() == ["D4"]
    late = NOON + timedelta(days=9)
    assert light_of(Supervision.objects.get(), at=late) is Light.YELLOW
    (tally,) = tallies(boss, at=late)
    assert (tally.open, tally.overdue, tally.owed, tally.in_time) == (1, 0, 1, 0)
    way.at = NOON + timedelta(days=18)
    fire_due(at=way.at)
    way.delivers()
    assert {one.percent for one in Urging.objects.filter(node="D4")} == {50, 80}

    way.does(head, progress="全部到位", finished=True)
    way.does(head, closing="签收单已附")
    way.does(boss, accepted=False, words="签收单缺30顶")
    assert Supervision.objects.get().asked_at is None
    assert way.nodes() == ["D4"]
    way.does(head, progress="补齐30顶", finished=True)
    way.does(head, closing="签收单齐全")
    way.does(boss, accepted=True)
    way.does(boss)

    row = Supervision.objects.get()
    assert way.nodes() == []
    assert light_of(row, at=way.at) is Light.KEPT
    assert Feedback.objects.count() == 3
    (tally,) = tallies(boss, month="2023-04", at=way.at)
    assert (tally.in_time, tally.late, tally.open) == (1, 0, 0)
    assert tallies(boss, month="2023-05", at=way.at) == []
    assert [one.record for one in supervised(head, at=way.at)] == [row]
    assert supervised(cast.clerk, at=way.at) == []
    assert queries.visible(cast.principal_leader, at=way.at).filter(pk=made.pk).exists()
    with pytest.raises(NotAllowed):
        tallies(cast.drafter, at=way.at)
    assert Document.objects.get(pk=made.pk).department == cast.department
