"""Writes of the desk, by noun; permission first, then one transaction."""

from zhishou.desk.actions.clocks import decide_to_go
from zhishou.desk.actions.evidence import record_evidence
from zhishou.desk.actions.intakes import answer_intake, join_intake, receive
from zhishou.desk.actions.levels import change_level
from zhishou.desk.actions.news import tell_news
from zhishou.desk.actions.pauses import pause_clocks, resume_clocks
from zhishou.desk.actions.tickets import open_ticket

__all__ = [
    "answer_intake",
    "change_level",
    "decide_to_go",
    "join_intake",
    "open_ticket",
    "pause_clocks",
    "receive",
    "record_evidence",
    "resume_clocks",
    "tell_news",
]
