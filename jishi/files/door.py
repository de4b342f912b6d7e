"""Keep what is sent, find it again, give it out inert."""

from jishi.files.names import safe_name
from jishi.files.serving import serve, serve_thumbnail
from jishi.files.store import (
    MEGABYTE,
    ContentMissing,
    Kept,
    NoProgram,
    NoRoom,
    NothingInIt,
    TooLarge,
    Verdict,
    keep,
    opened,
    verified,
)
from jishi.files.sweeping import shelf_of_turn, sweep
from jishi.files.uploads import Sent, TooManyFiles, largest_request, sent_files

__all__ = [
    "MEGABYTE",
    "ContentMissing",
    "Kept",
    "NoProgram",
    "NoRoom",
    "NothingInIt",
    "Sent",
    "TooLarge",
    "TooManyFiles",
    "Verdict",
    "keep",
    "largest_request",
    "opened",
    "safe_name",
    "sent_files",
    "serve",
    "serve_thumbnail",
    "shelf_of_turn",
    "sweep",
    "verified",
]
