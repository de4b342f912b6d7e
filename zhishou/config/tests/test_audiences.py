"""Live news of a contract is heard by those who act in it now, and by nobody else."""

from datetime import timedelta

import pytest

from conftest import NOON, Cast
from zhishou.config.audiences import audiences_of
from zhishou.people import actions

pytestmark = pytest.mark.once


def test_a_contract_is_heard_by_its_people_and_not_by_those_of_another(cast: Cast) -> None:
    news = f"engagement:{cast.engagement.uuid}"

    assert news in audiences_of(person=cast.requester, at=NOON)
    assert news not in audiences_of(person=cast.stranger_manager, at=NOON)
    assert news not in audiences_of(person=cast.platform_admin, at=NOON)


def test_whoever_lost_the_last_role_hears_no_more(cast: Cast) -> None:
    actions.revoke_role(grant=cast.expert.role_grants.get(), by=cast.manager, at=NOON)

    heard = audiences_of(person=cast.expert, at=NOON + timedelta(seconds=1))

    assert heard == {f"person:{cast.expert.uuid}"}
