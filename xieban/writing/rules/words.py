"""The closed lists of this area."""

from enum import StrEnum


class Source(StrEnum):
    """Where a revision came from."""

    TYPED = "typed"
    WORD = "word"
    CARRIED = "carried"


class AttachmentKind(StrEnum):
    """Why a file belongs to a body."""

    ATTACHMENT = "attachment"
    ORIGINAL = "original"


class TextState(StrEnum):
    """What became of reading the words of a file."""

    WAITING = "waiting"
    READ = "read"
    CUT = "cut"
    NONE = "none"
    UNREADABLE = "unreadable"


class Loss(StrEnum):
    """What of a Word file the text does not keep."""

    PICTURE = "picture"
    DRAWING = "drawing"
    FORMULA = "formula"
    OBJECT = "object"
    NOTE = "note"
    COMMENT = "comment"
    HEADER = "header"
    DELETED = "deleted"
    INSERTED = "inserted"
    STRUCK = "struck"
    ITALIC = "italic"
    INNER_TABLE = "inner_table"
    UNEVEN_TABLE = "uneven_table"
    CHARACTER = "character"


class Change(StrEnum):
    """How a stretch, or a line, stands in a difference."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    DRESSED = "dressed"
