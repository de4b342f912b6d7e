"""A colleague's second look at a ticket."""

from enum import StrEnum


class CountersignState(StrEnum):
    """How a countersign stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    OBJECTED = "objected"
    DROPPED = "dropped"
