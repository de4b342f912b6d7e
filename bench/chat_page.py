"""Chat, from the sender's page to the receiver's page: two real browsers at the product as `make run` starts it.

Claim: of 500 messages, one after another in a room of the two, p99 under 1 s from the key that sends to the row
that the other sees. Printed: p50, how long a page takes, the memory of every process of the product, its database's
too, and not that of the two browsers. It ends at the first message that does not come. `python bench/chat_page.py`;
`XIEBAN_BENCH_MESSAGES` sets another number.
"""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
MESSAGES = int(os.environ.get("XIEBAN_BENCH_MESSAGES", "500"))
PEOPLE = ("jiangyan", "yangbo")
CLAIM, PATIENCE = 1000.0, 60_000
SEES = """() => {
  window.seen = {};
  new MutationObserver((changes) => {
    for (const change of changes) for (const row of change.addedNodes) {
      const sent = row.querySelector?.(".chat-words")?.textContent.match(/^at (\\d+)$/);
      if (sent) window.seen[sent[1]] ??= Date.now() - Number(sent[1]);
    }
    window.came?.();
  }).observe(document.querySelector("[data-rows]"), { childList: true });
}"""
COMES = """([count, patience]) => new Promise((done) => {
  window.came = () => Object.keys(window.seen).length >= count && done(true);
  window.came();
  setTimeout(() => done(false), patience);
})"""
SENDS = """() => {
  const field = document.querySelector("[data-composer] textarea");
  field.value = `at ${Date.now()}`;
  field.dispatchEvent(new Event("input"));
  field.form.requestSubmit();
}"""


def lay(folder: Path) -> None:
    """Furnish the demonstration, and sign the two in."""
    from bench._office import furnished, sessions_of  # noqa: PLC0415 - after the path

    furnished(before=timedelta(days=1))
    from xieban.directory.models import Person  # noqa: PLC0415 - once there are settings

    persons = [Person.objects.get(username=name) for name in PEOPLE]
    known = {"cookies": sessions_of(persons), "receiver": str(persons[1].uuid)}
    (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")


def measured(origin: str, cookies: list[str], *, receiver: str) -> tuple[list[float], list[float]]:
    """Return the seconds until each page was ready, and the milliseconds of each message that came."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this process drives browsers

    from tests.browser.conftest import FLAGS  # noqa: PLC0415 - as above
    from tests.chromium import chromium_here  # noqa: PLC0415 - as above

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_here(), args=list(FLAGS))
        pages, opened = [], []
        address = f"{origin}/chat/?person={receiver}"
        for cookie in cookies:
            name, _sign, value = cookie.partition("=")
            context = browser.new_context(locale="zh-CN")
            context.add_cookies([{"name": name, "value": value, "url": origin}])
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            begun = time.monotonic()
            page.goto(address)
            page.wait_for_selector("[data-chat][data-ready]")
            opened.append(time.monotonic() - begun)
            page.wait_for_selector("[data-room]:not([hidden]) [data-rows] > li")
            address = page.url  # the other comes into the very room
            pages.append(page)
        pages[1].evaluate(SEES)
        found = passed_on(*pages)
        browser.close()
    return opened, found


def passed_on(sender: "Page", receiver: "Page") -> list[float]:
    """Send one message after another, each once the one before has come; return what each took."""
    for number in range(MESSAGES):
        sender.evaluate(SENDS)
        if not receiver.evaluate(COMES, [number + 1, PATIENCE]):
            break
    found: list[float] = receiver.evaluate("Object.values(window.seen)")
    return found


def main() -> int:
    from bench._office import served  # noqa: PLC0415 - after the path
    from bench.desk import told_memory  # noqa: PLC0415 - as above

    with served(__file__, told="the demonstration") as office:
        origin = f"http://localhost:{office.product.port}"
        opened, found = measured(origin, office.known["cookies"], receiver=office.known["receiver"])
        told_memory(office.product)
    if len(found) != MESSAGES:
        print(f"Only {len(found)} of {MESSAGES} messages came.")
        return 1
    cuts = quantiles(found, n=100)
    print(f"a page is ready after {max(opened):.1f} s")
    print(f"{MESSAGES} messages from page to page: p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms")
    return cuts[98] >= CLAIM


if __name__ == "__main__":
    sys.exit(lay(Path(sys.argv[2])) if sys.argv[1:2] == ["lay"] else main())
