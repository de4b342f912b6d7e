"""One mail, as the server holds it, into what the desk takes in. Nothing in a mail makes this fail."""

import hashlib
import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Final

import structlog

from zhishou.desk.channels.mail import headers
from zhishou.desk.channels.mail.nature import bears_an_answer, nature_of, returned_ids
from zhishou.desk.channels.mail.outlook import opened
from zhishou.desk.channels.mail.texts import decode, words_of_page
from zhishou.desk.rules.channels import Incoming, IncomingFile, Nature

log = structlog.get_logger(__name__)

MOST_PARTS: Final = 200
MOST_FILES: Final = 50
DEEPEST: Final = 20
LONGEST_WORDS: Final = 18_000
UNREADABLE: Final = "unreadable"
TOO_LARGE: Final = "too large"
WHOLE: Final = "message.eml"


class _TooDeepError(ValueError):
    """A mail whose parts hold parts without end."""


def read(raw: bytes, *, own: str, reached_at: datetime) -> Incoming:
    """Read a mail; one that cannot be read is kept whole, and says so."""
    try:
        return _read(raw, own=own, reached_at=reached_at)
    except Exception:
        log.warning("A mail could not be read; it is kept whole.", exc_info=True)
        return _kept_whole(raw, reached_at=reached_at)


def synthetic_id(raw: bytes) -> str:
    """Return an id for a mail that has none: the same bytes are the same mail."""
    return f"<{hashlib.sha256(raw).hexdigest()}@no-message-id.invalid>"


def _kept_whole(raw: bytes, *, reached_at: datetime) -> Incoming:
    top = re.split(rb"\r?\n\r?\n", raw[:65_536], maxsplit=1)[0]
    found = re.search(rb"(?im)^from:[^\r\n]*?([A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,180})", top)
    return Incoming(
        reference=synthetic_id(raw),
        reached_at=reached_at,
        words="",
        sender_address=found[1].decode("ascii") if found else "",
        nature=Nature.PERSON,
        may_acknowledge=False,
        trouble=UNREADABLE,
        files=(IncomingFile(name=WHOLE, content=raw),),
    )


def too_large(top: bytes, *, own: str, reached_at: datetime, size: int) -> Incoming:
    """Return what can be said of a mail from its headers alone, because the rest is too large to be taken in."""
    found = read(top, own=own, reached_at=reached_at)
    words = f"{size // 1_000_000} MB"
    return replace(found, words=words, trouble=TOO_LARGE, files=(), may_acknowledge=False)


def _read(raw: bytes, *, own: str, reached_at: datetime) -> Incoming:
    message = message_from_bytes(raw, policy=compat32)
    subject = headers.subject_of(message)
    name, address = headers.sender_of(message)
    nature = nature_of(message, subject=subject, sender=address, own=own)
    plain, pages, files = _parts(message)
    words = "\n\n".join(part for part in plain if part.strip()) or words_of_page("\n".join(pages))
    if len(words) > LONGEST_WORDS:
        files.append(IncomingFile(name="message.txt", content=words.encode()))
        words = words[:LONGEST_WORDS]
    thread = headers.thread_of(message)
    if nature is Nature.BOUNCE:
        thread = tuple(dict.fromkeys([*thread, *returned_ids(message)]))
    reply_to = headers.sender_in(headers.raw_header(message, "Reply-To"))[1]
    return Incoming(
        reference=headers.own_id(message) or synthetic_id(raw),
        reached_at=reached_at,
        words=words.strip(),
        subject=subject,
        sender_name=name,
        sender_address=address,
        thread=thread,
        nature=nature,
        may_acknowledge=bears_an_answer(message) and (not reply_to or reply_to.casefold() != own.casefold()),
        files=tuple(files[:MOST_FILES]),
    )


def _parts(message: Message) -> tuple[list[str], list[str], list[IncomingFile]]:
    """Return plain words, pages, and files of a mail."""
    plain: list[str] = []
    pages: list[str] = []
    files: list[IncomingFile] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        name = file_name(part)
        attached = part.get_content_disposition() == "attachment"
        if kind == "message/rfc822":
            files.append(IncomingFile(name=_whole_name(part), content=_whole(part)))
        elif kind in {"text/plain", "text/html"} and not attached and not name:
            words = decode(_content(part), str(part.get_content_charset("") or ""))
            (pages if kind == "text/html" else plain).append(words)
        elif kind == "application/ms-tnef" or name.lower() == "winmail.dat":
            inside = opened(_content(part))
            if inside is None:
                files.append(IncomingFile(name=name or "winmail.dat", content=_content(part)))
            else:
                files.extend(inside.files)
                plain.extend([inside.words] if inside.words and not plain and not pages else [])
        elif not part.is_multipart() and (content := _content(part)):
            shown = headers.raw_header(part, "Content-ID").strip(" <>\t\r\n")[:250]
            shown = shown if shown.isascii() and shown.isprintable() else ""
            files.append(
                IncomingFile(name=name or _made_up(part, len(files) + 1), content=content, content_id=shown)
            )
    return plain, pages, files


def _leaves(message: Message) -> list[Message]:
    """Return the parts that hold something; a mail inside a mail is one of them, and is not taken apart."""
    found: list[Message] = []
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop(0)
        if depth > DEEPEST or len(found) > MOST_PARTS:
            raise _TooDeepError
        _readable(part)
        inside = part.get_payload()
        if part.get_content_type() != "message/rfc822" and isinstance(inside, list):
            waiting = [(one, depth + 1) for one in inside if isinstance(one, Message)] + waiting
        else:
            found.append(part)
    return found


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _carried(part: Message) -> Message | None:
    inside = part.get_payload()
    first = inside[0] if isinstance(inside, list) and inside else None
    return first if isinstance(first, Message) else None


def _whole(part: Message) -> bytes:
    carried = _carried(part)
    return carried.as_bytes() if carried is not None else _content(part)


def _whole_name(part: Message) -> str:
    carried = _carried(part)
    subject = headers.subject_of(carried) if carried is not None else ""
    return re.sub(r"[/\\]", "_", subject)[:80].strip(" .") + ".eml" if subject else WHOLE


def file_name(part: Message) -> str:
    """Return the name that a part gives itself, by RFC 2231, RFC 2047 or raw; never a path."""
    _readable(part)
    given = part.get_param("filename", None, "content-disposition") or part.get_param("name", None, "content-type")
    if isinstance(given, tuple):
        charset, _language, value = given
        given = decode(value.encode("latin-1", errors="replace"), charset or "")
    name = headers.words_of(str(given or "").strip('"'))
    return re.split(r"[/\\]", name)[-1].strip(" .")[:200]


def _readable(part: Message) -> None:
    """Give the headers by which a part is read their words, where they came as bytes in no charset."""
    for name in ("Content-Type", "Content-Disposition"):
        value = headers.raw_header(part, name)
        if not value.isascii():
            part.replace_header(name, decode(value.encode("utf-8", "surrogateescape")))


def _made_up(part: Message, number: int) -> str:
    endings = {
        "image/png": "png",
        "image/jpeg": "jpg",
        "image/gif": "gif",
        "text/calendar": "ics",
        "text/html": "html",
    }
    kind = part.get_content_type()
    return f"{'picture' if kind.startswith('image/') else 'file'}-{number}.{endings.get(kind, 'bin')}"
