from collections.abc import Iterator

import pytest

from conftest import Cast
from zhishou.desk.channels.registry import standing_in
from zhishou.desk.models import Inlet
from zhishou.desk.tests.factories import Desk, make_desk
from zhishou.desk.tests.pigeons import Loft, add_pigeons, pigeon
from zhishou.desk.tests.visiting import Road


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return make_desk(cast)


@pytest.fixture
def road(desk: Desk) -> Road:
    return Road(desk=desk)


@pytest.fixture
def loft() -> Iterator[Loft]:
    loft = Loft()
    with standing_in(pigeon(loft)):
        yield loft


@pytest.fixture
def inlet(desk: Desk, loft: Loft) -> Inlet:
    return add_pigeons(desk)
