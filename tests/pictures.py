"""Takes the pictures of the README anew, from the running demonstration.

`make run` in one terminal, `make pictures` in another. The office's database is broken for a minute and
mended again, so that every picture shows what the products really do.
"""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.chromium import chromium_here

HOUSE: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = HOUSE / "docs" / "start"
ADDRESS: Final = f"http://127.0.0.1:{os.environ.get('ZHISHOU_PORT', '8600')}"
MANAGER, PASSWORD = "hejing", "zhishou-demo"
WATCH: Final = "/c/red-cross/watch/"
COLOURS: Final = 192
TICKET: Final = """[...document.querySelectorAll("a")].map((one) => one.getAttribute("href"))
  .find((one) => /\\/desk\\/\\d+\\/$/.test(one))"""
PATIENCE_S: Final = 180.0


def keep(page: Page, name: str) -> None:
    """Keep what the window shows as a PNG of few colours, which pages have anyhow."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(800)  # until the charts are drawn; live pages never fall silent
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    file = FOLDER / f"{name}.png"
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stdout.write(f"{file.relative_to(HOUSE)}: {file.stat().st_size / 1000:.0f} kB\n")


def demo(*words: str) -> None:
    """Break the office, or mend it."""
    environment = {**os.environ, "ZHISHOU_DEMO": "true"}
    subprocess.run([HOUSE / "bin" / "zhishou", "demo", *words], env=environment, check=True)


def until(page: Page, path: str, found: Callable[[], bool]) -> None:
    """Load a page again and again until it shows what is awaited."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        page.goto(ADDRESS + path)
        if found():
            return
        page.wait_for_timeout(2000)
    raise SystemExit(f"{path} did not show what was awaited within {PATIENCE_S:.0f} s.")


def sign_in(page: Page) -> None:
    """Come in as the service manager of the demonstration, who reads Chinese."""
    page.goto(f"{ADDRESS}/sign-in/")
    page.fill("input[name=login]", MANAGER)
    page.fill("input[name=password]", PASSWORD)
    page.click(".entrance-go button[type=submit]")
    page.wait_for_url(lambda url: "sign-in" not in url)


def take_broken(page: Page) -> None:
    """Take the map while the database does not answer, and the ticket that was opened about it."""
    there = f"{WATCH}systems/xieban/"
    alert = page.locator("a[href*='/watch/alerts/']", has_text="数据库")
    until(page, there, lambda: alert.count() > 0 and page.get_by_text("故障").count() > 1)
    keep(page, "watch-broken")
    until(page, str(alert.first.get_attribute("href")), lambda: bool(page.evaluate(TICKET)))
    page.goto(ADDRESS + str(page.evaluate(TICKET)))
    keep(page, "watch-ticket")


def take_all(page: Page) -> None:
    """Take every picture; whatever happens, the office is whole again afterwards."""
    sign_in(page)
    keep(page, "home")
    page.goto(f"{ADDRESS}/c/red-cross/inspections/reports/")
    page.locator("a[href*='/inspections/reports/'] >> text=XJ-").first.click()
    keep(page, "inspection-report")
    demo("break", "database")
    try:
        take_broken(page)
    finally:
        demo("mend")


def main() -> None:
    """Drive the Chromium of the system, as the tests do."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_here(), args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 1280, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        take_all(page)
        browser.close()


if __name__ == "__main__":
    main()
