"""Supervised matters (督办): when the next report is due, which light they show; pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from xieban.documents.rules.words import Rhythm

PERIODS: Final = {Rhythm.WEEK: timedelta(days=7), Rhythm.MONTH: timedelta(days=30)}
NEAR: Final = timedelta(days=3)


class Light(StrEnum):
    """How a supervised matter stands: on its way, at risk, late; or closed, in time or late."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What the light of a supervised matter depends on."""

    due_on: date | None
    report_due_on: date | None = None
    asked_on: date | None = None  # the day on which closing was asked for
    is_closed: bool = False


def next_report(rhythm: str, *, today: date) -> date | None:
    """Return the day by which the next report is due; nothing before a rhythm was set."""
    return today + PERIODS[Rhythm(rhythm)] if rhythm else None


def light(course: Course, *, today: date) -> Light:
    """Say how a matter stands.

    Red past its limit, or when a report is more than three days late; yellow from three days before the limit, or
    as soon as a report is late. Asked to be closed in time, it is not late while that is being verified.
    """
    if course.is_closed:
        late = course.due_on is not None and course.asked_on is not None and course.asked_on > course.due_on
        return Light.MISSED if late else Light.KEPT
    counted = course.asked_on or today
    if course.due_on is not None and counted > course.due_on:
        return Light.RED
    waits = course.report_due_on if course.asked_on is None else None
    if waits is not None and today > waits + NEAR:
        return Light.RED
    if waits is not None and today > waits:
        return Light.YELLOW
    return Light.YELLOW if course.due_on is not None and counted >= course.due_on - NEAR else Light.GREEN
