"""Both languages are complete: every message of every area has its Chinese."""

from pathlib import Path

from django.apps import apps
from django.conf import settings

from jishi.messages.catalogues import PLACE
from jishi.messages.door import TOP, faults
from jishi.messages.sources import areas


def unread() -> list[str]:
    """Return the areas of the running product, and of the plumbing below it, whose words Django never finds."""
    found = [Path(config.path) / "locale" for config in apps.get_app_configs()]
    read = {path.resolve() for path in [*found, *map(Path, settings.LOCALE_PATHS)]}
    ours = [area for area in areas(TOP) if area.parent.name in {"jishi", settings.PRODUCT}]
    return [area.name for area in ours if (area / PLACE).exists() and (area / "locale").resolve() not in read]


def test_every_catalogue_is_read() -> None:
    assert unread() == []


def test_every_message_is_translated() -> None:
    assert [str(fault) for fault in faults(TOP)] == []
