"""The faults that there are, each with how it is made and how it ends."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_noop

from jishi.supervisor.door import CannotGoOn
from zhishou.config.faults.certificates import ALREADY, renew, spoil
from zhishou.config.faults.office import matching, send

WRITTEN: Final = "faults.json"
WEB: Final = ("jishi.balancing", "xieban web")
FILES, GONE = "files", "files.gone"
Make = Callable[[Path, datetime], dict[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One kind of fault: `make` returns what `end` needs to undo it."""

    words: str
    make: Make
    end: Callable[[Path, dict[str, object]], None]


def _pids(kept: dict[str, object]) -> list[int]:
    found = kept.get("pids")
    return [int(one) for one in found] if isinstance(found, list) else []


def _stop(*words: str) -> Make:
    def make(folder: Path, _at: datetime) -> dict[str, object]:
        pids = matching(folder, *words)
        send(pids, signal.SIGSTOP)
        return {"pids": pids}

    return make


def _go_on(_folder: Path, kept: dict[str, object]) -> None:
    send(_pids(kept), signal.SIGCONT)


def _hold(kind: str, *arguments: str) -> dict[str, object]:
    script = Path(__file__).with_name("holding.py")
    holder = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-I", "-S", str(script), kind, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return {"pids": [holder.pid]}


def _let_go(_folder: Path, kept: dict[str, object]) -> None:
    send(_pids(kept), signal.SIGTERM)


def _lock_database(folder: Path, _at: datetime) -> dict[str, object]:
    path = folder / "xieban.sqlite3"
    if not Path(f"{path}-shm").exists():
        raise CannotGoOn(
            gettext_noop("The office does not run on SQLite in %(folder)s; stop its PostgreSQL."), folder=folder
        )
    return _hold("database", str(path))


def _slow_down(folder: Path, _at: datetime) -> dict[str, object]:
    pids = matching(folder, *WEB)
    return _hold("slow", settings.DEMO_OFFICE_URL, *map(str, pids)) | {"slowed": pids}


def _speed_up(folder: Path, kept: dict[str, object]) -> None:
    _let_go(folder, kept)
    slowed = kept.get("slowed")
    send([int(one) for one in slowed] if isinstance(slowed, list) else [], signal.SIGCONT)


def _take_away(folder: Path, _at: datetime) -> dict[str, object]:
    """Let the disk of the files be gone, as when it is no longer mounted; a full one would harm the machine."""
    files = folder / FILES
    if not files.is_dir():
        raise CannotGoOn(gettext_noop("The office in %(folder)s keeps no files there."), folder=folder)
    files.rename(folder / GONE)
    return {}


def _bring_back(folder: Path, _kept: dict[str, object]) -> None:
    files, gone = folder / FILES, folder / GONE
    if not gone.is_dir():
        return
    if files.is_dir():
        # What was kept meanwhile stays: it moves in beside the rest.
        for path in sorted(files.rglob("*")):
            if path.is_file():
                target = gone / path.relative_to(files)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
        shutil.rmtree(files)
    gone.rename(files)


def _spoil(way: str) -> Make:
    def make(folder: Path, at: datetime) -> dict[str, object]:
        return spoil(folder, way=way, at=at)

    return make


FAULTS: Final = {
    "web": Fault(words="the web processes stand still", make=_stop(*WEB), end=_go_on),
    "database": Fault(words="nobody reads or writes the database", make=_lock_database, end=_let_go),
    "chat": Fault(words="the chat server stands still", make=_stop("synapse.app"), end=_go_on),
    "disk": Fault(words="the disk of the files is gone", make=_take_away, end=_bring_back),
    "certificate": Fault(words="the certificate is one that has expired", make=_spoil("expired"), end=renew),
    "certificate-ending": Fault(words="the certificate ends in three days", make=_spoil("ending"), end=renew),
    "certificate-misnamed": Fault(words="the certificate is for another name", make=_spoil("misnamed"), end=renew),
    "workers": Fault(words="background work stands still", make=_stop("xieban worker"), end=_go_on),
    "slow": Fault(words="every page takes seconds", make=_slow_down, end=_speed_up),
}


def broken(folder: Path) -> dict[str, dict[str, object]]:
    """Return what is broken now, by kind, with what ends it."""
    try:
        found = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {kind: kept for kind, kept in found.items() if kind in FAULTS}


def break_it(folder: Path, kind: str, *, at: datetime) -> None:
    """Make a fault, and write down how it ends."""
    known = broken(folder)
    if kind in known:
        raise CannotGoOn(ALREADY)
    made = FAULTS[kind].make(folder, at)
    _write(folder, known | {kind: made | {"since": at.isoformat()}})


def mend(folder: Path) -> list[str]:
    """End every fault; return which there were."""
    known = broken(folder)
    for kind, kept in known.items():
        FAULTS[kind].end(folder, kept)
    (folder / WRITTEN).unlink(missing_ok=True)
    return list(known)


def _write(folder: Path, known: dict[str, dict[str, object]]) -> None:
    draft = folder / f"{WRITTEN}.draft"
    draft.write_text(json.dumps(known), encoding="utf-8")
    draft.replace(folder / WRITTEN)
