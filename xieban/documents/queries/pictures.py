"""Typeset pages as pictures."""

import io
from functools import lru_cache
from typing import Final

import pypdfium2

from jishi.files.door import opened
from jishi.refusals.door import NotThere
from xieban.documents.models import Typesetting

DOTS: Final = 110 / 72  # to the point


def picture_of(typesetting: Typesetting, *, number: int) -> bytes:
    """Return one page as PNG; pages are counted from 1."""
    if not 1 <= number <= typesetting.pages:
        raise NotThere
    return _drawn(typesetting.pdf, number)


@lru_cache(maxsize=32)
def _drawn(sha256: str, number: int) -> bytes:
    """Return a page of what lies under a digest, so that what was drawn once can be kept for a while."""
    with opened(sha256) as file:
        content = file.read()
    pdf = pypdfium2.PdfDocument(content)
    try:
        picture = pdf[number - 1].render(scale=DOTS).to_pil()
    finally:
        pdf.close()
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
