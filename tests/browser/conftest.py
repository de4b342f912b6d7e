"""A real Chromium at a real server: pages as people see them, on a desk and on a phone."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from csp.constants import SELF
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from jishi.live import rules as live
from tests.chromium import chromium_here

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page lives for a second: what V8 compiles beside it, for its scripts to run faster, comes too late.
    "--js-flags=--single-threaded",
)
DESK: Final = {"width": 1280, "height": 800}
PHONE: Final = {"width": 390, "height": 844}
WIDTHS: Final = {"desk": DESK, "phone": PHONE}
HOUSE: Final = Path(__file__).resolve().parents[2]
AXE: Final = HOUSE / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PASTE: Final = """(bytes) => {
  const pasted = new DataTransfer();
  pasted.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  const event = new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true });
  document.querySelector("textarea[name=words]").dispatchEvent(event);
}"""
FRAME: Final = [".shell > .side", ".page-main > .top", ".page-main > .foot", "#drawer"]
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@dataclass(kw_only=True)
class Eyes:
    """One browser window of one person; whatever it complains of is collected and fails the test."""

    page: Page
    origin: str
    stands: tuple[str, bool]  # the width and scheme that the window has
    dark: bool = False
    hands: CDPSession | None = None  # what says whether the window is touched
    framed: set[str] = field(default_factory=set)  # the widths at which the frame around the pages was looked at
    holds_axe: bool = False  # ready for each of its pages
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def sits(self, session: str) -> None:
        """Let whose session it is sit down at this window; who sat there before is away."""
        self.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.origin}]
        )

    def go(self, path: str) -> Page:
        """Open an address of ours and wait until it stands."""
        self.page.goto(self.origin + path, wait_until="load")
        return self.page

    def overhang(self) -> list[str]:
        """Name what is wider than the window; nothing may make the page scroll sideways."""
        found: list[str] = self.page.evaluate(
            """() => {
              const wide = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= wide) return [];
              return [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > wide + 1)
                .slice(0, 5).map((one) => one.outerHTML.slice(0, 120));
            }"""
        )
        return found

    def bring_axe(self) -> None:
        """Let axe be on the page; a window in which a second page is looked at holds it ready for the next ones."""
        if self.page.evaluate("'axe' in window"):
            return
        script = AXE.read_text(encoding="utf-8")
        if self.framed and not self.holds_axe:
            self.page.add_init_script(script)
            self.holds_axe = True
        self.page.evaluate(script)

    def barriers(self) -> list[str]:
        """Ask axe for what keeps people out: contrast, names, labels, order.

        The frame that stands around every page is looked at once in a window and width, then only what it holds.
        """
        if not AXE.exists():
            pytest.skip("axe-core is missing: run `make build`")
        width = str((self.page.viewport_size or DESK)["width"])
        frame = FRAME if width in self.framed else []
        self.framed.add(width)
        self.bring_axe()
        # Only sound that plays has to be fetched before; else axe reads every stylesheet anew, for no rule of ours.
        # The bar under the thumb lies over whatever is scrolled behind it; that is no small target.
        found: list[dict[str, Any]] = self.page.evaluate(
            "async ([tags, frame]) => {"
            " const bars = [...document.querySelectorAll('.thumb')];"
            " for (const bar of bars) bar.hidden = true;"
            " const around = frame.filter((one) => document.querySelector(one)).map((one) => [one]);"
            " const plays = document.querySelector('audio, video') !== null;"
            " const asked = {runOnly: tags, resultTypes: ['violations'], selectors: false, iframes: false,"
            "  preload: plays};"
            " const found = (await axe.run({include: [['html']], exclude: around}, asked)).violations;"
            " for (const bar of bars) bar.hidden = false;"
            " return found; }",
            [RULES, frame],
        )
        return [
            f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
            for one in found
            for node in one["nodes"][:3]
        ]

    def faults(self, name: str, *, in_both_schemes: bool = False) -> list[str]:
        """Look at this page on a desk and on a phone, keep both pictures, name what is wrong.

        In both schemes: the phone shows the other of light and dark. The window is turned once and stays so: the
        next page is opened at the width at which this one was left.
        """
        as_it_stands_first = sorted(WIDTHS, key=lambda width: width != self.stands[0])
        return [
            fault
            for width in as_it_stands_first
            for fault in self.faults_at(width, name, in_both_schemes=in_both_schemes)
        ]

    def faults_at(self, width: str, name: str, *, in_both_schemes: bool = False) -> list[str]:
        """Look at this page at one width; the window stays so."""
        self.turn(width, dark=self.dark != (in_both_schemes and width == "phone"))
        found = [f"{name} on a {width} scrolls sideways: {one}" for one in self.overhang()]
        found += [f"{name} on a {width}: {one}" for one in self.barriers()]
        self.picture(f"{name}-{width}")
        return found

    def turn(self, width: str, *, dark: bool) -> None:
        """Make this window a desk's or a phone's, which is touched; the page notices as in anybody's hands."""
        if self.stands != (width, dark):
            self.page.set_viewport_size(WIDTHS[width])  # type: ignore[arg-type]  # the two sizes above
            self.hands = self.hands or self.page.context.new_cdp_session(self.page)
            self.hands.send("Emulation.setTouchEmulationEnabled", {"enabled": width == "phone"})
            self.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
            self.stands = width, dark
        # From the top, where no bar lies over what was scrolled. The script that keeps the scheme hears of it with
        # the next frame.
        self.page.evaluate(
            "new Promise((done) => { scrollTo(0, 0); requestAnimationFrame(() => requestAnimationFrame(done)); })"
        )

    def picture(self, name: str) -> Path:
        """Keep a picture where PICTURES names a folder, to be looked at by a person."""
        folder = Path(os.environ.get("PICTURES", "")) if os.environ.get("PICTURES") else None
        target = (folder or Path(os.devnull).parent) / f"{name}.png"
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(target), full_page=True)
        return target

    def report(self) -> list[str]:
        """Return the complaints that nobody expected."""
        return [one for one in self.complaints if not any(known in one for known in self.expected)]


