"""Before somebody is taken off a contract, a window says which roles end and which watch nobody keeps."""

import pytest
from django.test import Client

from conftest import LONG_AGO, Cast
from zhishou.duty.tests.factories import make_roster, staff
from zhishou.people.models import RoleGrant
from zhishou.people.rules import Role, Tier
from zhishou.people.tests.test_proof import signed_in, with_password

pytestmark = pytest.mark.once


@pytest.fixture
def manager(cast: Cast) -> Client:
    return signed_in(with_password(cast.manager))


def test_revoking_a_role_asks_and_names_the_shifts_that_nobody_keeps(cast: Cast, manager: Client) -> None:
    staff(cast)
    grant = cast.first_line.role_grants.get()

    page = manager.get(f"/c/{cast.engagement.code}/people/").content.decode()

    window = page.split(f'<dialog class="window" id="revoke-{grant.pk}"')[1].split("</dialog>")[0]
    assert f'data-dialog-open="revoke-{grant.pk}"' in page
    assert f"撤销{cast.first_line.name}的“一线”角色？" in window
    assert "唯一角色" in window
    assert "将无人值守" in window
    assert f"/people/{grant.pk}/revoke/" in window


def test_closing_an_account_asks_and_says_who_stands_in(cast: Cast, manager: Client) -> None:
    RoleGrant.objects.create(
        person=cast.second_line, engagement=cast.engagement, role=Role.FIRST_LINE, since=LONG_AGO
    )
    make_roster(cast, Tier.FIRST_LINE, cast.first_line, cast.second_line)
    make_roster(cast, Tier.SECOND_LINE, cast.second_line)

    helped = manager.get(f"/people/{cast.first_line.uuid}/").content.decode()
    alone = manager.get(f"/people/{cast.second_line.uuid}/").content.decode()

    assert f"停用{cast.first_line.name}的账号？" in helped
    assert f"<li>一线 · {cast.engagement.name}</li>" in helped
    assert "由轮值中的下一位顶班" in helped
    assert "将无人值守" not in helped
    assert "将无人值守" in alone
