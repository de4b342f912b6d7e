"""A page held open changes by itself when somebody else does something: real browser, pages and live process."""

import pytest
from django.utils import timezone

from conftest import Cast
from tests.browser.conftest import Live, Look
from zhishou.contracts.rules import Level
from zhishou.duty import actions

pytestmark = pytest.mark.processes

LINE_OPEN = "body[data-live=on]"
LINE_CUT = "body[data-live=lost]"


def test_a_page_held_open_changes_by_itself_and_catches_up_after_a_cut(
    look: Look, cast: Cast, live_process: Live
) -> None:
    run = actions.start_ladder(
        engagement=cast.engagement,
        level=Level.FATAL,
        about_kind="test",
        about_key="1",
        title="核心交换机不通",
        at=timezone.now(),
    )
    address = f"/c/red-cross/duty/ladders/{run.uuid}/"
    alice, bob = look(cast.manager, live=True), look(cast.first_line, live=True)
    alice.expected += ["/live/"]  # the browser itself complains of the line that is cut below
    bob.expected += ["/live/"]
    with live_process():
        held, his = alice.go(address), bob.go(address)
        held.wait_for_selector(LINE_OPEN)
        his.wait_for_selector(LINE_OPEN)
        held.evaluate("window.held = true")

        his.get_by_role("button", name="我来接手").click()

        held.wait_for_selector(f"#duty-run b:text-is('{cast.first_line.name}')")
        assert not held.get_by_role("button", name="我来接手").is_visible()

    held.wait_for_selector(LINE_CUT)
    held.wait_for_selector("#connection-lost:visible")
    his.get_by_label("事由").fill("又断了")
    his.get_by_role("button", name="重新呼叫").click()
    his.get_by_role("button", name="我来接手").wait_for()

    with live_process():
        held.get_by_role("button", name="我来接手").wait_for()
        held.wait_for_selector(LINE_OPEN)
        assert held.evaluate("window.held"), "the page was loaded anew instead of changing"
