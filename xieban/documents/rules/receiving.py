"""Incoming documents: when two are the same, what the first examination finds, how far a limit has run; pure."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from xieban.documents.rules.elements import Lack
from xieban.documents.rules.words import Answer, Check, Handling

_BRACKETS: Final = str.maketrans(
    {"〔": "(", "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")", "{": "(", "}": ")"}
)


class Timeliness(StrEnum):
    """How something stands to the day on which it is due."""

    NONE = "none"  # no limit was set
    ON_TIME = "on_time"
    SOON = "soon"
    TODAY = "today"
    LATE = "late"
    KEPT = "kept"  # it is done, in time
    MISSED = "missed"  # it is done, but late


SOON_DAYS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the first examination says to one of its five questions."""

    check: Check
    passed: bool
    reason: str = ""


def key_of(text: str) -> str:
    """Return what two writings of the same name or number have in common: width, brackets, blanks do not count."""
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return "".join(letter for letter in plain if not letter.isspace()).casefold()


def unreasoned(findings: Iterable[Finding]) -> tuple[Check, ...]:
    """Return the questions that were answered with no, and no reason."""
    return tuple(one.check for one in findings if not one.passed and not one.reason.strip())


def is_acceptable(findings: Iterable[Finding]) -> bool:
    """Say whether a document may be accepted: all five questions were asked, and answered with yes."""
    return {one.check for one in findings if one.passed} == set(Check)


def lacks_of_proposal(handling: str, *, lead: int, readers: int) -> tuple[Lack, ...]:
    """Return what a proposal (拟办) lacks: what is only read needs readers, one department leads."""
    found = [Lack.ONE_LEAD] if lead > 1 else []
    if handling == Handling.READ.value and not readers:
        found.append(Lack.READERS)
    return tuple(found)


def lacks_of_allotment(
    lead: Iterable[int], helpers: Iterable[int], *, due_on: date, today: date
) -> tuple[Lack, ...]:
    """Return what an allotment (分办) lacks: exactly one department leads, none both leads and helps."""
    leading = tuple(lead)
    found = [] if len(leading) == 1 else [Lack.ONE_LEAD]
    if set(leading) & set(helpers):
        found.append(Lack.LEADS_AND_HELPS)
    if due_on < today:
        found.append(Lack.DUE_PAST)
    return tuple(found)


def lacks_of_answer(answer: str, *, reason: str, is_replied: bool) -> tuple[Lack, ...]:
    """Return what keeps it from being closed: a reply was sent out, or a written reason says why there is none."""
    if answer == Answer.REPLIED.value and not is_replied:
        return (Lack.REPLY,)
    if answer == Answer.NOT_NEEDED.value and not reason.strip():
        return (Lack.NO_REPLY_REASON,)
    return ()


def timeliness(due_on: date | None, *, done_at: date | None, today: date) -> Timeliness:
    """Say how something stands to its limit; the day itself counts as kept."""
    if due_on is None:
        return Timeliness.NONE
    if done_at is not None:
        return Timeliness.KEPT if done_at <= due_on else Timeliness.MISSED
    left = (due_on - today).days
    if left < 0:
        return Timeliness.LATE
    if left == 0:
        return Timeliness.TODAY
    return Timeliness.SOON if left <= SOON_DAYS else Timeliness.ON_TIME


def date_in(values: Mapping[str, object], name: str) -> date | None:
    """Return the day that stands in a field of a flow."""
    text = values.get(name)
    if not isinstance(text, str) or not text:
        return None
    return date.fromisoformat(text) if len(text) == len("2026-01-01") else datetime.fromisoformat(text).date()


def ids_in(values: Mapping[str, object], name: str) -> tuple[int, ...]:
    """Return the people or departments that stand in a field of a flow."""
    found = values.get(name)
    return tuple(one for one in found if isinstance(one, int)) if isinstance(found, tuple | list) else ()
