"""Which fonts there are: a folder that somebody names first, those of the build, Debian's."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

from jishi.refusals.door import Refusal

BUILT: Final = Path(__file__).resolve().parent / "fonts"
DEBIAN: Final = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/truetype/lxgw-wenkai"),
)


class NoFonts(Refusal):
    """There is no Chinese font to set this with. Build the pages, or put fonts into the folder for them."""


def engine(*, own: Path | None = None) -> typst.Fonts:
    """Return the fonts of this machine as typst takes them; read anew when a folder changes."""
    folders = tuple(folder for folder in ((own,) if own else ()) + (BUILT, *DEBIAN) if folder.is_dir())
    found = _engine(tuple((folder, folder.stat().st_mtime_ns) for folder in folders))
    if not found.fonts():
        raise NoFonts
    return found


@lru_cache(maxsize=4)
def _engine(folders: tuple[tuple[Path, int], ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder, _ in folders],
    )
