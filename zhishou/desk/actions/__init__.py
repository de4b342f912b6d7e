"""Writes of the desk, by noun; permission first, then one transaction."""

from zhishou.desk.actions.agreements import answer_proposal, propose_extension, propose_void
from zhishou.desk.actions.alerts import receive_alert
from zhishou.desk.actions.calling import call_off, call_the_watch, note_answered_call
from zhishou.desk.actions.calls import hear, renew_line, set_extensions
from zhishou.desk.actions.clocks import decide_to_go
from zhishou.desk.actions.corrections import Said, correct_ticket
from zhishou.desk.actions.countersigns import answer_countersign, ask_countersign, drop_countersign
from zhishou.desk.actions.desk_codes import ShownCode, show_code
from zhishou.desk.actions.dispatching import dispatch
from zhishou.desk.actions.endings import (
    close_ticket,
    confirm_recovery,
    mark_recovered,
    reopen,
    say_not_yet,
    withdraw,
)
from zhishou.desk.actions.evidence import record_evidence
from zhishou.desk.actions.families import link, merge, put_under, unlink
from zhishou.desk.actions.files import Taken, attach, take_in
from zhishou.desk.actions.filters import delete_filter, save_filter
from zhishou.desk.actions.finding import let_be_found, rebuild_search
from zhishou.desk.actions.hands import assign, hand_over
from zhishou.desk.actions.intakes import Arrival, answer_intake, receive, write_down
from zhishou.desk.actions.joining import join_intake
from zhishou.desk.actions.levels import change_level
from zhishou.desk.actions.news import tell_news
from zhishou.desk.actions.on_site import Told, take_act
from zhishou.desk.actions.pauses import pause_clocks, resume_clocks
from zhishou.desk.actions.phone import answer_call, join_call, open_from_call
from zhishou.desk.actions.ratings import rate
from zhishou.desk.actions.talk import add_note, urge
from zhishou.desk.actions.tickets import Heading, open_ticket, report_ticket
from zhishou.desk.actions.visits import cancel_visit, order_visit
from zhishou.desk.actions.working import carry_out

__all__ = [
    "Arrival",
    "Heading",
    "Said",
    "ShownCode",
    "Taken",
    "Told",
    "add_note",
    "answer_call",
    "answer_countersign",
    "answer_intake",
    "answer_proposal",
    "ask_countersign",
    "assign",
    "attach",
    "call_off",
    "call_the_watch",
    "cancel_visit",
    "carry_out",
    "change_level",
    "close_ticket",
    "confirm_recovery",
    "correct_ticket",
    "decide_to_go",
    "delete_filter",
    "dispatch",
    "drop_countersign",
    "hand_over",
    "hear",
    "join_call",
    "join_intake",
    "let_be_found",
    "link",
    "mark_recovered",
    "merge",
    "note_answered_call",
    "open_from_call",
    "open_ticket",
    "order_visit",
    "pause_clocks",
    "propose_extension",
    "propose_void",
    "put_under",
    "rate",
    "rebuild_search",
    "receive",
    "receive_alert",
    "record_evidence",
    "renew_line",
    "reopen",
    "report_ticket",
    "resume_clocks",
    "save_filter",
    "say_not_yet",
    "set_extensions",
    "show_code",
    "take_act",
    "take_in",
    "tell_news",
    "unlink",
    "urge",
    "withdraw",
    "write_down",
]
