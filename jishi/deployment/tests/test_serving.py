"""What a web process has loaded is not looked through again and again."""

import gc
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished

from jishi.deployment.serving import Settling


@pytest.fixture
def settling() -> Iterator[Settling]:
    found = Settling(after=2)
    request_finished.connect(found, weak=False)
    yield found
    request_finished.disconnect(found)
    gc.unfreeze()


def test_what_is_loaded_after_the_first_answers_is_left_alone_by_the_collector(settling: Settling) -> None:
    loaded: list[object] = [[]]

    settling()
    assert any(one is loaded for one in gc.get_objects())
    settling()

    assert not any(one is loaded for one in gc.get_objects())
    assert all(settling is not found for _key, found, *_ in request_finished.receivers)
