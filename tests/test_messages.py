"""Both languages are complete: every message of every area has its Chinese."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from jishi.messages.catalogues import PLACE
from jishi.messages.door import TOP, faults
from jishi.messages.sources import areas

AREAS = [area.name for area in areas(TOP)]


def test_every_catalogue_is_read() -> None:
    read = {Path(config.path) / "locale" for config in apps.get_app_configs()} | set(
        map(Path, settings.LOCALE_PATHS)
    )

    assert [area.name for area in areas(TOP) if (area / PLACE).exists() and area / "locale" not in read] == []


@pytest.mark.parametrize("area", AREAS)
def test_every_message_is_translated(area: str) -> None:
    assert [str(fault) for fault in faults(TOP, only=[area])] == []
