"""The report as PDF, set by typst from the frozen document alone."""

import io
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from jishi.files.door import ContentMissing, opened
from jishi.typesetting.door import Setting, set_pdf, set_pictures
from zhishou.inspections.rules.document import Chart, Document, written

TEMPLATES: Final = Path(__file__).resolve().parent.parent / "templates" / "inspections" / "report"
LARGEST: Final = (1400, 1400)


def photographs_of(document: Document) -> dict[str, bytes]:
    """Return the photographs by their digest, small enough for paper; one that is gone is a grey field."""
    return {one.sha256: _small(one.sha256) for one in document.photos}


def render_pdf(document: Document, *, photographs: Mapping[str, bytes], at: datetime) -> bytes:
    """Return the report as PDF/A. The same document gives the same bytes."""
    files = {f"{digest}.jpg": content for digest, content in photographs.items()}
    setting = Setting(folder=TEMPLATES, template="report.typ", data=written(document), files=files)
    return set_pdf(setting, at=at)


def pictures_of(document: Document) -> dict[str, bytes]:
    """Return what the Word file shows as pictures: `topology`, `hand`, and the charts by their place."""
    wanted: dict[str, dict[str, object]] = {}
    if document.nodes:
        nodes = written(document)["nodes"]
        wanted["topology"] = {"kind": "topology", "nodes": nodes, "drawing": document.topology}
    if document.signed.path:
        wanted["hand"] = {"kind": "hand", "path": document.signed.path}
    for place, one in enumerate(document.charts):
        wanted[chart_name(place)] = {"kind": "chart", "chart": _plain(one)}
    if not wanted:
        return {}
    setting = Setting(folder=TEMPLATES, template="pictures.typ", data={"pictures": list(wanted.values())})
    return dict(zip(wanted, set_pictures(setting, dots=160), strict=True))


def chart_name(place: int) -> str:
    """Return by which name the picture of a chart goes."""
    return f"chart {place}"


def _plain(one: Chart) -> dict[str, object]:
    return asdict(one)


def _small(sha256: str) -> bytes:
    made = io.BytesIO()
    try:
        with opened(sha256) as file, Image.open(file) as picture:
            shown = ImageOps.exif_transpose(picture).convert("RGB")
    except (ContentMissing, OSError, Image.DecompressionBombError):
        shown = Image.new("RGB", (600, 400), "#c9d2dc")
    shown.thumbnail(LARGEST)
    shown.save(made, "JPEG", quality=82)
    return made.getvalue()
