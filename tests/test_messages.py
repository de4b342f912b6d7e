"""Both languages are complete: every message of every area has its Chinese."""

import pytest

from jishi.messages.catalogues import PLACE
from jishi.messages.door import TOP, faults
from jishi.messages.sources import areas

WITH_A_CATALOGUE = [area.name for area in areas(TOP) if (area / PLACE).exists()]


@pytest.mark.parametrize("area", WITH_A_CATALOGUE)
def test_every_message_is_translated(area: str) -> None:
    assert [str(fault) for fault in faults(TOP, only=[area])] == []
