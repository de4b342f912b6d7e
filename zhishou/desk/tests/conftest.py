import pytest

from conftest import Cast
from zhishou.desk.tests.factories import Desk, make_desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return make_desk(cast)
