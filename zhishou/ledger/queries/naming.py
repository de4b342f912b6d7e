"""The words under which readers know what was recorded; whatever has none is shown as it was written."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

WHAT: dict[str, StrPromise] = {
    "contracts.calendar_version_made": _("Calendar version made"),
    "contracts.entitlement_approve": _("Entitlement: overdraft approved"),
    "contracts.entitlement_consume": _("Entitlement consumed"),
    "contracts.entitlement_grant": _("Entitlement granted"),
    "contracts.entitlement_refund": _("Entitlement refunded"),
    "contracts.entitlement_release": _("Entitlement reservation released"),
    "contracts.entitlement_reserve": _("Entitlement reserved"),
    "contracts.milestone_announced": _("Milestone announced"),
    "contracts.milestone_done": _("Milestone done"),
    "contracts.milestone_missed": _("Milestone missed"),
    "contracts.policy_version_made": _("Policy version made"),
    "contracts.term_ended": _("Contract term ended"),
    "desk.clocks_paused": _("Clocks paused"),
    "desk.clocks_resumed": _("Clocks resumed"),
    "desk.commitment_breached": _("Commitment breached"),
    "desk.evidence_recorded": _("Clock evidence recorded"),
    "desk.intake_answered": _("Intake answered"),
    "desk.intake_joined": _("Intake joined to a ticket"),
    "desk.intake_received": _("Intake received"),
    "desk.note_added": _("Note added"),
    "desk.proposal_answered": _("Proposal answered"),
    "desk.proposal_made": _("Proposal made"),
    "desk.ticket_answered_call": _("Call about the ticket answered"),
    "desk.ticket_assigned": _("Ticket assigned"),
    "desk.ticket_closed": _("Ticket closed"),
    "desk.ticket_countersign_asked": _("Countersign asked for"),
    "desk.ticket_countersign_dropped": _("Countersign dropped"),
    "desk.ticket_countersigned": _("Ticket countersigned"),
    "desk.ticket_confirmed": _("Recovery confirmed"),
    "desk.ticket_going_decided": _("Visit decided on"),
    "desk.ticket_handed_over": _("Ticket handed over"),
    "desk.ticket_kind_changed": _("Kind of the ticket corrected"),
    "desk.ticket_level_changed": _("Level changed"),
    "desk.ticket_linked": _("Ticket linked"),
    "desk.ticket_merged": _("Ticket merged"),
    "desk.ticket_module_changed": _("Module of the ticket corrected"),
    "desk.ticket_not_yet": _("Not recovered yet, says the client"),
    "desk.ticket_objected": _("Colleague objected"),
    "desk.ticket_opened": _("Ticket opened"),
    "desk.ticket_put_under": _("Ticket put under another"),
    "desk.ticket_recovered": _("Recovery reported"),
    "desk.ticket_released": _("Ticket released"),
    "desk.ticket_reopened": _("Ticket reopened"),
    "desk.ticket_retitled": _("Title of the ticket corrected"),
    "desk.ticket_service_changed": _("Service code of the ticket corrected"),
    "desk.ticket_taken_out": _("Ticket taken out of its parent"),
    "desk.ticket_took_in": _("Ticket took in another"),
    "desk.ticket_unlinked": _("Ticket unlinked"),
    "desk.ticket_urged": _("Ticket urged"),
    "desk.ticket_withdrawn": _("Ticket withdrawn"),
    "desk.visit_cancel": _("Visit cancelled"),
    "desk.visit_check_in": _("Check-in on a visit"),
    "desk.visit_depart": _("Set out on a visit"),
    "desk.visit_leave": _("Visit ended"),
    "desk.visit_order": _("Visit ordered"),
    "desk.visit_report": _("Work of a visit written down"),
    "desk.visit_sign": _("Visit signed by the client"),
    "desk.visit_unsigned": _("Reason why a visit is not signed"),
    "duty.feed_made": _("Calendar feed made"),
    "duty.feed_revoked": _("Calendar feed revoked"),
    "duty.gap_found": _("Gap in the roster found"),
    "duty.ladder_acknowledged": _("Ladder acknowledged"),
    "duty.ladder_exhausted": _("Ladder ended without answer"),
    "duty.ladder_policy_made": _("Ladder policy made"),
    "duty.ladder_reopened": _("Ladder called again"),
    "duty.ladder_started": _("Ladder started"),
    "duty.ladder_step": _("Ladder step called"),
    "duty.ladder_stopped": _("Ladder stopped"),
    "duty.leave_cancelled": _("Leave cancelled"),
    "duty.leave_taken": _("Leave taken"),
    "duty.note_written": _("Hand-over note written"),
    "duty.override_cancelled": _("Override cancelled"),
    "duty.override_made": _("Shift taken over"),
    "duty.page_failed": _("Page not delivered"),
    "duty.person_back_on_rosters": _("Person back on the rosters"),
    "duty.person_off_rosters": _("Person taken off the rosters"),
    "duty.roster_version_made": _("Roster version made"),
    "duty.swap_agreed": _("Swap agreed"),
    "duty.swap_asked": _("Swap asked for"),
    "duty.swap_declined": _("Swap declined"),
    "duty.swap_expired": _("Swap expired"),
    "duty.swap_withdrawn": _("Swap withdrawn"),
    "ledger.exported": _("Evidence exported"),
    "ledger.head_shown": _("Head shown to both parties"),
    "people.engagement_created": _("Contract room created"),
    "people.engagement_renamed": _("Contract room renamed"),
    "people.invitation_accepted": _("Invitation accepted"),
    "people.invitation_withdrawn": _("Invitation withdrawn"),
    "people.lock_lifted": _("Account lock lifted"),
    "people.organisation_changed": _("Organisation changed"),
    "people.organisation_created": _("Organisation created"),
    "people.password_changed": _("Password changed"),
    "people.password_forgotten": _("Password forgotten"),
    "people.password_link_made": _("Password link made"),
    "people.person_changed": _("Person changed"),
    "people.person_created": _("Person created"),
    "people.person_deactivated": _("Account deactivated"),
    "people.person_invited": _("Person invited"),
    "people.person_reactivated": _("Account opened again"),
    "people.role_granted": _("Role granted"),
    "people.role_revoked": _("Role revoked"),
    "people.second_factor_added": _("Second factor added"),
    "people.second_factor_removed": _("Second factor removed"),
    "people.sessions_ended": _("Sessions ended"),
    "people.sign_in_failed": _("Sign-in failed"),
    "people.signed_in": _("Sign-in"),
    "people.token_made": _("Access token made"),
    "people.token_revoked": _("Access token revoked"),
}

KINDS: dict[str, StrPromise] = {
    "absence": _("Absence"),
    "calendar_version": _("Calendar version"),
    "chain": _("Chain"),
    "drill": _("Drill"),
    "duty_feed": _("Calendar feed"),
    "engagement": _("Contract room"),
    "entitlement": _("Entitlement"),
    "intake": _("Intake record"),
    "invitation": _("Invitation"),
    "ladder": _("Ladder"),
    "ladder_policy": _("Ladder policy"),
    "milestone": _("Milestone"),
    "organisation": _("Organisation"),
    "person": _("Person"),
    "policy_version": _("Policy version"),
    "roster": _("Roster"),
    "swap": _("Swap"),
    "ticket": _("Ticket"),
    "token": _("Access token"),
    "visit": _("Visit"),
}


PROCESSES: dict[str, StrPromise] = {
    "console": _("Console"),
    "contracts": _("Contract automation"),
    "duty": _("Watch automation"),
    "ledger.heads": _("Ledger automation"),
    "probe": _("Probe"),
    "sign-in": _("Sign-in"),
    "tick": _("Scheduled work"),
}


def process_in_words(process: str) -> str:
    """Return which process acted, where no person did, in the reader's language."""
    kind, _space, channel = process.partition(" ")
    if kind == "channel" and channel:
        return gettext("Channel %(channel)s") % {"channel": channel}
    return str(PROCESSES.get(process, process))


def what_in_words(what: str) -> str:
    """Return what happened in the reader's language, or its code."""
    return str(WHAT.get(what, what))


def kind_in_words(kind: str) -> str:
    """Return the kind of object in the reader's language, or its code."""
    return str(KINDS.get(kind, kind))
