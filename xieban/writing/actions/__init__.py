"""Writes to texts and their files, by noun; permission first, then one transaction that publishes the fact."""

from xieban.writing.actions.attachments import (
    AttachmentsFull,
    GoneAlready,
    NothingChosen,
    attach,
    attach_kept,
    detach,
    keep_sent,
    move,
)
from xieban.writing.actions.bodies import NewerRevision, begin_body, carry_over, save_revision
from xieban.writing.actions.drafts import (
    LONGEST,
    TextNotSaved,
    TextTooLong,
    drop_draft,
    keep_draft,
    leave,
    note_presence,
    rebase_draft,
    require_saved,
)
from xieban.writing.actions.reading import read_words
from xieban.writing.actions.word import take_word

__all__ = [
    "LONGEST",
    "AttachmentsFull",
    "GoneAlready",
    "NewerRevision",
    "NothingChosen",
    "TextNotSaved",
    "TextTooLong",
    "attach",
    "attach_kept",
    "begin_body",
    "carry_over",
    "detach",
    "drop_draft",
    "keep_draft",
    "keep_sent",
    "leave",
    "move",
    "note_presence",
    "read_words",
    "rebase_draft",
    "require_saved",
    "save_revision",
    "take_word",
]