def session_of(person: Any) -> str:
    """Sign somebody in, in a session of its own: signing in again would end the one before."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright's own loop runs in this thread, and Django would refuse the database beside any loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_here(), args=list(FLAGS))
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


Look = Callable[..., Eyes]


@pytest.fixture
def look(chromium: Browser, live_server: LiveServer) -> Iterator[Look]:
    """Open a window: `look(cast.manager, width="phone", dark=True)`; nobody signed in without a person."""
    windows: list[Eyes] = []

    def open_window(
        person: Any = None,  # of whichever product runs
        *,
        width: str = "desk",
        dark: bool = False,
        language: str = "zh-CN",
        live: bool = False,
    ) -> Eyes:
        context = chromium.new_context(
            viewport=WIDTHS[width],  # type: ignore[arg-type]  # the two sizes above
            locale=language,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            has_touch=width == "phone",
            reduced_motion="reduce",
        )
        if not live:
            # No live server runs here; without it every page would rightly say that its line is cut.
            context.add_init_script("delete window.EventSource")
        eyes = Eyes(page=context.new_page(), origin=live_server.url, stands=(width, dark), dark=dark)
        if person is not None:
            eyes.sits(session_of(person))
        eyes.page.set_default_timeout(20_000)
        eyes.page.on(
            "console",
            lambda message: (
                eyes.complaints.append(f"{message.text} {message.location['url']}")
                if message.type == "error"
                else None
            ),
        )
        eyes.page.on("pageerror", lambda error: eyes.complaints.append(str(error)))
        windows.append(eyes)
        return eyes

    yield open_window
    complaints = [complaint for eyes in windows for complaint in eyes.report()]
    for eyes in windows:
        eyes.page.context.close()
    assert complaints == []


Live: TypeAlias = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def live_process(live_server: LiveServer, settings: Settings, tmp_path: Path) -> Live:
    """Return what runs the real live server beside the pages, on the same database and the same key."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings.LIVE_PORT = port
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    lines = live.sources(hosts=settings.ALLOWED_HOSTS, port=port, url="", https=False)
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**directives, "connect-src": [SELF, *lines]}}
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "ZHISHOU_DATA_DIR": str(tmp_path),
        "ZHISHOU_SECRET_KEY": settings.SECRET_KEY,
        "ZHISHOU_PORT": live_server.url.rpartition(":")[2],
        "ZHISHOU_LIVE_PORT": str(port),
    }

    @contextmanager
    def running() -> Iterator[None]:
        command = [sys.executable, "-m", "zhishou", "live"]
        with subprocess.Popen(
            command, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                assert any("is ready" in line for line in process.stdout or ())
                yield
            finally:
                process.terminate()
                process.wait(30)

    return running
