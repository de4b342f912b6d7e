"""What the balancer and a web worker say to each other over a line: frames of a head and a body.

A frame is its kind (1 octet), the lengths of head (4) and body (8), both big-endian, then the head, JSON in ASCII,
and the body as it is. A question is one frame. An answer is one frame, or one that begins it, pieces, and an end. A
body too large for memory goes as a file that the head names; whoever reads it removes it.
"""

import json
import struct
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

HEAD: Final = struct.Struct(">BIQ")
SMALL: Final = 64 * 1024
"""The largest body of a question that goes inside its frame; octets."""
PIECE: Final = 256 * 1024
"""The largest body of one frame of an answer; octets."""

Headers = Sequence[tuple[str, str]]


class Kind(IntEnum):
    """What a frame is."""

    QUESTION = 1
    WHOLE = 2
    BEGIN = 3
    MORE = 4
    END = 5


class Question(NamedTuple):
    """The head of a request: what WSGI's environment is made of."""

    method: str
    path: str  # as it came: percent-encoded
    query: str
    scheme: str
    client: str  # address and port
    server: str  # address and port
    version: str
    headers: Headers
    file: str = ""  # where the body lies, if it lies in a file


class Answer(NamedTuple):
    """The head of a response."""

    status: int
    headers: Headers


class Frame(NamedTuple):
    """One frame that has arrived."""

    kind: Kind
    head: bytes
    body: bytes

    def question(self) -> Question:
        """Read the head of a question."""
        return Question(*json.loads(self.head))

    def answer(self) -> Answer:
        """Read the head of an answer."""
        status, headers = json.loads(self.head)
        return Answer(status=status, headers=[(name, value) for name, value in headers])


def pack(kind: Kind, head: Question | Answer | None = None, body: bytes = b"") -> bytes:
    """Return the octets of one frame."""
    said = b"" if head is None else json.dumps(head).encode()
    return b"".join((HEAD.pack(kind, len(said), len(body)), said, body))


class Arriving:
    """Puts frames together from what arrives, in whatever pieces."""

    def __init__(self) -> None:
        self._held = bytearray()

    def take(self, piece: bytes) -> Iterator[Frame]:
        """Return the frames that are whole now."""
        held = self._held
        held += piece
        while len(held) >= HEAD.size:
            kind, head, body = HEAD.unpack_from(held)
            if len(held) < (whole := HEAD.size + head + body):
                return
            between = HEAD.size + head
            frame = Frame(kind=Kind(kind), head=bytes(held[HEAD.size : between]), body=bytes(held[between:whole]))
            del held[:whole]
            yield frame
