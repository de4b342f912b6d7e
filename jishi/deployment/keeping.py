"""What a backup of this product holds, and who must not be running when one is brought back."""

from importlib.metadata import packages_distributions, version
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from jishi.backup.door import Place
from jishi.deployment.declared import data_dir


def place() -> Place:
    """Return where this deployment keeps its things."""
    return Place(
        product=settings.PRODUCT,
        version=own_version(),
        files=Path(settings.MEDIA_ROOT),
        scratch=data_dir(),
        beside=import_string(settings.KEPT_BESIDE)() if settings.KEPT_BESIDE else (),
    )


def own_version() -> str:
    """Return the version of the installed product; a checkout has the one of its project file."""
    project = Path(settings.BASE_DIR) / "pyproject.toml"
    if not project.exists():
        return version(packages_distributions()[settings.PRODUCT][0])
    lines = project.read_text(encoding="utf-8").splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version = "))
