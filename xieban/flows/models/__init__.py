"""Rows of the flows, by noun."""

from xieban.flows.models.definitions import Flow, Version, VersionCall
from xieban.flows.models.instances import Candidate, Hand, Instance, Reading, Seat, Timer, Token
from xieban.flows.models.records import Fact, Opinion, Vote

__all__ = [
    "Candidate",
    "Fact",
    "Flow",
    "Hand",
    "Instance",
    "Opinion",
    "Reading",
    "Seat",
    "Timer",
    "Token",
    "Version",
    "VersionCall",
    "Vote",
]
