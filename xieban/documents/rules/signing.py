"""What counts as signed: the digest that was signed, and corrections that are not of substance; pure."""

import difflib
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_FIGURES: Final = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万亿]+")
MOST_CHANGED: Final = 30
"""So many characters at most are a correction; more is a change of substance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change that was recorded as not of substance: what the body was, and what it became."""

    before: str
    after: str


def digest_of(*, title: str, type_name: str, text: str, files: Sequence[str] = ()) -> str:
    """Return the fingerprint of what is signed: title, type, text, attachments.

    The recipients are not in it: the scope of distribution is fixed at registration, after sign-off.
    """
    parts = [title, type_name, text, *files]
    sealed = "\x1e".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(sealed.encode()).hexdigest()


def is_covered(*, signed: str, now: str, corrections: Sequence[Correction]) -> bool:
    """Say whether what stands now is what was signed, or came from it by recorded corrections alone."""
    reached = {signed}
    for one in corrections:
        if one.before in reached:
            reached.add(one.after)
    return bool(signed) and now in reached


def is_substantive(*, before: str, after: str, title_before: str = "", title_after: str = "") -> bool:
    """Say whether a change cannot pass as a mere correction, whatever whoever made it says.

    Another title, other figures (amounts, dates, numbers), or more than a few characters: sign-off must see it.
    """
    if "".join(title_before.split()) != "".join(title_after.split()):
        return True
    if _FIGURES.findall(before) != _FIGURES.findall(after):
        return True
    return _changed(before, after) > MOST_CHANGED


def _changed(before: str, after: str) -> int:
    """Return how many characters differ, counted within the paragraphs that are not the same."""
    old, new = before.split("\n"), after.split("\n")
    changed = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            changed += _apart("\n".join(old[a:b]), "\n".join(new[c:d]))
        if changed > MOST_CHANGED:
            break
    return changed


def _apart(old: str, new: str) -> int:
    if abs(len(old) - len(new)) > MOST_CHANGED:
        return abs(len(old) - len(new))
    found = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += max(b - a, d - c)
    return found
