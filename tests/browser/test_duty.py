"""The watch as people handle it: a shift dragged onto another by mouse, by keyboard and by finger, and answered."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page

from conftest import Cast
from tests.browser.conftest import Eyes, Look
from zhishou.contracts.rules import Level
from zhishou.duty import actions, models
from zhishou.duty.actions.climbing import climb_due
from zhishou.duty.actions.coverage import check_coverage
from zhishou.duty.models.changes import SwapState
from zhishou.duty.tests.factories import make_colleague, make_roster
from zhishou.people.models import Person
from zhishou.people.rules import Role, Tier

HERE = "/c/red-cross/duty/"
PAGES = {
    "roster": HERE,
    "month": f"{HERE}?view=month",
    "mine": f"{HERE}mine/",
    "changes": f"{HERE}changes/",
    "gaps": f"{HERE}gaps/",
    "ladders": f"{HERE}ladders/",
    "edit-roster": f"{HERE}rosters/first_line/",
    "edit-policy": f"{HERE}policies/1/",
}
NEXT_WEEK = 7  # days: every shift of it lies ahead, whatever the hour of the test


@pytest.fixture
def bob(cast: Cast) -> Person:
    """Return the colleague with whom the first line takes daily turns."""
    bob = make_colleague("bob", Role.FIRST_LINE, cast.engagement)
    make_roster(cast, Tier.FIRST_LINE, cast.first_line, bob)
    return bob


@pytest.fixture
def lived_in(cast: Cast, bob: Person) -> tuple[Cast, str]:
    """Return a watch with a life: a gap, leave, an override, a ladder with an empty step; and its address."""
    now = timezone.now()
    for tier in (Tier.FRONT_DESK, Tier.SECOND_LINE, Tier.MANAGER):
        make_roster(cast, tier, getattr(cast, tier.value))
    day = timedelta(days=1)
    actions.take_leave(
        engagement=cast.engagement,
        person=cast.second_line,
        starts_at=now + 2 * day,
        ends_at=now + 4 * day,
        reason="年休假",
        by=cast.manager,
        at=now,
    )
    roster = models.Roster.objects.get(tier=Tier.FIRST_LINE)
    actions.override(
        roster=roster,
        person=bob,
        starts_at=now + 5 * day,
        ends_at=now + 6 * day,
        reason="省会停电，连夜值守",
        by=cast.manager,
        at=now,
    )
    check_coverage(at=now)
    run = actions.start_ladder(
        engagement=cast.engagement,
        level=Level.FATAL,
        about_kind="test",
        about_key="1",
        title="核心交换机不通，全楼断网",
        link="/",
        at=now - timedelta(minutes=8),
    )
    for minutes in range(8, 0, -1):
        climb_due(at=now - timedelta(minutes=minutes))
    return cast, f"{HERE}ladders/{run.uuid}/"


def test_the_pages_of_a_watch_fit_and_keep_nobody_out(look: Look, lived_in: tuple[Cast, str]) -> None:
    cast, ladder = lived_in
    eyes = look(cast.manager)
    for name, address in {**PAGES, "ladder": ladder}.items():
        eyes.go(address)

        assert (eyes.faults(f"duty-{name}"), eyes.report()) == ([], [])


def test_the_pages_of_an_empty_watch_stand_too(look: Look, cast: Cast) -> None:
    eyes = look(cast.manager)
    for name, address in PAGES.items():
        eyes.go(address)

        assert (eyes.faults(f"duty-empty-{name}"), eyes.report()) == ([], [])


def next_week(eyes: Eyes) -> Page:
    on = (timezone.localtime() + timedelta(days=NEXT_WEEK)).date()
    page = eyes.go(f"{HERE}?on={on.isoformat()}&tier=first_line")
    # On a phone the days are folded: open the first three, as somebody does who looks for a swap.
    for fold in page.locator("[data-duty-fold]:visible").all()[:3]:
        fold.click()
    return page


def shifts_of(page: Page, person: Person) -> Locator:
    return page.locator("button[data-duty-shift]", has_text=person.name)


def middle(one: Locator) -> tuple[float, float]:
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_with_the_mouse(page: Page, mine: Locator, theirs: Locator) -> None:
    page.mouse.move(*middle(mine))
    page.mouse.down()
    page.mouse.move(*middle(theirs), steps=8)
    page.wait_for_selector(".duty-shift.is-over-target")
    page.mouse.up()


def drag_with_a_finger(page: Page, mine: Locator, theirs: Locator) -> None:
    """Hold the shift until it is lifted, then move: as Chromium itself feels a touch screen."""
    theirs.scroll_into_view_if_needed()
    x, y = middle(mine)
    line = page.context.new_cdp_session(page)

    def touch(kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", x, y)
    page.wait_for_selector(".duty-ghost")
    box = theirs.bounding_box()
    assert box is not None
    to_x, to_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for part in range(1, 9):
        touch("touchMove", x + (to_x - x) * part / 8, y + (to_y - y) * part / 8)
    page.wait_for_selector(".duty-shift.is-over-target")
    touch("touchEnd", to_x, to_y)


def confirm(page: Page, bob: Person) -> None:
    dialog = page.get_by_role("dialog", name="调整班次")
    dialog.wait_for()
    chosen = dialog.locator("select[name=choice] option:checked").inner_text()
    assert bob.name in chosen
    dialog.get_by_label("事由").fill("体检")
    dialog.get_by_role("button", name="发出请求").click()
    page.wait_for_selector("text=换班请求已发出")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_shift_dragged_onto_a_colleagues_asks_for_a_swap(look: Look, cast: Cast, bob: Person, width: str) -> None:
    eyes = look(cast.first_line, width=width)
    page = next_week(eyes)
    mine, theirs = shifts_of(page, cast.first_line).first, shifts_of(page, bob).first
    given, taken = mine.get_attribute("data-duty-key"), theirs.get_attribute("data-duty-key")

    (drag_with_a_finger if width == "phone" else drag_with_the_mouse)(page, mine, theirs)
    page.wait_for_selector("dialog[open]")
    eyes.picture(f"duty-swap-dialog-{width}")
    assert (eyes.overhang(), eyes.barriers()) == ([], [])
    confirm(page, bob)

    swap = models.Swap.objects.get()
    assert (swap.state, swap.asked_of) == (SwapState.ASKED, bob)
    assert f"s.{swap.gives_from:%Y%m%dT%H%M%S}" == given
    assert swap.takes_from
    assert f"s.{swap.takes_from:%Y%m%dT%H%M%S}" == taken


def test_by_keyboard_a_shift_is_chosen_and_the_exchange_named(look: Look, cast: Cast, bob: Person) -> None:
    page = next_week(look(cast.first_line))

    shifts_of(page, cast.first_line).first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="调整班次")
    dialog.wait_for()
    assert dialog.evaluate("(one) => one.contains(document.activeElement)")
    choice = dialog.locator("select[name=choice]")
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("gp visit")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=换班请求已发出")

    swap = models.Swap.objects.get()
    assert swap.takes_from is not None


def test_escape_puts_a_lifted_shift_back(look: Look, cast: Cast, bob: Person) -> None:
    page = next_week(look(cast.first_line))
    page.mouse.move(*middle(shifts_of(page, cast.first_line).first))
    page.mouse.down()
    page.mouse.move(*middle(shifts_of(page, bob).first), steps=4)
    page.wait_for_selector(".duty-ghost")

    page.keyboard.press("Escape")
    page.mouse.up()

    assert page.locator(".duty-ghost, .is-lifted, .is-over-target, dialog[open]").count() == 0


def test_the_colleague_is_told_agrees_and_both_shifts_change_hands(look: Look, cast: Cast, bob: Person) -> None:
    alice = look(cast.first_line)
    page = next_week(alice)
    mine, theirs = shifts_of(page, cast.first_line).first, shifts_of(page, bob).first
    given, taken = mine.get_attribute("data-duty-key"), theirs.get_attribute("data-duty-key")
    drag_with_the_mouse(page, mine, theirs)
    confirm(page, bob)

    his = look(bob, width="phone")
    his.go("/notices/")
    his.page.get_by_text(f"{cast.first_line.name}请您换班").first.click()
    his.page.wait_for_url("**/duty/mine/")
    his.picture("duty-mine-asked-phone")
    assert (his.overhang(), his.barriers()) == ([], [])
    his.page.get_by_role("button", name="同意", exact=True).click()
    his.page.wait_for_selector("text=值班表已更改")

    hers = look(cast.first_line)
    page = next_week(hers)
    assert bob.name in page.locator(f"[data-duty-key='{given}']").inner_text()
    assert cast.first_line.name in page.locator(f"[data-duty-key='{taken}']").inner_text()
    hers.go("/notices/")
    assert hers.page.get_by_text(f"{bob.name}同意换班").count() == 1
