"""What every test of Xieban may ask for."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.browser.conftest import chromium, look
from tests.laying import laid
from xieban.tests.cast import Cast, make_cast

__all__ = ["chromium", "look"]

pytest_plugins = ["tests.house", "tests.needs", "tests.databases", "tests.copied"]


@pytest.fixture(scope="session", autouse=True)
def _no_chat_server(django_test_environment: None) -> Iterator[None]:
    """Let no test speak with a chat server that happens to run here; those of the chat have one of their own."""
    with override_settings(CHAT=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the standing cast, fresh in this test's transaction."""
    return laid("cast", make_cast)
