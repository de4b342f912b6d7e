"""Seals and stamps: decoded, limited, encoded anew, so that nothing of the file but its picture is printed."""

import io
from typing import Final

from PIL import Image, ImageChops

from jishi.refusals.door import Invalid
from xieban.layout.rules.document import Document
from xieban.layout.rules.words import SignOff

_MOST_BYTES: Final = 4 * 1024 * 1024
_MOST_SIDE: Final = 4000
_SIDE: Final = 1200  # pixels: 42 mm at 700 to the inch


class PictureUnreadable(Invalid):
    """The picture of a seal or stamp cannot be read: PNG or JPEG, at most 4 MB and 4,000 pixels a side."""


def printable(content: bytes) -> bytes:
    """Return a picture as PNG with a transparent ground, so that the words under a seal stay readable."""
    if len(content) > _MOST_BYTES:
        raise PictureUnreadable
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as read:
            if max(read.size) > _MOST_SIDE:
                raise PictureUnreadable
            picture = read.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureUnreadable from error
    picture.thumbnail((_SIDE, _SIDE))
    if picture.getchannel("A").getextrema()[0] == 255:  # noqa: PLR2004 - opaque: a scan on white paper
        red, green, blue, _ = picture.split()
        darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
        picture.putalpha(ImageChops.invert(darkest))
    out = io.BytesIO()
    picture.save(out, format="PNG", compress_level=6)
    return out.getvalue()


def pictures_of(document: Document) -> dict[str, bytes]:
    """Return the pictures that will be printed, by their place."""
    if document.sign_off is SignOff.STAMP and document.stamp:
        return {"stamp": printable(document.stamp.picture.content)}
    if document.sign_off is SignOff.SEAL:
        return {
            f"seal-{place}": printable(issuer.seal.content)
            for place, issuer in enumerate(document.issuers)
            if issuer.seal
        }
    return {}
