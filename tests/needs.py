"""What a test needs beyond Python: a browser, built pages, PostgreSQL. Without it the test is skipped, by name."""

from collections import Counter
from ctypes.util import find_library
from pathlib import Path
from typing import Final

import pytest

from tests.chromium import chromium_here

HOUSE: Final = Path(__file__).resolve().parent.parent
BUILT: Final = HOUSE / "jishi" / "pages" / "static" / "built" / "manifest.json"
# The words of a skip that somebody could have prevented; `--nothing-missing` fails on them.
MISSING: Final = "install the Debian package"
NOT_BUILT: Final = "the pages are not built: run `make build`"
NO_BROWSER: Final = f"browser tests: {MISSING} chromium-headless-shell"
NO_LIBATOMIC: Final = f"browser tests: {MISSING} libatomic1, without which the browser's driver does not start"
NO_DOVECOT: Final = f"mail tests: {MISSING} dovecot-imapd"
CHAT_PYTHON: Final = HOUSE / ".venv-chat" / "bin" / "python"
NO_CHAT_SERVER: Final = "chat tests: the chat server is not built: run `make build`"
NO_REDIS: Final = f"Redis tests: {MISSING} redis-server"
NO_MARIADB: Final = f"MariaDB tests: {MISSING} mariadb-server"
NO_SSHD: Final = f"SSH tests: {MISSING} openssh-server"
NO_LIBREOFFICE: Final = f"Word tests: {MISSING} libreoffice-writer"
NO_NGINX: Final = f"web server tests: {MISSING} nginx-light"
NO_PROMETHEUS: Final = f"Prometheus tests: {MISSING} prometheus"
NO_PROSODY: Final = f"XMPP tests: {MISSING} prosody"
NO_POSTGRESQL: Final = f"PostgreSQL tests: {MISSING} postgresql, and give yourself a role that may create databases"


def pytest_addoption(parser: pytest.Parser) -> None:
    house = parser.getgroup("house", "the house's own")
    house.addoption("--database-bound", action="store_true", help="only tests that use the database")
    house.addoption(
        "--postgresql-elsewhere",
        action="store_true",
        help="another run has the tests marked postgresql or once",
    )
    house.addoption(
        "--nothing-missing",
        action="store_true",
        help="fail when a test lacks its Debian package or the built pages",
    )


def on_postgresql() -> bool:
    from django.conf import settings  # noqa: PLC0415 - pytest-django sets the settings up first

    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


def is_database_bound(item: pytest.Item) -> bool:
    """Whether the test reads or writes the database, by its mark or by any fixture it asks for.

    What only looks at pages does so on one engine: the database beneath them is proved by each area's own tests.
    """
    if any(item.get_closest_marker(mark) for mark in ("browser", "one_engine")):
        return False
    fixtures = getattr(item, "fixturenames", ())
    asked = {"db", "transactional_db", "live_server", "django_db_setup"}.intersection(fixtures)
    return bool(asked) or any(item.get_closest_marker(mark) for mark in ("django_db", "postgresql"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def is_wanted(item: pytest.Item) -> bool:
        if config.getoption("--database-bound") and not is_database_bound(item):
            return False
        elsewhere = ("postgresql", "once") if config.getoption("--postgresql-elsewhere") else ()
        return not (any(item.get_closest_marker(mark) for mark in elsewhere) and is_database_bound(item))

    unwanted = [item for item in items if not is_wanted(item)]
    items[:] = [item for item in items if is_wanted(item)]
    config.hook.pytest_deselected(items=unwanted)
    for item in items:
        if item.get_closest_marker("browser") and not chromium_here():
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))
        if item.get_closest_marker("browser") and find_library("atomic") is None:
            item.add_marker(pytest.mark.skip(reason=NO_LIBATOMIC))
        if item.get_closest_marker("browser") and not BUILT.exists():
            item.add_marker(pytest.mark.skip(reason=f"browser tests: {NOT_BUILT}"))
        if item.get_closest_marker("chat_server") and not CHAT_PYTHON.exists():
            item.add_marker(pytest.mark.skip(reason=NO_CHAT_SERVER))
        if item.get_closest_marker("postgresql") and not on_postgresql():
            item.add_marker(pytest.mark.skip(reason=NO_POSTGRESQL))


def missing(reporter: pytest.TerminalReporter) -> Counter[str]:
    """Count the skips that a Debian package or a build would have prevented, by their words."""
    reasons = (
        report.longrepr[2].removeprefix("Skipped: ")
        for report in reporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    preventable = (MISSING, NOT_BUILT, NO_CHAT_SERVER)
    return Counter(reason for reason in reasons if any(one in reason for one in preventable))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason, count in sorted(missing(terminalreporter).items()):
        terminalreporter.write_line(f"SKIPPED: {reason} ({count})", yellow=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--nothing-missing") and reporter is not None and missing(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
