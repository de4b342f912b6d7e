"""Data set by a template: words go in as data, never as source."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import typst

from jishi.typesetting.fonts_at_hand import engine

UNSHOWN: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
EMPTY_SQUARE: Final = "□"
MOST_UNSHOWN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is set: the template, which reads `data.json` and the files beside it by their names."""

    folder: Path
    template: str
    data: Mapping[str, object]
    files: Mapping[str, bytes] = field(default_factory=dict)
    fonts: Path | None = None


def set_pdf(setting: Setting, *, at: datetime, archived: bool = True) -> bytes:
    """Return the pages as PDF/A; the same data and fonts give the same bytes.

    A page for the archive must show every character; what no font here can show stands as an empty square.
    """
    standard: Literal["a-2b"] | None = "a-2b" if archived else None
    text = json.dumps(setting.data, ensure_ascii=False)
    for _ in range(MOST_UNSHOWN):
        try:
            with _laid_out(setting, text) as compiler:
                made = compiler.compile(format="pdf", pdf_standards=standard, timestamp=at.replace(microsecond=0))
        except typst.TypstError as error:
            without = _without_unshown(text, str(error))
            if without == text:
                raise
            text = without
            continue
        assert isinstance(made, bytes)  # noqa: S101 - one file, as asked
        return made
    raise TooManyUnshownError


class TooManyUnshownError(Exception):
    """There are more characters than can be replaced that no font here can show."""


def _without_unshown(text: str, error: str) -> str:
    """Return the data with an empty square for each character that the error says cannot be shown."""
    found = UNSHOWN.search(error)
    if found is None:
        return text
    shown = re.sub(r"\\u\{([0-9a-f]+)\}", lambda one: chr(int(one[1], 16)), found[1])
    for one in shown:
        text = text.replace(json.dumps(one, ensure_ascii=False)[1:-1], EMPTY_SQUARE)
    return text


def set_pictures(setting: Setting, *, dots: float = 192) -> list[bytes]:
    """Return each page as a picture, e.g. for a Word file."""
    with _laid_out(setting, json.dumps(setting.data, ensure_ascii=False)) as compiler:
        made = compiler.compile(format="png", ppi=dots)
    found = [made] if isinstance(made, bytes) else list(made or [])
    return [one for one in found if isinstance(one, bytes)]


@contextmanager
def _laid_out(setting: Setting, text: str) -> Iterator[typst.Compiler]:
    with tempfile.TemporaryDirectory(prefix="typesetting-") as place:
        folder = Path(place)
        for template in setting.folder.glob("*.typ"):
            shutil.copy(template, folder)
        for name, content in setting.files.items():
            (folder / Path(name).name).write_bytes(content)
        (folder / "data.json").write_text(text, encoding="utf-8")
        yield typst.Compiler(
            folder / setting.template, root=folder, font_paths=engine(own=setting.fonts), ignore_system_fonts=True
        )
