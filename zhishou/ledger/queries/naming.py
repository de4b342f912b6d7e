"""The words under which readers know what was recorded; whatever has none is shown as it was written."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

WHAT: dict[str, StrPromise] = {
    "contracts.calendar_version_made": _("Calendar version made"),
    "contracts.entitlement_approve": _("Entitlement: overdraft approved"),
    "contracts.entitlement_consume": _("Entitlement consumed"),
    "contracts.entitlement_refund": _("Entitlement refunded"),
    "contracts.entitlement_reserve": _("Entitlement reserved"),
    "contracts.milestone_announced": _("Milestone announced"),
    "contracts.milestone_done": _("Milestone done"),
    "contracts.policy_version_made": _("Policy version made"),
    "desk.commitment_breached": _("Commitment breached"),
    "desk.evidence_recorded": _("Clock evidence recorded"),
    "desk.intake_received": _("Intake received"),
    "desk.ticket_opened": _("Ticket opened"),
    "duty.gap_found": _("Gap in the roster found"),
    "duty.ladder_acknowledged": _("Ladder acknowledged"),
    "duty.ladder_policy_made": _("Ladder policy made"),
    "duty.ladder_step": _("Ladder step called"),
    "duty.override_made": _("Shift taken over"),
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
    "people.password_link_made": _("Password link made"),
    "people.person_changed": _("Person changed"),
    "people.person_created": _("Person created"),
    "people.person_deactivated": _("Account closed"),
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


def what_in_words(what: str) -> str:
    """Return what happened in the reader's language, or its code."""
    return str(WHAT.get(what, what))


def kind_in_words(kind: str) -> str:
    """Return the kind of object in the reader's language, or its code."""
    return str(KINDS.get(kind, kind))
