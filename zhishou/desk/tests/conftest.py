import pytest

from conftest import Cast
from zhishou.desk.tests.factories import Desk, make_desk
from zhishou.desk.tests.visiting import Road


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return make_desk(cast)


@pytest.fixture
def road(desk: Desk) -> Road:
    return Road(desk=desk)
