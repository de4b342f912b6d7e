"""Where nothing was decided here, the watch follows the contract pack."""

from datetime import timedelta
from itertools import pairwise

import pytest

from conftest import NOON, Cast
from zhishou.contracts.rules import Level
from zhishou.contracts.tests.factories import load
from zhishou.duty import actions, models, queries
from zhishou.duty.actions.climbing import climb_due
from zhishou.duty.rules import Step
from zhishou.duty.tests.factories import make_roster, staff
from zhishou.people.rules import Tier

UP = [Tier.FRONT_DESK, Tier.FIRST_LINE, Tier.SECOND_LINE, Tier.EXPERT, Tier.MANAGER]
MINUTE = timedelta(minutes=1)


def climb(cast: Cast, level: Level) -> list[list[str]]:
    """Start a ladder and let nobody answer; return who was called in each step of the first round."""
    run = actions.start_ladder(
        engagement=cast.engagement, level=level, about_kind="test", about_key="1", title="内网中断", at=NOON
    )
    for minutes in range(120):
        climb_due(at=NOON + minutes * MINUTE)
    steps = run.steps.prefetch_related("pages")[: len(run.policy["steps"])]
    return [[page.tier for page in step.pages.all()] for step in steps]


@pytest.mark.parametrize("level", [Level.SEVERE, Level.ORDINARY])
def test_the_sample_climbs_from_the_front_desk_to_the_manager(cast: Cast, level: Level) -> None:
    load(cast)
    staff(cast)

    assert climb(cast, level) == [[tier.value] for tier in UP]
    assert models.LadderRun.objects.get().policy["contract_version"] == 1


def test_a_fatal_fault_calls_two_tiers_at_once_on_every_step(cast: Cast) -> None:
    load(cast)
    staff(cast)

    assert climb(cast, Level.FATAL) == [[low.value, high.value] for low, high in pairwise(UP)]


def test_another_contract_is_climbed_by_its_own_ladder(cast: Cast) -> None:
    load(cast, ('tiers = ["front_desk"]\nwait = "5 min"', 'tiers = ["front_desk"]\nwait = "1 min"'))
    policy = queries.ladder_policy(cast.engagement, Level.SEVERE, at=NOON)

    assert policy.steps[0] == Step(tiers=(Tier.FRONT_DESK,), wait=MINUTE)
    assert policy.rounds == 2


def test_what_was_decided_here_goes_before_the_contract(cast: Cast) -> None:
    load(cast)
    own = (Step(tiers=(Tier.MANAGER,), wait=MINUTE),)
    actions.set_ladder_policy(
        engagement=cast.engagement, level=Level.FATAL, steps=own, rounds=1, by=cast.manager, at=NOON
    )

    found = queries.ladder_policy(cast.engagement, Level.FATAL, at=NOON)

    assert (found.number, found.contract_version, found.steps) == (1, 0, own)


def test_without_a_contract_there_is_a_ladder_all_the_same(cast: Cast) -> None:
    assert queries.ladder_policy(cast.engagement, Level.FATAL, at=NOON).contract_version == 0


def test_a_roster_follows_the_wall_clock_of_the_contract(cast: Cast) -> None:
    load(cast, ('zone = "Asia/Shanghai"', 'zone = "Asia/Urumqi"'))

    assert make_roster(cast, Tier.EXPERT, cast.expert).zone == "Asia/Urumqi"
