"""The pages of a contract as people see them, on a desk and on a phone, in Chinese and English."""

from datetime import UTC, datetime, timedelta

import pytest

from conftest import Cast
from tests.browser.conftest import Look
from zhishou.contracts import actions
from zhishou.contracts.tests.factories import load, pack_text, visits
from zhishou.people.models import Person, RoleGrant

PAGES = {
    "mine": "/contracts/",
    "terms": "/c/red-cross/contract/",
    "services": "/c/red-cross/contract/services/",
    "entitlements": "/c/red-cross/contract/entitlements/",
    "entitlement": "/c/red-cross/contract/entitlements/key-user-visits/",
    "milestones": "/c/red-cross/contract/milestones/",
    "calendar": "/c/red-cross/contract/calendar/?month=2026-10",
    "reckoned": "/c/red-cross/contract/calendar/?start=2026-09-30T15:00&duration=7+working+hours",
    "versions": "/c/red-cross/contract/versions/",
}
THIS_YEAR = datetime.now(UTC).year


@pytest.fixture
def lived_in(cast: Cast) -> Cast:
    """Return a contract of this year with a life: versions, visits, an override, inspections."""
    now = datetime.now(UTC)
    this_year = tuple(
        (f"{key} = 2023-{day}", f"{key} = {THIS_YEAR}-{day}")
        for key, day in (("starts", "01-01"), ("ends", "12-31"), ("before", "12-15"))
    )
    begun = datetime(THIS_YEAR, 1, 1, tzinfo=UTC)
    RoleGrant.objects.update(since=begun)
    text = pack_text(cast.engagement, *this_year)
    contract = actions.load_pack(text=text, by=None, at=begun).version.contract
    account = visits(contract)
    for number, purpose in enumerate(("主任电脑无法登录", "会议室投屏", "公文打不开")):
        reservation = actions.reserve(account=account, quantity=1, purpose=purpose, by=cast.manager, at=now)
        if number:
            actions.consume(reservation=reservation, by=cast.first_line, at=now)
    for weeks in range(1, 4):
        actions.record_inspection(
            engagement=cast.engagement,
            done_at=max(now - timedelta(weeks=weeks), begun + timedelta(days=7)),
            evidence=f"巡检 {weeks}",
            by=cast.first_line,
            at=now,
        )
    while actions.announce_due(at=now):
        pass
    actions.override_date(
        engagement=cast.engagement,
        on=(now + timedelta(days=1)).date(),
        windows="09:00-12:00",
        reason="省会停电",
        by=cast.client_admin,
        at=now,
    )
    later = text.replace('within = "half a day"', 'within = "4 hours"').replace("quantity = 10", "quantity = 12")
    actions.load_pack(text=later, by=None, at=now)
    return cast


def test_the_pages_of_a_contract_fit_and_keep_nobody_out(look: Look, lived_in: Cast) -> None:
    eyes = look(lived_in.client_admin)
    for name, address in PAGES.items():
        eyes.go(address)

        assert (eyes.faults(f"contracts-{name}"), eyes.report()) == ([], [])


def test_the_dark_and_the_english_pages_keep_nobody_out(look: Look, lived_in: Cast) -> None:
    Person.objects.filter(pk=lived_in.manager.pk).update(language="en")
    eyes = look(lived_in.manager, dark=True, language="en-US")
    for name in ("terms", "entitlement", "calendar", "milestones"):
        eyes.go(PAGES[name])
        eyes.picture(f"contracts-{name}-dark-english")

        assert eyes.barriers() == [], name


def test_a_visit_is_reserved_and_given_back_by_its_buttons(look: Look, lived_in: Cast) -> None:
    eyes = look(lived_in.manager)
    page = eyes.go(PAGES["entitlement"])

    page.get_by_label("用途", exact=True).fill("局长办公室")
    page.get_by_role("button", name="预占", exact=True).click()
    page.wait_for_selector("text=局长办公室")
    page.get_by_text("取消预占", exact=True).first.click()
    page.locator("details[open] input[name=reason]").fill("已电话解决")
    page.get_by_role("button", name="取消预占").first.click()

    page.wait_for_selector("text=已电话解决")
    assert eyes.report() == []


def test_a_contract_that_was_just_loaded_stands_too(look: Look, cast: Cast) -> None:
    load(cast)
    eyes = look(cast.requester, width="phone")

    eyes.go(PAGES["terms"])
    eyes.picture("contracts-terms-requester")

    assert eyes.overhang() == []
