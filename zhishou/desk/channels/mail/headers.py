"""Headers as they really come: encoded, wrongly encoded, raw in any charset."""

import base64
import binascii
import quopri
import re
from email.message import Message
from email.utils import getaddresses, parseaddr
from typing import Final

from zhishou.desk.channels.mail.texts import clean, decode

_WORD: Final = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?(.*?)\?=", re.DOTALL)
# Two words of base64 in one charset, the first without its end: one word.
_CUT: Final = re.compile(r"(?<==\?)([^?\s]{1,40}\?[bB]\?)((?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{1,3})\?==\?\1")
_ID: Final = re.compile(r"<[^<>\s]{1,900}>")
MOST_IDS: Final = 50
LONGEST_ID: Final = 250


def raw_headers(message: Message, name: str) -> list[str]:
    """Return every value of a header as it came; bytes beyond ASCII are surrogates."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def raw_header(message: Message, name: str) -> str:
    """Return the first value of a header as it came; empty where there is none."""
    return next(iter(raw_headers(message, name)), "")


def words_of(value: str) -> str:
    """Return the words of a header's value, on one line."""
    value = re.sub(r"\r?\n[ \t]*", " ", value)
    # Space between two encoded words is none; programmes cut in the midst of a character, even of its base64.
    value = re.sub(r"\?=\s+(?==\?)", "?=", value)
    value = _CUT.sub(r"\1\2", value)
    parts: list[tuple[str, bytes]] = []  # charset, or none for what stands there plainly
    end = 0
    for found in _WORD.finditer(value):
        _add(parts, "", _bytes(value[end : found.start()]))
        _add(parts, found[1].partition("*")[0].lower(), _content(found[2].lower(), found[3]))
        end = found.end()
    _add(parts, "", _bytes(value[end:]))
    return " ".join(clean("".join(decode(raw, charset) for charset, raw in parts)).split())


def _add(parts: list[tuple[str, bytes]], charset: str, raw: bytes) -> None:
    """Add a piece; what follows in the same charset belongs to it."""
    if raw and parts and parts[-1][0] == charset:
        parts[-1] = (charset, parts[-1][1] + raw)
    elif raw:
        parts.append((charset, raw))


def _bytes(value: str) -> bytes:
    return value.encode("utf-8", errors="surrogateescape")


def _content(encoding: str, text: str) -> bytes:
    raw = _bytes(text)
    if encoding == "q":
        return quopri.decodestring(raw.replace(b"_", b" "), header=False)
    raw = re.sub(rb"[^A-Za-z0-9+/]", b"", raw.replace(b"-", b"+"))
    try:
        return base64.b64decode(raw[: len(raw) - (len(raw) % 4 == 1)] + b"=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return b""


def subject_of(message: Message) -> str:
    """Return the subject."""
    return words_of(raw_header(message, "Subject"))


def sender_of(message: Message) -> tuple[str, str]:
    """Return name and address that a mail claims to come from."""
    for header in ("From", "Sender", "Reply-To"):
        name, address = sender_in(raw_header(message, header))
        if address:
            return name, address
    return words_of(raw_header(message, "From"))[:120], ""


def sender_in(value: str) -> tuple[str, str]:
    """Return the first name and address of a header's value."""
    value = re.sub(r"\r?\n[ \t]*", " ", value)
    # Taken apart before it is decoded: a name may hold a comma or a second address.
    found = [pair for pair in getaddresses([value]) if is_address(pair[1])]
    if found:
        name, address = found[0]
        return words_of(name)[:120], address.strip()
    # Raw Chinese or an unclosed quote: the address is what stands in the angle brackets.
    angled = re.findall(r"<\s*([^<>\s]+@[^<>\s]+)\s*>", value)
    if angled and is_address(angled[-1]):
        return words_of(value[: value.rindex("<")]).strip(" \"'")[:120], angled[-1]
    return "", ""


def is_address(text: str) -> bool:
    """Say whether a text is a mail address that we could answer; nothing that could begin a new header."""
    text = text.strip()
    return bool(
        re.fullmatch(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]{1,64}@[^\s@<>,;:\"()\\\x00-\x1f\x7f]{1,189}", text)
    )


def ids_in(value: str) -> list[str]:
    """Return the message ids that a header's value names, in order."""
    return [one for one in _ID.findall(re.sub(r"\s+", " ", clean(value))) if len(one) <= LONGEST_ID]


def own_id(message: Message) -> str:
    """Return the mail's own id; empty where it has none that can be used."""
    return next(iter(ids_in(raw_header(message, "Message-ID"))), "")


def thread_of(message: Message) -> tuple[str, ...]:
    """Return the ids that a mail follows, the oldest first."""
    named = ids_in(raw_header(message, "References")) + ids_in(raw_header(message, "In-Reply-To"))
    return tuple(dict.fromkeys(named))[-MOST_IDS:]


def bare_address(value: str) -> str:
    """Return the address of a simple header, e.g. Return-Path; `<>` is empty."""
    return parseaddr(re.sub(r"\s+", " ", value))[1].strip()
