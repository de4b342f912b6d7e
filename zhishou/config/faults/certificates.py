"""The certificate of the office's front: `proxy.crt` and `proxy.key` in its data folder."""

from pathlib import Path

from django.utils.translation import gettext_noop

from jishi.supervisor.door import CannotGoOn


def spoil(folder: Path) -> dict[str, object]:
    """Put a certificate that ends in three days into the place of the good one."""
    raise CannotGoOn(gettext_noop("The office in %(folder)s serves no HTTPS."), folder=folder)


def renew(folder: Path, kept: dict[str, object]) -> None:
    """Put the good one back."""
    del folder, kept
