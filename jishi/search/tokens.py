"""Pure: from a text to the tokens under which it is found, and from asked words to the tokens looked for."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import islice, product
from typing import Any

LONGEST_TEXT = 20_000
LONGEST_WORD = 40
MOST_WORDS = 24
MOST_READINGS = 32

# Letters that are written without blanks between words: Han, kana, hangul.
_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_HAN_LETTER = re.compile(f"[{_HAN}]")
# Control characters, halves of letters, separators of lines and paragraphs: Cc, Cs, Zl, Zp.
_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u2028\\u2029]")
_RUNS = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)")


def normal(text: str) -> str:
    """Return a text as it is compared: one width, one case, no control characters, of bounded length."""
    clean = _CONTROL.sub(" ", text[:LONGEST_TEXT])
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean).casefold())[:LONGEST_TEXT]


def runs(text: str) -> Iterator[tuple[bool, str]]:
    """Split a normalised text into runs of Han letters (True) and words of other letters and digits (False)."""
    for match in _RUNS.finditer(text):
        yield match.group(1) is not None, match.group(0)


def grams(run: str) -> list[str]:
    """Return the bigrams of a run, and its last letter, so that each single letter begins some token."""
    return [run[at : at + 2] for at in range(len(run))]


def is_whole(token: str) -> bool:
    """Say whether a token is no beginning of a longer one: runs of Han letters are kept in twos."""
    return len(token) == 2 and _HAN_LETTER.match(token) is not None  # noqa: PLR2004 - a bigram


def is_letter(token: str) -> bool:
    """Say whether a token is one Han letter, with which many others begin."""
    return len(token) == 1 and _HAN_LETTER.match(token) is not None


def tokens(*, texts: Iterable[str], titles: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return every token of normalised texts, each once; titles and names by their pinyin initials too."""
    found: dict[str, None] = {}
    titles, names = tuple(titles), tuple(names)
    for text in (*texts, *titles, *names):
        for han, run in runs(text):
            found.update(dict.fromkeys(grams(run) if han else [run[:LONGEST_WORD]]))
    for text, is_name in [*((t, False) for t in titles), *((n, True) for n in names)]:
        for han, run in runs(text):
            if han:
                found.update(dict.fromkeys(_initials(run, is_name=is_name)))
    return list(found)


def _initials(run: str, *, is_name: bool) -> Iterator[str]:
    if is_name:
        for reading in islice(product(*readings(run[:8])), MOST_READINGS):
            yield "".join(syllable[0] for syllable in reading)
            yield "".join(reading)
            yield from reading
        return
    # A run by its common readings, from each letter on: 协同办公 is found by xtbg and by bg.
    letters = "".join(reading[:1] for reading in _common(run[:200]))
    for at in range(len(letters)):
        yield letters[at : at + 12]


# The library's own annotation knows only texts; a list keeps one reading a letter.
_ALONE: Any = list


@lru_cache(maxsize=4096)
def readings(run: str) -> tuple[tuple[str, ...], ...]:
    """Return every letter's readings, the common one first; a letter without one stands for itself."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - 60 MB that most processes never need

    every = pinyin(run, style=Style.NORMAL, heteronym=True, errors=_ALONE)
    return tuple(
        tuple(dict.fromkeys(reading.replace("ü", "v") for reading in (first, *rest) if reading))
        for first, rest in zip(_common(run), every, strict=True)
    )


@lru_cache(maxsize=4096)
def _common(run: str) -> tuple[str, ...]:
    """Return the common reading of each letter among its neighbours."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - as above

    return tuple(lazy_pinyin(run, errors=_ALONE))


@lru_cache(maxsize=1024)
def place(kind: str, scope: str) -> str:
    """Return one token that stands for a kind in a scope."""
    return "p" + sha256(f"{kind}\x00{scope}".encode("utf-8", "replace")).hexdigest()[:18]


def asked(words: str) -> list[str]:
    """Return what to look for: all must be found. Each is the beginning of a token."""
    wanted: dict[str, None] = {}
    for han, run in runs(normal(words)):
        if not han:
            wanted[run[:LONGEST_WORD]] = None
        elif len(run) == 1:
            wanted[run] = None
        else:
            wanted.update(dict.fromkeys(grams(run)[:-1]))
    return list(wanted)[:MOST_WORDS]


def parts(words: str) -> list[str]:
    """Return the whole runs that were asked for, by which the found are ranked."""
    return [run for _, run in runs(normal(words))][:MOST_WORDS]


def rank(*, title: str, body: str, asked_for: list[str]) -> int:
    """Return how well a document fits: a run found whole counts more, in the title most."""
    return sum(8 if part in title else 3 if part in body else 0 for part in asked_for) + 4 * (
        bool(asked_for) and title.startswith(asked_for[0])
    )
