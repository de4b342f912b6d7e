"""Where a built file lies: the build names each by its content, and the manifest says how."""

import json
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

BUILT = Path(__file__).parent / "static" / "built"


@lru_cache(maxsize=4)
def _manifest(_changed: float) -> dict[str, str]:
    names: dict[str, str] = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    return names


def address(name: str) -> str:
    """Return the address of a built file; before the first build, the one it would have."""
    try:
        names = _manifest((BUILT / "manifest.json").stat().st_mtime)
    except OSError:
        names = {}
    return static(f"built/{names.get(name, name)}")
