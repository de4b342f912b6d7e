"""Where a built file lies: the build names each by its content, and the manifest says how."""

import json
import os
import time
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

BUILT = Path(__file__).parent / "static" / "built"


MANIFEST = os.fspath(BUILT / "manifest.json")


@lru_cache(maxsize=4)
def _manifest(_changed: float) -> dict[str, str]:
    names: dict[str, str] = json.loads(Path(MANIFEST).read_text(encoding="utf-8"))
    return names


def address(name: str) -> str:
    """Return the address of a built file; before the first build, the one it would have."""
    changed = _changed(int(time.monotonic()))
    return static(f"built/{name}") if changed is None else _address(name, changed)


# A page asks for every icon; a new build shows within a second.
@lru_cache(maxsize=1)
def _changed(_second: int) -> float | None:
    try:
        return os.stat(MANIFEST).st_mtime  # noqa: PTH116 - a path object costs more than the question
    except OSError:
        return None


@lru_cache(maxsize=256)
def _address(name: str, changed: float) -> str:
    return static(f"built/{_manifest(changed).get(name, name)}")
