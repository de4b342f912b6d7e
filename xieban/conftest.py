"""What every test of Xieban may ask for."""

import pytest

from xieban.tests.cast import Cast, make_cast

pytest_plugins = ["tests.house", "tests.needs", "tests.databases"]


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the standing cast, fresh in this test's transaction."""
    return make_cast()
