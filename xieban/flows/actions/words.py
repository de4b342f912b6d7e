"""The words that somebody writes with an act."""

from jishi.refusals.door import Invalid

LONGEST = 4000


class ReasonNeeded(Invalid):
    """Say why."""


class TooManyWords(Invalid):
    """An opinion has at most 4000 characters."""


def said(words: str) -> str:
    """Return the words as they are kept."""
    kept = words.replace("\x00", "").strip()
    if len(kept) > LONGEST:
        raise TooManyWords
    return kept


def reason(words: str) -> str:
    """Return the words of an act that must be explained."""
    kept = said(words)
    if not kept:
        raise ReasonNeeded
    return kept
