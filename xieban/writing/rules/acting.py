"""Which files act when they are opened, so that an archive never takes them; pure."""

import re
import zipfile
from typing import IO, Final

_ACTIVE_TYPES: Final = ("text/html", "image/svg+xml", "text/xml", "javascript", "flash", "java")
# Names as a PDF writes them plainly; what lies in compressed streams is not executed by opening a page alone.
_PDF_ACTS: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_MACROS: Final = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml)$", re.IGNORECASE)
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_MACROS: Final = ("_VBA_PROJECT".encode("utf-16-le"), "Macros".encode("utf-16-le"))
_BLOCK: Final = 1 << 18
_OVERLAP: Final = 64


def is_active(media_type: str) -> bool:
    """Say whether files of this type can act: web pages, drawings, programs."""
    return any(word in media_type for word in _ACTIVE_TYPES)


def acts_or_macros(file: IO[bytes]) -> tuple[bool, bool]:
    """Say whether a PDF asks to do something when it is opened, and whether an Office file brings macros."""
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"%PDF"):
        return _holds(file, _PDF_ACTS), False
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(file) as packed:
                return False, any(_MACROS.search(name) for name in packed.namelist())
        except (zipfile.BadZipFile, ValueError, OSError):
            return False, False
    if head == _OLD_OFFICE:
        return False, any(_holds(file, re.compile(re.escape(word))) for word in _OLD_MACROS)
    return False, False


def _holds(file: IO[bytes], pattern: re.Pattern[bytes]) -> bool:
    """Search a file block by block, with what lies across two of them."""
    file.seek(0)
    tail = b""
    while block := file.read(_BLOCK):
        if pattern.search(tail + block):
            return True
        tail = block[-_OVERLAP:]
    return False
