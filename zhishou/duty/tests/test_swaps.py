from datetime import UTC, datetime, timedelta

import pytest

from conftest import NOON, Cast
from jishi.refusals.door import NotThere
from zhishou.duty import actions, models, queries
from zhishou.duty.actions.swaps import AlreadyAsked, AskSomebodyElse, NoLongerOpen, NotTheirShift, expire_swaps
from zhishou.duty.models.changes import SwapState
from zhishou.duty.tests.factories import make_colleague, make_roster
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice
from zhishou.notify.queries.letters import wording_of
from zhishou.people.models import Person
from zhishou.people.rules import Role, Tier

DAY = timedelta(days=1)
NINE = datetime(2023, 3, 17, 1, tzinfo=UTC)  # a hand-over, nine in Beijing


@pytest.fixture
def alice(cast: Cast) -> Person:
    return cast.first_line


@pytest.fixture
def bob(cast: Cast) -> Person:
    return make_colleague("bob", Role.FIRST_LINE, cast.engagement)


@pytest.fixture
def roster(cast: Cast, alice: Person, bob: Person) -> models.Roster:
    return make_roster(cast, Tier.FIRST_LINE, alice, bob)


def spans(cast: Cast, alice: Person) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
    """Alice's next whole shift from NINE on, and Bob's."""
    first = queries.on_watch(cast.engagement, Tier.FIRST_LINE, NINE)
    today, tomorrow = (NINE, NINE + DAY), (NINE + DAY, NINE + 2 * DAY)
    return (today, tomorrow) if first == alice else (tomorrow, today)


def ask(roster: models.Roster, cast: Cast, alice: Person, bob: Person) -> models.Swap:
    gives, takes = spans(cast, alice)
    return actions.ask_swap(roster=roster, of=bob, gives=gives, takes=takes, reason="体检", by=alice, at=NOON)


def test_nothing_changes_before_the_other_agrees(
    roster: models.Roster, cast: Cast, alice: Person, bob: Person
) -> None:
    gives, _ = spans(cast, alice)

    ask(roster, cast, alice, bob)

    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, gives[0]) == alice


def test_with_consent_both_shifts_change_hands_and_both_words_are_evidence(
    roster: models.Roster, cast: Cast, alice: Person, bob: Person
) -> None:
    gives, takes = spans(cast, alice)
    swap = ask(roster, cast, alice, bob)

    actions.answer_swap(swap=swap, agree=True, by=bob, at=NOON + timedelta(hours=1))

    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, gives[0]) == bob
    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, takes[0]) == alice
    words = Entry.objects.filter(about_key=str(swap.uuid)).values_list("what", "by")
    assert set(words) == {("duty.swap_asked", alice.pk), ("duty.swap_agreed", bob.pk)}


def test_a_declined_swap_changes_nothing(roster: models.Roster, cast: Cast, alice: Person, bob: Person) -> None:
    swap = ask(roster, cast, alice, bob)

    actions.answer_swap(swap=swap, agree=False, by=bob, at=NOON)

    assert not models.Override.objects.exists()
    with pytest.raises(NoLongerOpen):
        actions.answer_swap(swap=swap, agree=True, by=bob, at=NOON)


def test_nobody_can_agree_for_somebody_else(roster: models.Roster, cast: Cast, alice: Person, bob: Person) -> None:
    swap = ask(roster, cast, alice, bob)

    for somebody in (alice, cast.manager, cast.stranger_manager):
        with pytest.raises(NotThere):
            actions.answer_swap(swap=swap, agree=True, by=somebody, at=NOON)


def test_a_request_expires_unanswered_and_cannot_be_agreed_late(
    roster: models.Roster, cast: Cast, alice: Person, bob: Person
) -> None:
    swap = ask(roster, cast, alice, bob)

    with pytest.raises(NoLongerOpen):
        actions.answer_swap(swap=swap, agree=True, by=bob, at=swap.expires_at)

    assert (expire_swaps(at=swap.expires_at), expire_swaps(at=swap.expires_at)) == (1, 0)
    swap.refresh_from_db()
    assert swap.state == SwapState.EXPIRED


