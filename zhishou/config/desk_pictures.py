"""Two pictures for the demonstration, drawn anew each time: what a user saw, and what an engineer found."""

import io
from collections.abc import Iterable
from typing import Final

from PIL import Image, ImageDraw

from jishi.files.door import Sent

Box = tuple[int, int, int, int]
SIZE: Final = (960, 600)
PAPER, INK, LINE, BLUE, RED, GREEN = "#ffffff", "#1f2937", "#d1d5db", "#1d4ed8", "#b91c1c", "#22c55e"


def screenshot() -> Sent:
    """Return a browser's window in which the office system does not answer."""
    image = Image.new("RGB", SIZE, "#f3f4f6")
    draw = ImageDraw.Draw(image)
    _boxes(draw, [(0, 0, 960, 44)], fill="#e5e7eb")
    _boxes(draw, [(120, 10, 900, 34)], fill=PAPER)
    draw.text((134, 15), "https://oa.red-cross.example/documents/new", fill=INK, font_size=14)
    _boxes(draw, [(0, 44, 960, 96)], fill=BLUE)
    draw.text((24, 60), "Office  /  Documents  /  New", fill=PAPER, font_size=18)
    _boxes(draw, [(24, 120, 200, 576), (224, 120, 936, 576)], fill=PAPER, outline=LINE)
    _boxes(draw, [(40, 140 + 36 * row, 180, 152 + 36 * row) for row in range(8)], fill=LINE)
    _boxes(draw, [(330, 250, 830, 430)], fill=PAPER, outline=RED)
    draw.text((360, 280), "504 Gateway Time-out", fill=RED, font_size=30)
    draw.text((360, 340), "The flow engine did not answer within 60 s.", fill=INK, font_size=18)
    _boxes(draw, [(720, 380, 800, 410)], fill=BLUE)
    draw.text((742, 386), "Retry", fill=PAPER, font_size=16)
    return _sent(image, "出错页面.png", kind="PNG")


def photograph() -> Sent:
    """Return a rack of servers, of which one shows its red light."""
    image = Image.new("RGB", SIZE, "#475569")
    draw = ImageDraw.Draw(image)
    _boxes(draw, [(240, 20, 720, 590)], fill="#0f172a", outline="#94a3b8")
    rows = [40 + 66 * unit for unit in range(8)]
    _boxes(draw, [(260, top, 700, top + 56) for top in rows], fill="#334155", outline="#64748b")
    _boxes(
        draw, [(280 + 26 * bay, top + 12, 300 + 26 * bay, top + 44) for top in rows for bay in range(10)], fill=INK
    )
    for unit, top in enumerate(rows):
        draw.ellipse((640, top + 20, 656, top + 36), fill=RED if unit == 3 else GREEN)  # noqa: PLR2004 - the fourth
        draw.ellipse((666, top + 20, 682, top + 36), fill=GREEN)
    return _sent(image, "机房现场.jpg", kind="JPEG")


def _boxes(draw: ImageDraw.ImageDraw, boxes: Iterable[Box], *, fill: str, outline: str | None = None) -> None:
    for box in boxes:
        draw.rectangle(box, fill=fill, outline=outline, width=2)


def _sent(image: Image.Image, name: str, *, kind: str) -> Sent:
    out = io.BytesIO()
    image.save(out, kind)
    return Sent(name=name, content=io.BytesIO(out.getvalue()))
