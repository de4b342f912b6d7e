from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import LONG_AGO, NOON, Cast
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.duty import actions, models, queries
from zhishou.duty.actions.rosters import (
    AlreadyCancelled,
    EndsBeforeStart,
    NobodyInRotation,
    NotOfThisTier,
    PastIsFixed,
    ReasonNeeded,
    follow_account,
)
from zhishou.duty.tests.factories import make_colleague, make_roster, rotation
from zhishou.ledger.models import Entry
from zhishou.people.models import Person
from zhishou.people.rules import Role, Tier

HOUR = timedelta(hours=1)


@pytest.fixture
def bob(cast: Cast) -> Person:
    return make_colleague("bob", Role.FIRST_LINE, cast.engagement)


def test_one_person_is_on_watch_at_an_instant(cast: Cast, bob: Person) -> None:
    make_roster(cast, Tier.FIRST_LINE, cast.first_line, bob)

    today = queries.on_watch(cast.engagement, Tier.FIRST_LINE, NOON)
    tomorrow = queries.on_watch(cast.engagement, Tier.FIRST_LINE, NOON + 24 * HOUR)

    assert {today, tomorrow} == {cast.first_line, bob}


def test_a_tier_without_a_roster_has_nobody(cast: Cast) -> None:
    assert queries.on_watch(cast.engagement, Tier.EXPERT, NOON) is None
    assert queries.who_is_on(cast.engagement, at=NOON) == dict.fromkeys(Tier)


def test_a_new_version_never_rewrites_who_was_on_watch(cast: Cast, bob: Person) -> None:
    roster = make_roster(cast, Tier.FIRST_LINE, cast.first_line)
    yesterday = NOON - 24 * HOUR

    actions.set_roster(
        engagement=cast.engagement,
        tier=Tier.FIRST_LINE,
        layers=[rotation(bob)],
        effective_from=None,
        by=cast.manager,
        at=NOON,
    )

    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, yesterday) == cast.first_line
    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, NOON) == bob
    assert [version.number for version in roster.versions.all()] == [1, 2]


def test_a_roster_cannot_be_decided_for_the_past(cast: Cast) -> None:
    with pytest.raises(PastIsFixed):
        actions.set_roster(
            engagement=cast.engagement,
            tier=Tier.FIRST_LINE,
            layers=[rotation(cast.first_line)],
            effective_from=NOON - HOUR,
            by=cast.manager,
            at=NOON,
        )


def test_the_database_itself_refuses_a_version_into_the_past(cast: Cast) -> None:
    roster = make_roster(cast, Tier.FIRST_LINE, cast.first_line)

    with pytest.raises(IntegrityError), transaction.atomic():
        models.RosterVersion.objects.create(
            roster=roster, number=2, effective_from=LONG_AGO, layers=[], made_at=NOON
        )


def test_only_the_manager_of_this_contract_decides_a_roster(cast: Cast) -> None:
    for somebody, refusal in ((cast.expert, NotAllowed), (cast.stranger_manager, NotThere)):
        with pytest.raises(refusal):
            actions.set_roster(
                engagement=cast.engagement,
                tier=Tier.EXPERT,
                layers=[rotation(cast.expert)],
                effective_from=None,
                by=somebody,
                at=NOON,
            )


def test_a_rotation_holds_only_people_of_its_tier(cast: Cast) -> None:
    with pytest.raises(NotOfThisTier):
        make_roster(cast, Tier.EXPERT, cast.requester)
    with pytest.raises(NobodyInRotation):
        make_roster(cast, Tier.EXPERT)


def test_an_override_holds_in_its_span_only_and_is_evidence(cast: Cast, bob: Person) -> None:
    roster = make_roster(cast, Tier.FIRST_LINE, cast.first_line)

    actions.override(
        roster=roster,
        person=bob,
        starts_at=NOON,
        ends_at=NOON + HOUR,
        reason="家中有事",
        by=cast.manager,
        at=NOON - HOUR,
    )

    watch = [
        queries.on_watch(cast.engagement, Tier.FIRST_LINE, NOON + offset) for offset in (-HOUR, 0 * HOUR, HOUR)
    ]
    assert watch == [cast.first_line, bob, cast.first_line]
    assert Entry.objects.filter(what="duty.override_made", payload_text__contains="家中有事").exists()


