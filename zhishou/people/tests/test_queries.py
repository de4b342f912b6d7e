from datetime import timedelta

import pytest

from conftest import LONG_AGO, NOON, Cast
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.people import queries
from zhishou.people.models import RoleGrant
from zhishou.people.rules import Role


def test_a_stranger_to_the_contract_finds_nothing_of_it(cast: Cast) -> None:
    with pytest.raises(NotThere):
        queries.get_engagement(cast.stranger_manager, code=cast.engagement.code, at=NOON)
    with pytest.raises(NotThere):
        queries.require_role(cast.stranger_manager, cast.engagement, list(Role), at=NOON)


def test_another_role_of_the_same_contract_is_told_that_it_may_not(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        queries.require_role(cast.requester, cast.engagement, [Role.MANAGER], at=NOON)


def test_a_grant_ends_at_its_exclusive_end(cast: Cast) -> None:
    RoleGrant.objects.filter(person=cast.expert).update(until=NOON)

    before = queries.roles_in(cast.expert, cast.engagement, at=NOON - timedelta(microseconds=1))
    after = queries.roles_in(cast.expert, cast.engagement, at=NOON)

    assert before == {Role.EXPERT}
    assert after == frozenset()


def test_a_grant_does_not_hold_before_it_begins(cast: Cast) -> None:
    assert queries.roles_in(cast.expert, cast.engagement, at=LONG_AGO - timedelta(seconds=1)) == frozenset()
