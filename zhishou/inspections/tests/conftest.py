import pytest

from conftest import Cast
from zhishou.inspections.tests.factories import Site, make_site


@pytest.fixture
def site(cast: Cast) -> Site:
    return make_site(cast)
