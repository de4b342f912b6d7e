"""Both languages are complete: every message of every area has its Chinese."""

import pytest

from jishi.messages.door import TOP, faults
from jishi.messages.sources import areas

AREAS = [area.name for area in areas(TOP)]


@pytest.mark.parametrize("area", AREAS)
def test_every_message_is_translated(area: str) -> None:
    assert [str(fault) for fault in faults(TOP, only=[area])] == []
