"""What every test of Xieban may ask for."""

import pytest

from tests.browser.conftest import chromium, look
from tests.laying import laid
from xieban.tests.cast import Cast, make_cast

__all__ = ["chromium", "look"]

pytest_plugins = ["tests.house", "tests.needs", "tests.databases"]


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the standing cast, fresh in this test's transaction."""
    return laid("cast", make_cast)
