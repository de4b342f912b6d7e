"""winmail.dat: what Outlook packs up when it speaks to nobody but itself."""

import re
from dataclasses import dataclass

import structlog
from tnefparse import TNEF
from tnefparse.tnef import TNEFAttachment

from zhishou.desk.channels.mail.texts import decode, words_of_page
from zhishou.desk.rules.channels import IncomingFile

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What was in it."""

    words: str
    files: tuple[IncomingFile, ...]


def opened(raw: bytes) -> Inside | None:
    """Return what a winmail.dat holds; None where it is none that can be read."""
    try:
        packed = TNEF(raw)
        files = [
            IncomingFile(name=_name(one) or f"file-{number}.bin", content=bytes(one.data or b""))
            for number, one in enumerate(packed.attachments, start=1)
        ]
        words = _text(packed.body) or words_of_page(_text(packed.htmlbody))
    except Exception:
        log.warning("A winmail.dat could not be opened; it is kept as it came.", exc_info=True)
        return None
    inside = Inside(words=words.strip(), files=tuple(one for one in files if one.content))
    return inside if inside.words or inside.files else None


def _name(attachment: TNEFAttachment) -> str:
    try:
        found = attachment.long_filename()
    except UnicodeDecodeError:
        found = decode(vars(attachment)["_name"])  # the library reads short names as UTF-8 only
    return re.split(r"[/\\]", _text(found))[-1].strip(" .")[:200]


def _text(found: object) -> str:
    if isinstance(found, bytes):
        return decode(found).strip("\x00")
    return str(found or "").strip("\x00")