def test_anybody_of_the_tier_may_take_a_shift_but_not_give_it_to_somebody(cast: Cast, bob: Person) -> None:
    roster = make_roster(cast, Tier.FIRST_LINE, cast.first_line)
    span = {"starts_at": NOON, "ends_at": NOON + HOUR, "reason": "接班", "at": NOON}

    actions.override(roster=roster, person=bob, by=bob, **span)  # type: ignore[arg-type]

    with pytest.raises(NotAllowed):
        actions.override(roster=roster, person=cast.first_line, by=bob, **span)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "reason", "refusal"),
    [
        pytest.param(1, 1, "why", EndsBeforeStart, id="a span without length"),
        pytest.param(-2, -1, "why", PastIsFixed, id="a span that is over"),
        pytest.param(1, 2, " ", ReasonNeeded, id="no reason"),
    ],
)
def test_a_wrong_override_is_refused(
    cast: Cast, start: int, end: int, reason: str, refusal: type[Exception]
) -> None:
    roster = make_roster(cast, Tier.FIRST_LINE, cast.first_line)

    with pytest.raises(refusal):
        actions.override(
            roster=roster,
            person=cast.first_line,
            starts_at=NOON + start * HOUR,
            ends_at=NOON + end * HOUR,
            reason=reason,
            by=cast.manager,
            at=NOON,
        )


def test_a_cancelled_override_stays_true_for_the_time_it_held(cast: Cast, bob: Person) -> None:
    roster = make_roster(cast, Tier.FIRST_LINE, cast.first_line)
    made = actions.override(
        roster=roster, person=bob, starts_at=NOON, ends_at=NOON + 8 * HOUR, reason="x", by=cast.manager, at=NOON
    )

    actions.cancel_override(override=made, by=cast.manager, at=NOON + 2 * HOUR)

    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, NOON + HOUR) == bob
    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, NOON + 2 * HOUR) == cast.first_line
    with pytest.raises(AlreadyCancelled):
        actions.cancel_override(override=made, by=cast.manager, at=NOON + 3 * HOUR)


def test_on_leave_the_next_in_the_order_stands_in(cast: Cast, bob: Person) -> None:
    make_roster(cast, Tier.FIRST_LINE, cast.first_line, bob)

    actions.take_leave(
        engagement=cast.engagement,
        person=bob,
        starts_at=NOON,
        ends_at=NOON + 72 * HOUR,
        by=bob,
        at=NOON,
    )

    found = queries.shifts(cast.engagement, Tier.FIRST_LINE, NOON, NOON + 72 * HOUR)
    assert {shift.person for shift in found} == {cast.first_line}
    assert any(shift.is_stand_in for shift in found)


def test_a_closed_account_leaves_the_watch_from_then_on_and_may_come_back(cast: Cast, bob: Person) -> None:
    make_roster(cast, Tier.FIRST_LINE, bob)
    Person.objects.filter(pk=bob.pk).update(is_active=False)
    bob.refresh_from_db()

    follow_account(person=bob, happened_at=NOON, at=NOON + timedelta(seconds=2))
    follow_account(person=bob, happened_at=NOON, at=NOON + timedelta(seconds=9))  # heard twice

    assert models.Absence.objects.count() == 1
    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, NOON - HOUR) == bob
    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, NOON + HOUR) is None

    Person.objects.filter(pk=bob.pk).update(is_active=True)
    bob.refresh_from_db()
    follow_account(person=bob, happened_at=NOON + HOUR, at=NOON + HOUR)

    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, NOON + HOUR) == bob


def test_the_shifts_of_all_tiers_take_five_queries(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    make_roster(cast, Tier.FIRST_LINE, cast.first_line)
    make_roster(cast, Tier.EXPERT, cast.expert)

    with django_assert_num_queries(5):
        queries.shifts(cast.engagement, None, NOON, NOON + 24 * 30 * HOUR)


def test_a_note_is_kept_for_the_next_watch(cast: Cast) -> None:
    roster = make_roster(cast, Tier.FIRST_LINE, cast.first_line)

    note = actions.write_note(roster=roster, text=" 数据库空间还剩 10% ", by=cast.first_line, at=NOON)

    assert note.text == "数据库空间还剩 10%"
