"""The one place that says who hears what, and what is done every few seconds."""

from datetime import timedelta
from functools import partial

from jishi.outbox.door import NOBODY, Hearer
from jishi.outbox.events import Event
from jishi.tasks.door import HOUSEKEEPING, Tick
from zhishou.contracts import events as contracts_events
from zhishou.contracts import jobs as contracts
from zhishou.desk import events as desk_events
from zhishou.desk import jobs as desk
from zhishou.duty import events as duty_events
from zhishou.duty import jobs as duty
from zhishou.inspections import events as inspections_events
from zhishou.inspections import jobs as inspections
from zhishou.ledger import events as ledger_events
from zhishou.ledger import jobs as ledger
from zhishou.notify import jobs as notify
from zhishou.notify.events import DeliveryFailed, ProofAsked, TrialAsked
from zhishou.people import jobs as people
from zhishou.people.events import FACTS, PasswordForgotten, PersonDeactivated, PersonInvited, PersonReactivated
from zhishou.systems import events as systems_events
from zhishou.watch import events as watch_events
from zhishou.watch import jobs as watch

HEARERS: dict[type[Event], tuple[Hearer, ...]] = {
    ledger_events.HeadShown: (contracts.on_head_shown,),
    **dict.fromkeys(FACTS, (ledger.on_people_fact,)),
    PasswordForgotten: (ledger.on_people_fact, people.on_password_forgotten),
    PersonInvited: (ledger.on_people_fact, people.on_person_invited),
    PersonDeactivated: (ledger.on_people_fact, duty.on_account_closed_or_opened),
    PersonReactivated: (ledger.on_people_fact, duty.on_account_closed_or_opened),
    **dict.fromkeys(desk_events.ALL, NOBODY),
    desk_events.TicketBecameFatal: (desk.on_ticket_became_fatal,),
    desk_events.TicketOpened: (desk.on_words,),
    desk_events.TicketChanged: (desk.on_answered_or_ended, desk.on_words),
    desk_events.WordsAdded: (desk.on_words,),
    desk_events.EvidenceRecorded: (desk.on_answered_or_ended,),
    **dict.fromkeys(duty_events.ALL, NOBODY),
    duty_events.LadderStarted: (duty.on_ladder_started,),
    duty_events.PersonPaged: (notify.on_somebody_called,),
    duty_events.LadderAcknowledged: (desk.on_ladder_acknowledged,),
    **dict.fromkeys(contracts_events.ALL, NOBODY),
    contracts_events.PolicyVersionMade: (contracts.on_policy_version_made,),
    contracts_events.MilestoneApproaching: (contracts.on_milestone_approaching,),
    contracts_events.MilestoneMissed: (contracts.on_milestone_missed,),
    contracts_events.EntitlementRunningLow: (contracts.on_entitlement_running_low,),
    **dict.fromkeys(systems_events.ALL, NOBODY),
    watch_events.AlertRaised: (desk.on_alert_raised,),
    watch_events.AlertChanged: (desk.on_alert_changed,),
    watch_events.AlertCleared: (desk.on_alert_cleared,),
    watch_events.ProbersSilent: (desk.on_probers_silent,),
    watch_events.ProbersBack: (desk.on_probers_back,),
    **dict.fromkeys(inspections_events.ALL, NOBODY),
    DeliveryFailed: (duty.on_delivery_failed,),
    ProofAsked: (notify.on_proof_asked,),
    TrialAsked: (notify.on_trial_asked,),
}

sweep_files = partial(desk.tick_files, also=(inspections.referenced_contents,))

TICKS: tuple[Tick, ...] = (
    *HOUSEKEEPING,
    Tick(name="ledger.seal", every=timedelta(seconds=5), run=ledger.tick_seal),
    Tick(name="duty.ladders", every=timedelta(seconds=5), run=duty.tick_ladders),
    Tick(name="watch.silence", every=timedelta(seconds=2), run=watch.tick_silence),
    Tick(name="watch.pack", every=timedelta(minutes=1), run=watch.tick_pack),
    Tick(name="watch.forget", every=timedelta(hours=1), run=watch.tick_forget),
    Tick(name="duty.coverage", every=timedelta(minutes=5), run=duty.tick_coverage),
    Tick(name="desk.clocks", every=timedelta(seconds=5), run=desk.tick_clocks),
    Tick(name="desk.inlets", every=timedelta(seconds=10), run=desk.tick_inlets),
    Tick(name="desk.reminders", every=timedelta(seconds=30), run=desk.tick_reminders),
    Tick(name="desk.files", every=desk.SWEEP_EVERY, run=sweep_files),
    Tick(name="desk.answers", every=timedelta(seconds=5), run=desk.tick_answers),
    Tick(name="inspections.rounds", every=timedelta(minutes=1), run=inspections.tick_rounds),
    Tick(name="ledger.heads", every=timedelta(minutes=10), run=ledger.tick_heads),
    Tick(name="duty.swaps", every=timedelta(minutes=1), run=duty.tick_swaps),
    Tick(name="notify.post", every=timedelta(seconds=2), run=notify.tick),
    Tick(name="notify.watch", every=timedelta(seconds=30), run=notify.watch),
    Tick(name="contracts.milestones", every=timedelta(seconds=30), run=contracts.tick_milestones),
    Tick(name="contracts.notice", every=timedelta(hours=6), run=contracts.tick_notice),
)
