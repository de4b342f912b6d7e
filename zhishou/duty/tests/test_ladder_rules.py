from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishou.contracts.rules import Level
from zhishou.duty.rules import Policy, Step, climb, default_policy
from zhishou.people.rules import Tier

NIGHT = datetime(2023, 1, 21, 19, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EVERYBODY: dict[Tier, int | None] = {tier: number for number, tier in enumerate(Tier, start=1)}
ONE_BY_ONE = Policy(number=1, steps=tuple(Step(tiers=(tier,), wait=10 * MINUTE) for tier in Tier), rounds=2)


def test_a_step_calls_whoever_is_on_watch_and_waits() -> None:
    done = climb(ONE_BY_ONE, position=0, due_at=NIGHT, at=NIGHT, on_watch=EVERYBODY, least_wait=MINUTE)

    assert [step.called for step in done.taken] == [((Tier.FRONT_DESK, 1),)]
    assert done.next_at == done.due_at == NIGHT + 10 * MINUTE


def test_an_empty_step_passes_on_at_once() -> None:
    nights_off = EVERYBODY | {Tier.FRONT_DESK: None, Tier.FIRST_LINE: None}

    done = climb(ONE_BY_ONE, position=0, due_at=NIGHT, at=NIGHT, on_watch=nights_off, least_wait=MINUTE)

    assert [step.called for step in done.taken] == [(), (), ((Tier.SECOND_LINE, 3),)]
    assert done.next_at == NIGHT + 10 * MINUTE


def test_with_nobody_anywhere_the_ladder_is_exhausted_at_once() -> None:
    done = climb(ONE_BY_ONE, position=0, due_at=NIGHT, at=NIGHT, on_watch={}, least_wait=MINUTE)

    assert done.exhausted
    assert len(done.taken) == ONE_BY_ONE.height


def test_one_person_on_two_tiers_is_called_once() -> None:
    both = Policy(number=1, steps=(Step(tiers=(Tier.FRONT_DESK, Tier.FIRST_LINE), wait=MINUTE),), rounds=1)

    done = climb(
        both,
        position=0,
        due_at=NIGHT,
        at=NIGHT,
        on_watch={Tier.FRONT_DESK: 7, Tier.FIRST_LINE: 7},
        least_wait=MINUTE,
    )

    assert done.taken[0].called == ((Tier.FRONT_DESK, 7),)


def test_after_an_hours_outage_steps_keep_their_true_moment_and_come_one_by_one() -> None:
    back = NIGHT + timedelta(hours=1)

    first = climb(ONE_BY_ONE, position=1, due_at=NIGHT, at=back, on_watch=EVERYBODY, least_wait=MINUTE)
    second = climb(
        ONE_BY_ONE,
        position=first.position,
        due_at=first.due_at,
        at=first.next_at,
        on_watch=EVERYBODY,
        least_wait=MINUTE,
    )

    assert len(first.taken) == len(second.taken) == 1
    assert first.next_at == back + MINUTE
    assert second.taken[0].due_at == NIGHT + 10 * MINUTE


def test_a_level_one_fault_calls_two_tiers_at_once() -> None:
    assert all(len(step.tiers) == 2 for step in default_policy(Level.FATAL).steps)


@pytest.mark.parametrize("level", Level)
def test_every_default_ladder_climbs_from_the_front_desk_to_the_manager(level: Level) -> None:
    tiers = [tier for step in default_policy(level).steps for tier in step.tiers]

    assert list(dict.fromkeys(tiers)) == list(Tier)


@given(
    watch=st.dictionaries(st.sampled_from(list(Tier)), st.integers(1, 3)),
    lateness=st.integers(0, 300).map(lambda minutes: minutes * MINUTE),
)
def test_a_ladder_ends_and_never_calls_twice_in_one_tick(
    watch: dict[Tier, int | None], lateness: timedelta
) -> None:
    policy = default_policy(Level.FATAL)
    position, due_at, at, ticks = 0, NIGHT, NIGHT + lateness, 0

    while True:
        done = climb(policy, position=position, due_at=due_at, at=at, on_watch=watch, least_wait=MINUTE)
        assert sum(1 for step in done.taken if step.called) <= 1
        assert [step.position for step in done.taken] == list(range(position, done.position))
        if done.exhausted:
            break
        assert done.next_at > at
        position, due_at, at, ticks = done.position, done.due_at, done.next_at, ticks + 1

    assert ticks <= policy.height
