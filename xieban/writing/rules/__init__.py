"""What a text is, what two of them differ by, what a Word file becomes."""

from xieban.writing.rules.canonical import (
    DEEPEST,
    DeepList,
    StrangeCharacter,
    canonical,
    digest_of,
    fingerprint,
    html_of,
    words_of,
)
from xieban.writing.rules.differences import Difference, difference
from xieban.writing.rules.words import AttachmentKind, Change, Loss, Source, TextState

__all__ = (
    "DEEPEST",
    "AttachmentKind",
    "Change",
    "DeepList",
    "Difference",
    "Loss",
    "Source",
    "StrangeCharacter",
    "TextState",
    "canonical",
    "difference",
    "digest_of",
    "fingerprint",
    "html_of",
    "words_of",
)
