"""What a file is, told by its content alone."""

from typing import IO, Final

import puremagic

UNKNOWN: Final = "application/octet-stream"
PLAIN: Final = "text/plain"
RASTERS: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
"""The pictures that a browser may show from us, by their name in Pillow."""
MARKUP: Final = {
    b"<svg": "image/svg+xml",
    b"<!doctype html": "text/html",
    b"<html": "text/html",
    b"<script": "text/html",
    b"<?xml": "text/xml",
    b"<!doctype": "text/xml",
}
PROGRAMS: Final = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
    b"#!",
    b"ITSF",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
"""How programs begin, and help files and shortcuts that run them."""
PROGRAM_ENDINGS: Final = frozenset(
    ("apk", "app", "bat", "chm", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "msp",
     "pif", "ps1", "reg", "scr", "sh", "sys", "vbe", "vbs", "wsf", "wsh")
)  # fmt: skip
LOOKED_AT: Final = 4096


def is_program(head: bytes, ending: str) -> bool:
    """Say whether opening a file could run it: by how it begins, or by what a desk would do with its name."""
    windows = head.startswith(b"MZ") and b"\x00" in head[:64]  # two letters alone may begin any text
    return windows or head.startswith(PROGRAMS) or ending in PROGRAM_ENDINGS


def media_type_of(file: IO[bytes]) -> str:
    """Return the type of a file that is no picture of ours; what is not known is a heap of bytes."""
    file.seek(0)
    head = file.read(LOOKED_AT)
    marked = _markup(head)
    if marked:
        return marked
    file.seek(0)
    try:
        found = [one.mime_type for one in puremagic.magic_stream(file) if one.mime_type]
    except (ValueError, LookupError):
        found = []
    if found and not found[0].startswith(("image/", "text/")) and found[0].isascii():
        return str(found[0])[:100]
    return PLAIN if _is_text(head) else UNKNOWN


def _markup(head: bytes) -> str:
    """Return the type of what a browser would read as a page or a drawing, wherever in the beginning it starts."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for opening, media_type in MARKUP.items():
        if start.startswith(opening):
            inner = [MARKUP[one] for one in (b"<svg", b"<html") if one in start]
            return inner[0] if inner else media_type
    return ""


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last character may be cut in two
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
