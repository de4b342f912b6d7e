from http import HTTPStatus

import pytest
from django.test import Client

from conftest import Cast
from zhishou.duty.tests.factories import staff
from zhishou.people.rules import Tier

pytestmark = pytest.mark.once


def test_the_start_page_shows_my_contracts_and_no_others(cast: Cast, client: Client) -> None:
    client.force_login(cast.requester)

    page = client.get("/").content.decode()

    assert cast.engagement.name in page
    assert cast.other_engagement.name not in page


def test_nobody_is_sent_to_sign_in_and_back(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == HTTPStatus.FOUND
    assert response.headers["Location"] == "/sign-in/?next=/"


def test_the_contract_once_chosen_stays(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    client.get(f"/c/{cast.engagement.code}/")

    assert client.session["engagement_code"] == cast.engagement.code


def test_the_language_is_kept_with_the_person(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    client.post("/language/", {"language": "en", "next": "/"})
    cast.manager.refresh_from_db()

    assert cast.manager.language == "en"
    assert '<html lang="en"' in client.get("/").content.decode()


def test_the_start_page_says_whom_to_call_what_waits_and_what_is_due(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    page = client.get("/").content.decode()

    for words in ("当前值班", "待您处理", "值班缺口"):
        assert words in page


def test_a_watch_that_nobody_planned_is_not_called_covered(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    staff(cast, without=frozenset({Tier.EXPERT}))

    page = client.get("/").content.decode()

    assert "尚无值班表，无人值班" in page
    assert "各支持层级均有人值班且能联系到" not in page


def test_a_requester_is_shown_the_front_desk_and_no_other_tier(cast: Cast, client: Client) -> None:
    client.force_login(cast.requester)

    page = client.get("/").content.decode()

    assert "duty-tier-front_desk" in page
    assert "duty-tier-first_line" not in page


def test_my_account_leads_to_my_channels(cast: Cast, client: Client) -> None:
    client.force_login(cast.requester)

    assert 'href="/account/channels/"' in client.get("/account/").content.decode()
