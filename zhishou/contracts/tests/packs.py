"""The sample pack and variations on it."""

from pathlib import Path
from typing import Final

from zhishou.contracts.rules.pack import Pack
from zhishou.contracts.rules.reading import read_pack

ROOT: Final = Path(__file__).resolve().parents[3]
SAMPLE: Final = (ROOT / "contracts" / "sample.toml").read_text(encoding="utf-8")


def changed(*changes: tuple[str, str]) -> str:
    """Return the sample with each text replaced, every one of which must be there."""
    text = SAMPLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def pack(*changes: tuple[str, str]) -> Pack:
    return read_pack(changed(*changes))
