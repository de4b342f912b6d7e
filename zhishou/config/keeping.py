"""What a backup of this product holds, and who must not be running when one is brought back."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings

from jishi.backup.door import Place


def place() -> Place:
    """Return where this deployment keeps its things."""
    return Place(product="zhishou", version=own_version(), files=Path(settings.MEDIA_ROOT), scratch=data_dir())


def data_dir() -> Path:
    return Path(settings.DATA_DIR)


def own_version() -> str:
    """Return the version of the installed product; a checkout has the one of its project file."""
    try:
        return version("zhishou")
    except PackageNotFoundError:
        lines = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8").splitlines()
        return next(line.split('"')[1] for line in lines if line.startswith("version = "))
