"""Writes of inspections: plan, foresee, gather, take what happens on site, close, report."""

from zhishou.inspections.actions.acting import Given, NotYourRound, take_act
from zhishou.inspections.actions.calling_off import cancel_round, hand_round
from zhishou.inspections.actions.findings import change_finding, open_ticket_about
from zhishou.inspections.actions.foreseeing import foresee, tell_due
from zhishou.inspections.actions.gathering import gather, gather_due
from zhishou.inspections.actions.plans import PlanWords, change_plan, make_plan, stop_plan
from zhishou.inspections.actions.reporting import issue_report, prepare, review
from zhishou.inspections.actions.sheets import write_sheet

__all__ = [
    "Given",
    "NotYourRound",
    "PlanWords",
    "cancel_round",
    "change_finding",
    "change_plan",
    "foresee",
    "gather",
    "gather_due",
    "hand_round",
    "issue_report",
    "make_plan",
    "open_ticket_about",
    "prepare",
    "review",
    "stop_plan",
    "take_act",
    "tell_due",
    "write_sheet",
]
