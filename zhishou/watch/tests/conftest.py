import pytest

from conftest import Cast
from zhishou.watch.tests.factories import Watch, make_watch


@pytest.fixture
def watch(cast: Cast) -> Watch:
    return make_watch(cast)
