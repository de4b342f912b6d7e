"""Mails for tests, as bytes."""

import struct
from datetime import UTC, datetime
from typing import Final

from zhishou.desk.channels.mail.reading import read
from zhishou.desk.rules.channels import Incoming

OWN: Final = "desk@example.org"
THEN: Final = datetime(2023, 6, 1, 4, 0, tzinfo=UTC)


def mail(
    *headers: str | bytes, body: bytes = "公文打不开".encode(), kind: str = "text/plain; charset=utf-8"
) -> bytes:
    """Return a mail from Alice with more or other headers."""
    given = [one if isinstance(one, bytes) else one.encode() for one in headers]
    names = {one.partition(b":")[0].lower() for one in given}
    usual = [
        b"From: Alice <alice@example.org>",
        b"Subject: hello",
        b"Message-ID: <one@example.org>",
        f"Content-Type: {kind}".encode(),
    ]
    usual = [one for one in usual if one.partition(b":")[0].lower() not in names]
    return b"\r\n".join([*given, *usual, b"", body])


def reading(raw: bytes) -> Incoming:
    return read(raw, own=OWN, reached_at=THEN)


def winmail(*files: tuple[bytes, bytes], body: bytes = b"") -> bytes:
    """Return a winmail.dat with files in it."""

    def part(level: int, name: int, kind: int, content: bytes) -> bytes:
        head = struct.pack("<BHHI", level, name, kind, len(content))
        return head + content + struct.pack("<H", sum(content) % 65_536)

    packed = struct.pack("<IH", 0x223E9F78, 1) + part(1, 0x9006, 8, struct.pack("<I", 0x00010000))
    packed += part(1, 0x9007, 6, struct.pack("<II", 936, 0))
    if body:
        packed += part(1, 0x800C, 2, body)
    for name, content in files:
        packed += part(2, 0x9002, 6, b"\0" * 14)
        packed += part(2, 0x8010, 1, name + b"\0")
        packed += part(2, 0x800F, 6, content)
    return packed
