"""The secrets that the chat server and we share: made at the first start, beside the data, mode 0600."""

import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Final

from django.conf import settings

from xieban.chat.rules.server import Keys

NAMES: Final = tuple(Keys.__dataclass_fields__)


def keys_file() -> Path:
    """Return where the secrets lie."""
    return Path(settings.DATA_DIR) / "keys" / "chat.json"


def keys() -> Keys | None:
    """Return the secrets; None where no chat server was ever prepared here."""
    try:
        told = json.loads(keys_file().read_text(encoding="utf-8"))
        return Keys(**{name: told[name] for name in NAMES})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def make_keys() -> Keys:
    """Return the secrets, made now where there are none."""
    known = keys()
    if known is not None:
        return known
    made = Keys(**{name: secrets.token_urlsafe(32) for name in NAMES})
    keep(keys_file(), json.dumps(asdict(made)))
    return made


def keep(path: Path, text: str) -> None:
    """Write a file that nobody else may read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - the mode must hold from the first moment
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
