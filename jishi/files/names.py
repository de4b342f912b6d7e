"""Names of files as senders give them, made safe to show and to save."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 120
NAMELESS: Final = "file"
FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Return the last part of a name, without what hides, reorders or means something to a system."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    # Categories of control: null bytes, line ends, and what turns the direction of writing around.
    seen = "".join(" " if one.isspace() else one for one in unicodedata.normalize("NFC", name))
    seen = "".join(one for one in seen if not unicodedata.category(one).startswith("C"))
    seen = " ".join(FORBIDDEN.sub("_", seen).split()).strip(". ")
    if RESERVED.match(seen):
        seen = f"_{seen}"
    return _short(seen) or NAMELESS


def ending_of(name: str) -> str:
    """Return what a name ends with after its last dot, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _short(name: str) -> str:
    """Return a name that every file system takes, its ending kept."""
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 12:  # noqa: PLR2004 - no ending is longer, and then it is none
        stem, ending = name, ""
    tail = f".{ending}" if ending else ""
    while len((stem + tail).encode()) > 2 * LONGEST or len(stem + tail) > LONGEST:
        stem = stem[:-1]
    return stem.rstrip(". ") + tail if stem.rstrip(". ") else tail.lstrip(".")
