"""What leaves by an inlet, and how its sending stands."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class AnswerKind(StrEnum):
    """Why we write."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ANSWER = "answer"
    NOTE = "note"
    OPENED = "opened"
    QUESTION = "question"
    CLOSED = "closed"


ABOUT_TICKET: Final = frozenset({AnswerKind.OPENED, AnswerKind.QUESTION, AnswerKind.CLOSED})
"""What a person outside is told as his ticket moves; each of them may come again, e.g. after a reopening."""


class AnswerState(StrEnum):
    """How the sending of an answer stands; what was sent can come back."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    RETURNED = "returned"


PAUSES: Final = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)


def next_try(*, attempts: int, at: datetime) -> datetime | None:
    """Return when to try again after so many failures; None means given up."""
    return at + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def next_attempt(*, attempts: int, at: datetime) -> datetime:
    """Return when to try to take in what we failed to take in so often: ever more rarely, and never given up."""
    return at + PAUSES[min(attempts, len(PAUSES)) - 1]
