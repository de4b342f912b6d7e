"""Finding a secrecy grade: an ordinary office system must refuse what bears one; pure."""

import re
from typing import Final

GRADES: Final = ("绝密", "机密", "秘密")
# As it is printed: 秘密★1年, with ASCII or full-width asterisks where the star was not at hand.
_MARKED: Final = re.compile("(" + "|".join(GRADES) + r")\s*[★☆*＊]")
_LABELLED: Final = re.compile(r"(?:密级|保密等级)(?:和保密期限)?\s*[：:]\s*(" + "|".join(GRADES) + ")")


def grade_in(*texts: str) -> str:
    """Return the first secrecy grade that stands in the texts as a mark, or nothing.

    The bare words are not a mark: a notice about keeping state secrets speaks of 秘密 without being one.
    """
    for text in texts:
        found = _MARKED.search(text) or _LABELLED.search(text)
        if found:
            return found[1]
        if text.strip() in GRADES:
            return text.strip()
    return ""
