"""Word files are archives; the moment at which each part was packed says nothing about the document."""

import io
import zipfile
from typing import Final

_NO_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def settled(raw: bytes) -> bytes:
    """Return the package with the time of its parts taken out, so that equal documents are equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            named = zipfile.ZipInfo(part.filename, date_time=_NO_MOMENT)
            named.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(named, source.read(part))
    return made.getvalue()
