"""Long texts in pieces, and the words around what was found; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PIECE: Final = 18_000
"""Characters that the index takes at once."""
OVERLAP: Final = 40
MOST_PIECES: Final = 8
"""Of one document: some 140,000 characters."""
_BEFORE: Final = 30
_AROUND: Final = 120
_CHINESE: Final = "[\u3001-\u303f\u4e00-\u9fff\u201c\u201d]"
_HALF: Final = re.compile(f"(?<={_CHINESE})[,;:?!()]|[,;:?!()](?={_CHINESE})")
_WHOLE: Final = str.maketrans(",;:?!()", "，；：？！（）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a text: what was asked for, or what stands around it."""

    text: str
    is_hit: bool = False


def cut(text: str) -> list[str]:
    """Return a text in pieces that lap over each other, so that no word falls between two."""
    found = [text[start : start + PIECE + OVERLAP] for start in range(0, len(text), PIECE)]
    return found[:MOST_PIECES] or [""]


def marked(text: str, *, asked: Sequence[str]) -> tuple[Stretch, ...]:
    """Return a text with every run that was asked for marked, whatever its case."""
    folded, found, start = text.casefold(), [], 0
    if len(folded) != len(text):  # a letter that folds into two: places would shift
        folded = text
    runs = [run for run in asked if run]
    while start < len(text):
        places = [(folded.find(run, start), -len(run)) for run in runs]
        at, length = min([one for one in places if one[0] >= 0], default=(-1, 0))
        if at < 0:
            break
        found += [Stretch(text=text[start:at]), Stretch(text=text[at : at - length], is_hit=True)]
        start = at - length
    return tuple(one for one in (*found, Stretch(text=text[start:])) if one.text)


def excerpt(text: str, *, asked: Sequence[str]) -> tuple[Stretch, ...]:
    """Return the words around the first hit, marked; nothing where the text has none."""
    places = [at for run in asked if run and (at := text.find(run)) >= 0]
    if not places:
        return ()
    start = max(0, min(places) - _BEFORE)
    shown = " ".join(text[start : start + _AROUND].split())
    ends = ("…" if start else "", "…" if start + _AROUND < len(text) else "")
    return _in_chinese(marked(f"{ends[0]}{shown}{ends[1]}", asked=asked))


def _in_chinese(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Return what is read with the punctuation of Chinese beside Chinese: the index keeps every comma narrow."""
    whole = _HALF.sub(lambda found: found[0].translate(_WHOLE), "".join(one.text for one in stretches))
    letters = iter(whole)
    return tuple(Stretch(text="".join(next(letters) for _ in one.text), is_hit=one.is_hit) for one in stretches)
