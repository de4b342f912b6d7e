"""Subjects of mails: the ticket's number in them, and what programmes put before them."""

import re
from typing import Final

_BEFORE: Final = re.compile(
    r"^\s*(?:re|aw|sv|fw|fwd|wg|回复|答复|回覆|回|转发|轉寄|轉發|转)\s*(?:\[\d+\])?\s*[:：]\s*", re.IGNORECASE
)


def bare(subject: str) -> str:
    """Return a subject without the marks of answers and forwards before it, however many."""
    while (found := _BEFORE.match(subject)) is not None:
        subject = subject[found.end() :]
    return " ".join(subject.split())


def answering(subject: str) -> str:
    """Return the subject of an answer."""
    return f"Re: {bare(subject)}".strip()


def with_number(subject: str, *, code: str, number: int) -> str:
    """Return a subject with the number of its ticket, once."""
    mark = f"[{code}-{number}]"
    return subject if mark in subject else f"{subject} {mark}"


def number_in(subject: str, *, code: str) -> int | None:
    """Return the ticket's number that a subject names for one contract; the last where there are several."""
    found = re.findall(rf"[\[【［]\s*{re.escape(code)}\s*[-－–]\s*(\d{{1,9}})\s*[\]】］]", subject, re.IGNORECASE)
    return int(found[-1]) if found else None
