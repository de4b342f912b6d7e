"""The certificate that the office's front shows: replaced by one that no client should be content with."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_noop

from jishi.front.door import SHOWN, issue
from jishi.supervisor.door import CannotGoOn

FOLDER: Final = "front"
KEPT: Final = "shown.kept"
OURS: Final = ("localhost", "127.0.0.1")
ALREADY: Final = gettext_noop("This is broken already: mend it first with zhishou demo mend.")
DAY: Final = timedelta(days=1)


def _expired(folder: Path, at: datetime) -> None:
    issue(folder, names=OURS, since=at - 90 * DAY, until=at - DAY)


def _ending(folder: Path, at: datetime) -> None:
    issue(folder, names=OURS, since=at - 90 * DAY, until=at + 3 * DAY)


def _misnamed(folder: Path, at: datetime) -> None:
    issue(folder, names=("office.example.cn",), since=at - DAY, until=at + 90 * DAY)


WAYS: Final[Mapping[str, Callable[[Path, datetime], None]]] = {
    "expired": _expired,
    "ending": _ending,
    "misnamed": _misnamed,
}


def spoil(office: Path, *, way: str, at: datetime) -> dict[str, object]:
    """Put a bad certificate of the office's own authority into the place of the good one, which is kept."""
    folder = office / FOLDER
    shown = folder / SHOWN
    if not shown.exists():
        raise CannotGoOn(gettext_noop("The office in %(folder)s serves no HTTPS."), folder=office)
    if (folder / KEPT).exists():
        raise CannotGoOn(ALREADY)
    shown.rename(folder / KEPT)
    WAYS[way](folder, at)
    return {"way": way}


def renew(office: Path, _kept: dict[str, object]) -> None:
    """Put the good one back."""
    kept = office / FOLDER / KEPT
    if kept.exists():
        kept.replace(office / FOLDER / SHOWN)
