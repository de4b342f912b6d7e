"""Small pictures of pictures; what would unpack into too much is not opened."""

import io
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from jishi.files.kinds import RASTERS

MOST_PIXELS: Final = 40_000_000
WIDEST: Final = 480
BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    ArithmeticError,
    LookupError,
    TypeError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What a picture that is none lets its reader raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A small WebP without anything but its pixels, upright; and what the large one is."""

    media_type: str
    width: int
    height: int
    content: bytes


def thumbnail_of(path: Path) -> Thumbnail | None:
    """Return the small picture of one that can be shown; None for any other file, and for one too large to open."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a strange colour profile is no reason to show nothing
            with Image.open(path, formats=list(RASTERS)) as picture:
                if picture.width * picture.height > MOST_PIXELS or picture.format is None:
                    return None
                # Phones keep several pictures in one JPEG, which has a name of its own.
                return _small(picture, RASTERS["JPEG" if picture.format == "MPO" else picture.format])
    except BROKEN:
        return None


def _small(picture: Image.Image, media_type: str) -> Thumbnail:
    has_holes = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    picture.draft("RGB", (WIDEST * 2, WIDEST * 2))  # lets a photograph be read at a fraction of its size
    if picture.mode not in {"L", "RGB", "RGBA"}:
        picture = picture.convert("RGBA" if has_holes else "RGB")
    picture.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(picture).convert("RGBA" if has_holes else "RGB")
    # Pasted into a new one, so that nothing but pixels comes along: no place, no device, no profile.
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=78)
    return Thumbnail(media_type=media_type, width=bare.width, height=bare.height, content=out.getvalue())
