"""Writes about flows, one verb each: permission first, then one transaction."""

from xieban.flows.actions.doing import do, do_plainly
from xieban.flows.actions.holding import end_for_holder, retitle
from xieban.flows.actions.managing import end, jump, migrate, put_signers, resume, roll_back, suspend
from xieban.flows.actions.news import deliver_message, fire_due, give_copies, report_service, report_trouble
from xieban.flows.actions.people import (
    add_signers,
    cancel,
    circulate,
    claim,
    complete,
    delegate,
    give_back,
    mark_read,
    press,
    release,
    remove_signer,
    transfer,
    withdraw,
)
from xieban.flows.actions.stepping import start
from xieban.flows.actions.versions import checked, keep_version, load_definitions, publish, retire

__all__ = [
    "add_signers",
    "cancel",
    "checked",
    "circulate",
    "claim",
    "complete",
    "delegate",
    "deliver_message",
    "do",
    "do_plainly",
    "end",
    "end_for_holder",
    "fire_due",
    "give_back",
    "give_copies",
    "jump",
    "keep_version",
    "load_definitions",
    "mark_read",
    "migrate",
    "press",
    "publish",
    "put_signers",
    "release",
    "remove_signer",
    "report_service",
    "report_trouble",
    "resume",
    "retire",
    "retitle",
    "roll_back",
    "start",
    "suspend",
    "transfer",
    "withdraw",
]
