from datetime import timedelta

from conftest import NOON, Cast
from zhishou.duty import actions, models
from zhishou.duty.actions.coverage import check_coverage
from zhishou.duty.rules import GapKind
from zhishou.duty.rules.coverage import gaps
from zhishou.duty.rules.rosters import Shift
from zhishou.duty.tests.factories import make_colleague, make_roster, staff
from zhishou.ledger.models import Entry
from zhishou.notify.models import Channel, Notice
from zhishou.people.models import Person
from zhishou.people.rules import Role, Tier

DAY = timedelta(days=1)


def give_channel(*persons: Person) -> None:
    for person in persons:
        Channel.objects.create(
            person=person, kind="webhook", details="{}", shown="…", created_at=NOON, verified_at=NOON
        )


def test_a_roster_whose_people_can_be_reached_has_no_gap(cast: Cast) -> None:
    make_roster(cast, Tier.EXPERT, cast.expert)
    give_channel(cast.expert)

    assert check_coverage(at=NOON) == 0


def test_a_gap_weeks_ahead_is_announced_to_the_manager_once(cast: Cast) -> None:
    make_roster(cast, Tier.EXPERT, cast.expert)
    give_channel(cast.expert)
    actions.take_leave(
        engagement=cast.engagement,
        person=cast.expert,
        starts_at=NOON + 14 * DAY,
        ends_at=NOON + 16 * DAY,
        by=cast.expert,
        at=NOON,
    )

    counts = [check_coverage(at=NOON + hours * DAY / 24) for hours in (0, 1, 30)]

    assert counts == [1, 0, 0]
    [notice] = Notice.objects.filter(kind="duty.gap")
    assert (notice.person, notice.words["kind"]) == (cast.manager, "nobody")
    gap = models.Gap.objects.get()
    assert (gap.kind, gap.starts_at, gap.ends_at) == (GapKind.NOBODY, NOON + 14 * DAY, NOON + 16 * DAY)
    assert Entry.objects.filter(what="duty.gap_found").count() == 1


def test_what_is_wrong_with_a_person_is_one_gap_however_often_his_turn_comes() -> None:
    days = [
        Shift(starts_at=NOON + day * DAY, ends_at=NOON + (day + 1) * DAY, person=(1, 2, None)[day % 3])
        for day in range(9)
    ]

    found = gaps(days, faults={1: [GapKind.NO_CHANNEL], 2: []})

    assert [(span.person, span.starts_at, span.ends_at) for span in found if span.person] == [
        (1, NOON, NOON + 7 * DAY)
    ]
    assert [span.kind for span in found].count(GapKind.NOBODY) == 3


def test_a_gap_that_is_mended_is_closed_and_one_that_comes_back_is_news(cast: Cast) -> None:
    roster = make_roster(cast, Tier.EXPERT, cast.expert)
    substitute = make_colleague("bob", Role.EXPERT, cast.engagement)
    give_channel(cast.expert, substitute)
    actions.take_leave(
        engagement=cast.engagement,
        person=cast.expert,
        starts_at=NOON + 7 * DAY,
        ends_at=NOON + 8 * DAY,
        by=cast.expert,
        at=NOON,
    )
    check_coverage(at=NOON)
    stand_in = actions.override(
        roster=roster,
        person=substitute,
        starts_at=NOON + 7 * DAY,
        ends_at=NOON + 8 * DAY,
        reason="顶班",
        by=cast.manager,
        at=NOON,
    )

    assert check_coverage(at=NOON) == 0
    assert not models.Gap.objects.filter(closed_at__isnull=True).exists()

    actions.cancel_override(override=stand_in, by=cast.manager, at=NOON + DAY)
    assert check_coverage(at=NOON + DAY) == 1


def test_a_person_who_cannot_be_reached_is_a_gap_of_its_own_kind(cast: Cast) -> None:
    staff(cast)
    give_channel(cast.front_desk, cast.first_line, cast.second_line, cast.expert)
    cast.first_line.role_grants.update(until=NOON)
    Person.objects.filter(pk=cast.second_line.pk).update(is_active=False)

    check_coverage(at=NOON)

    found = {
        (gap.roster.tier, gap.kind, gap.person) for gap in models.Gap.objects.select_related("roster", "person")
    }
    assert found == {
        ("first_line", "no_role", cast.first_line),
        ("second_line", "deactivated", cast.second_line),
        ("manager", "no_channel", cast.manager),
    }


def test_a_standing_gap_is_one_gap_however_far_the_look_ahead_moves(cast: Cast) -> None:
    make_roster(cast, Tier.EXPERT, cast.expert)  # nobody gave them a channel

    counts = [check_coverage(at=NOON + day * DAY) for day in range(5)]

    assert counts == [1, 0, 0, 0, 0]
