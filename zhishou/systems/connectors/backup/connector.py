"""Whether there is a backup that deserves the name."""

import asyncio
import gzip
import hashlib
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.backup.agreeing import agreeing
from zhishou.systems.connectors.backup.encrypting import is_encrypted
from zhishou.systems.connectors.backup.gaps import missing_segments
from zhishou.systems.connectors.reaching import NotReachedError, no_answer, not_allowed, readable, said
from zhishou.systems.rules.observing import Ask, Observation, Outcome, failed, measured, unknown
from zhishou.systems.rules.words import ConnectorKind

BLOCK: Final = 1024 * 1024
HOUR, DAY = 3600, 86400
MOST_FILES: Final = 10_000
DIGEST: Final = re.compile(r"^([0-9a-f]{64})\b")


class Backup:
    """Looks at the newest file of a folder; reads it to its end only where that is asked."""

    kind = ConnectorKind.BACKUP
    checks = frozenset({"B-01", "B-02", "B-03", "B-04", "B-05", "B-06", "B-07", "B-08"})
    least = _("The right to list the folder and to read its files; no right to write there.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:
        """Look once, beside the event loop: disks can be slow."""
        try:
            return await asyncio.to_thread(LOOKS[ask.check], ask, at)
        except OSError as error:
            raise no_answer(_("The folder cannot be read: %(why)s."), why=said(error)) from error


def _newest(ask: Ask, folder: str) -> Path:
    return max(_every(ask, folder))[1]


def _every(ask: Ask, folder: str) -> list[tuple[float, Path]]:
    """Return every backup of a folder with its time; there is one at least."""
    real = Path(readable(folder, allowed=ask.allowed))
    if not real.is_dir():
        raise no_answer(_("%(path)s is not there."), path=folder)
    found: list[tuple[float, Path]] = []
    for number, one in enumerate(real.glob(ask.text("pattern", "*"))):
        if number >= MOST_FILES:
            raise NotReachedError(Outcome.UNKNOWN, _("There are too many files to look through."))
        # A link could lead to a file that is not to be read; a checksum is no backup.
        if one.is_file() and not one.is_symlink() and one.suffix != ".sha256" and not one.name.startswith("."):
            found.append((one.stat().st_mtime, one))
    if not found:
        raise no_answer(_("There is no backup in %(path)s."), path=folder)
    return found


def _age(file: Path, at: datetime) -> float:
    return at.timestamp() - file.stat().st_mtime


def _fresh(ask: Ask, at: datetime) -> Observation:
    file = _newest(ask, ask.address)
    size, hours = file.stat().st_size, _age(file, at) / HOUR
    least = ask.number("least_bytes", 1)
    if size < least:
        return failed(_("The newest backup %(file)s is too small: %(bytes)s bytes."), file=file.name, bytes=size)
    if hours < -1:
        return unknown(_("The newest backup %(file)s is of the future: a clock is wrong."), file=file.name)
    return measured(max(hours, 0.0), unit="h", words=_("The newest is %(file)s."), file=file.name, bytes=size)


def _whole(ask: Ask, at: datetime) -> Observation:
    file = _newest(ask, ask.address)
    known = ask.before.facts if ask.before else {}
    mark = f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}"
    if known.get("mark") != mark:  # what was read to its end once is not read again
        _read_whole(file, ask.timeout_s * 0.9)
    days = max(_age(file, at), 0.0) / DAY
    return measured(days, unit="days", words=_("%(file)s is whole."), file=file.name, mark=mark)


def _read_whole(file: Path, seconds: float) -> None:
    beside = file.with_name(f"{file.name}.sha256")
    until = time.monotonic() + seconds
    if beside.is_file():
        wanted = DIGEST.match(beside.read_text(encoding="ascii", errors="replace")[:200])
        if wanted is None or _digest(file, until) != wanted[1]:
            raise no_answer(_("%(file)s is not what its checksum says."), file=file.name)
    elif file.suffix in {".gz", ".tgz"}:
        try:
            with gzip.open(file) as stream:
                while stream.read(BLOCK):
                    _in_time(until)
        except (OSError, EOFError) as error:
            raise no_answer(_("%(file)s is damaged: %(why)s."), file=file.name, why=said(error)) from error
    else:
        raise NotReachedError(
            Outcome.UNKNOWN,
            _("%(file)s has no checksum beside it (%(file)s.sha256) and is no gzip archive."),
            file=file.name,
        )


def _digest(file: Path, until: float) -> str:
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            found.update(block)
            _in_time(until)
    return found.hexdigest()


def _in_time(until: float) -> None:
    if time.monotonic() > until:
        raise NotReachedError(Outcome.UNKNOWN, _("The backup is too large to be read in this time."))


def _drilled(ask: Ask, at: datetime) -> Observation:
    file = Path(readable(ask.text("record"), allowed=ask.allowed))
    done = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).date().isoformat()
    days = max(_age(file, at), 0.0) / DAY
    return measured(days, unit="days", words=_("Restored last on %(day)s."), day=done)


def _twice(ask: Ask, _at: datetime) -> Observation:
    folder = ask.text("second")
    if not folder:
        raise not_allowed("second")
    first, second = _newest(ask, ask.address), _newest(ask, folder)
    behind = max(first.stat().st_mtime - second.stat().st_mtime, 0.0) / HOUR
    if second.name == first.name and second.stat().st_size != first.stat().st_size:
        return failed(_("The second copy of %(file)s has another size."), file=first.name)
    return measured(behind, unit="h", words=_("The second copy is %(file)s."), file=second.name)


def _gaps(ask: Ask, _at: datetime) -> Observation:
    folder = Path(readable(ask.address, allowed=ask.allowed))
    there, lacking, first = missing_segments(one.name for one in folder.iterdir())
    if not there:
        raise no_answer(_("There is no archived log in %(path)s."), path=ask.address)
    words = _("%(first)s is the first that lacks.") if lacking else _("All %(segments)s segments are there.")
    return measured(lacking, words=words, segments=there, first=first)


def _agrees(ask: Ask, _at: datetime) -> Observation:
    file, until = _newest(ask, ask.address), time.monotonic() + ask.timeout_s * 0.9
    return agreeing(file, database=ask.text("database"), query=ask.text("query"), in_time=lambda: _in_time(until))


def _closed(ask: Ask, _at: datetime) -> Observation:
    found = _every(ask, ask.text("copies") or ask.address)
    is_open = sorted(file.name for _time, file in found if not is_encrypted(file))
    words = _("%(open)s of %(files)s can be read by whoever gets them, such as %(first)s.")
    if not is_open:
        words = _("All %(files)s are encrypted.")
    return measured(len(is_open), words=words, open=len(is_open), files=len(found), first="".join(is_open[-1:]))


def _kept(ask: Ask, at: datetime) -> Observation:
    oldest = min(_every(ask, ask.text("copies") or ask.address))[1]
    days = max(_age(oldest, at), 0.0) / DAY
    return measured(days, unit="days", words=_("The oldest that is kept is %(file)s."), file=oldest.name)


LOOKS: Final[dict[str, Callable[[Ask, datetime], Observation]]] = {
    "B-01": _fresh,
    "B-02": _gaps,
    "B-03": _whole,
    "B-04": _drilled,
    "B-05": _twice,
    "B-06": _agrees,
    "B-07": _closed,
    "B-08": _kept,
}
