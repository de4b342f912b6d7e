"""Draws the seal of the demonstration: a ring, a star, the name along the ring; no real body's seal."""

import io
import math
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SIDE: Final = 600
RED: Final = (214, 16, 24, 255)
FONT: Final = Path(__file__).resolve().parent.parent / "layout" / "fonts" / "NotoSerifSC_700Bold.ttf"


def drawn(name: str) -> io.BytesIO:
    """Return a round seal with a name, as PNG."""
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    pen, middle = ImageDraw.Draw(picture), SIDE / 2
    pen.ellipse((8, 8, SIDE - 8, SIDE - 8), outline=RED, width=16)
    pen.polygon(_star(middle, radius=96), fill=RED)
    if FONT.exists():
        _along(picture, name, middle=middle)
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out


def _star(middle: float, *, radius: float) -> list[tuple[float, float]]:
    points = []
    for number in range(10):
        reach = radius if number % 2 == 0 else radius * 0.382
        turn = math.radians(number * 36 - 90)
        points.append((middle + reach * math.cos(turn), middle + reach * math.sin(turn)))
    return points


def _along(picture: Image.Image, name: str, *, middle: float) -> None:
    """Set the name along the upper part of the ring, each character upright to the middle."""
    font = ImageFont.truetype(str(FONT), 76)
    span = min(250.0, 38.0 * len(name))
    for place, char in enumerate(name):
        turn = -span / 2 + span * place / max(1, len(name) - 1)
        tile = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((60, 60), char, font=font, fill=RED, anchor="mm")
        tile = tile.rotate(-turn, resample=Image.Resampling.BICUBIC)
        angle = math.radians(turn - 90)
        left, top = middle + 222 * math.cos(angle) - 60, middle + 222 * math.sin(angle) - 60
        picture.alpha_composite(tile, (round(left), round(top)))
