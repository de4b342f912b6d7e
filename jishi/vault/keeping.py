"""Where the ring lies: a file of ours with mode 0600, or a setting that the deployment gives."""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from jishi.refusals.door import why_of
from jishi.sentences.door import gettext_noop as _
from jishi.vault.ring import Ring, VaultLocked, new_key, parse, written


def key_file() -> Path:
    """Return where the ring is kept when no setting gives it."""
    return Path(settings.DATA_DIR) / "keys" / "vault.keys"


def given() -> str | None:
    """Return the ring as a setting gives it, or None where the file rules."""
    return getattr(settings, "VAULT_KEYS", None) or None


def setting() -> str:
    """Return the name of the setting that gives the ring."""
    return f"{settings.ENVIRONMENT_PREFIX}VAULT_KEYS"


def load() -> Ring | None:
    """Return the ring as it is this moment, or None where nothing has been made yet."""
    text = given()
    if text is not None:
        return _parsed(text, setting())
    path = key_file()
    try:
        status = path.stat()
        if stat.S_IMODE(status.st_mode) & 0o077:
            raise VaultLocked(
                _("%(path)s can be read by others on this machine: run `chmod 600 %(path)s`."), path=path
            )
        return _parsed(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VaultLocked(
            _("The key ring %(path)s cannot be read: %(why)s."), path=path, why=why_of(error)
        ) from error


@lru_cache(maxsize=4)
def _parsed(text: str, source: str) -> Ring:
    return parse(text, source=source)


def make() -> Ring:
    """Make the first ring; of two that try at once, both get the one that came first."""
    path = key_file()
    draft = _draft(path, Ring(keys=(new_key(),)))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    ring = load()
    if ring is None:
        raise VaultLocked(_("The key ring %(path)s vanished while it was made."), path=path)
    return ring


def replace(ring: Ring) -> None:
    """Put another ring in place of the present one, whole or not at all."""
    path = key_file()
    _draft(path, ring).replace(path)
    _sync_folder(path.parent)


@contextmanager
def alone() -> Iterator[None]:
    """Let nobody else on this machine change the ring: a key that the other's copy lacks would be lost."""
    path = key_file().with_name(".vault.lock")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = path.open("w")
    except OSError as error:
        raise VaultLocked(
            _("The key ring %(path)s cannot be written: %(why)s."), path=path, why=why_of(error)
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _draft(path: Path, ring: Ring) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(written(ring))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise VaultLocked(
            _("The key ring %(path)s cannot be written: %(why)s."), path=path, why=why_of(error)
        ) from error
    return draft


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
