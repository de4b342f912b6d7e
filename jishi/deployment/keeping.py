"""What a backup of this product holds, and who must not be running when one is brought back."""

from datetime import datetime, timedelta
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from jishi.backup.door import Place, back_up
from jishi.deployment.declared import data_dir

OFTEN: Final = timedelta(hours=12)
MOST_KEPT: Final = 3


def place() -> Place:
    """Return where this deployment keeps its things."""
    return Place(
        product=settings.PRODUCT,
        version=own_version(),
        files=Path(settings.MEDIA_ROOT),
        scratch=data_dir(),
        beside=import_string(settings.KEPT_BESIDE)() if settings.KEPT_BESIDE else (),
    )


def keep_demonstration(*, at: datetime) -> Path | None:
    """Back a demonstration up where that was not done in the last hours; return the archive, where one was made.

    It has nobody who does it every night, and whoever watches it would rightly say so.
    """
    folder = data_dir() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = sorted(folder.glob("*.tar.gz"))
    if kept and at.timestamp() - kept[-1].stat().st_mtime < OFTEN.total_seconds():
        return None
    made, _manifest = back_up(place(), target=folder, at=at)
    for old in [*kept, made][:-MOST_KEPT]:
        old.unlink()
    return made


def own_version() -> str:
    """Return the version of the installed product; a checkout has the one of its project file."""
    project = Path(settings.BASE_DIR) / "pyproject.toml"
    if not project.exists():
        return version(packages_distributions()[settings.PRODUCT][0])
    lines = project.read_text(encoding="utf-8").splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version = "))