def test_a_request_never_outlives_the_shift_it_is_about(
    roster: models.Roster, cast: Cast, alice: Person, bob: Person
) -> None:
    gives, takes = spans(cast, alice)

    assert ask(roster, cast, alice, bob).expires_at <= min(gives[0], takes[0])


def test_one_gives_only_what_one_has(roster: models.Roster, cast: Cast, alice: Person, bob: Person) -> None:
    gives, takes = spans(cast, alice)

    with pytest.raises(NotTheirShift):
        actions.ask_swap(roster=roster, of=bob, gives=takes, takes=None, by=alice, at=NOON)
    with pytest.raises(NotTheirShift):
        actions.ask_swap(roster=roster, of=bob, gives=(gives[0], gives[1] + DAY / 2), takes=None, by=alice, at=NOON)


def test_consent_to_a_shift_that_moved_meanwhile_is_refused_and_changes_nothing(
    roster: models.Roster, cast: Cast, alice: Person, bob: Person
) -> None:
    swap = ask(roster, cast, alice, bob)
    carol = make_colleague("carol", Role.FIRST_LINE, cast.engagement)
    actions.override(
        roster=roster,
        person=carol,
        starts_at=swap.gives_from,
        ends_at=swap.gives_until,
        reason="顶班",
        by=cast.manager,
        at=NOON,
    )

    with pytest.raises(NotTheirShift):
        actions.answer_swap(swap=swap, agree=True, by=bob, at=NOON)

    swap.refresh_from_db()
    assert swap.state == SwapState.ASKED
    assert models.Override.objects.count() == 1


def test_the_same_shift_is_not_offered_twice(roster: models.Roster, cast: Cast, alice: Person, bob: Person) -> None:
    swap = ask(roster, cast, alice, bob)

    with pytest.raises(AlreadyAsked):
        ask(roster, cast, alice, bob)

    actions.withdraw_swap(swap=swap, by=alice, at=NOON)
    ask(roster, cast, alice, bob)


def test_a_swap_stays_within_the_tier(roster: models.Roster, cast: Cast, alice: Person) -> None:
    gives, _ = spans(cast, alice)

    for somebody in (cast.expert, alice, cast.stranger_manager):
        with pytest.raises(AskSomebodyElse):
            actions.ask_swap(roster=roster, of=somebody, gives=gives, takes=None, by=alice, at=NOON)


def told(person: Person) -> list[str]:
    """What a person was told about swaps, in the words that they read."""
    notices = Notice.objects.filter(person=person, kind__startswith="duty.swap")
    return [wording_of(notice, language="zh-hans").subject for notice in notices]


def test_the_colleague_is_told_and_the_one_who_asked_hears_the_answer(
    roster: models.Roster, cast: Cast, alice: Person, bob: Person
) -> None:
    swap = ask(roster, cast, alice, bob)
    assert (told(bob), told(alice)) == ([f"{alice.name}请您换班"], [])

    actions.answer_swap(swap=swap, agree=True, by=bob, at=NOON)

    assert told(alice) == ["Bob同意换班"]


def test_the_one_who_asked_hears_of_a_no(roster: models.Roster, cast: Cast, alice: Person, bob: Person) -> None:
    actions.answer_swap(swap=ask(roster, cast, alice, bob), agree=False, by=bob, at=NOON)

    assert told(alice) == ["Bob不同意换班"]


def test_the_one_who_asked_hears_of_silence(roster: models.Roster, cast: Cast, alice: Person, bob: Person) -> None:
    expire_swaps(at=ask(roster, cast, alice, bob).expires_at)

    assert told(alice) == ["Bob未在期限内答复，换班请求已失效"]


def test_a_request_taken_back_is_said_to_whoever_was_asked(
    roster: models.Roster, cast: Cast, alice: Person, bob: Person
) -> None:
    actions.withdraw_swap(swap=ask(roster, cast, alice, bob), by=alice, at=NOON)

    assert told(bob) == [f"{alice.name}已撤回换班请求", f"{alice.name}请您换班"]
