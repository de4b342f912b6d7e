"""Signals become alerts; what breaks together is told once, what is an echo or agreed quiet waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import Min

from jishi.live.door import announce
from jishi.outbox.door import publish
from zhishou.systems.models import ManagedSystem, Probe
from zhishou.systems.queries.watched import held_systems, probes_by_key
from zhishou.systems.rules.profile import AlertRule
from zhishou.watch.events import AlertChanged, AlertCleared, AlertRaised
from zhishou.watch.models import Alert, Signal
from zhishou.watch.queries.alerts import (
    held_alerts,
    joinable,
    probers_work,
    rules_of,
)
from zhishou.watch.queries.plans import Plan
from zhishou.watch.queries.surroundings import surroundings
from zhishou.watch.rules.holding import GATHER, Decision, all_needs, decide, tell_from
from zhishou.watch.rules.levels import answer
from zhishou.watch.rules.words import BAD, Hold, Verdict

NEWS = "watch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A probe that stands otherwise now, and the signal that says so, not yet stored."""

    plan: Plan
    signal: Signal


def follow_signals(changed: Sequence[Changed], *, at: datetime) -> None:
    """Store signals and open, change and close alerts by them; in the caller's transaction."""
    Signal.objects.bulk_create([one.signal for one in changed])
    keys = sorted({one.plan.look.system_id for one in changed})
    # One writer at a time decides who leads what breaks together.
    systems = held_systems(keys)
    probes = probes_by_key(one.plan.probe_id for one in changed)
    for key, system in systems.items():
        rules = rules_of(system)
        cleared: set[int] = set()
        for one in changed:
            if one.plan.look.system_id != key:
                continue
            probe, signal = probes[one.plan.probe_id], one.signal
            if Verdict(signal.after) is Verdict.NORMAL:
                cleared |= _close(probe, signal)
            else:
                _open_or_change(system, probe, signal, one.plan, rules, at=at)
        for leader in sorted(cleared):
            _clear(leader, at=at)
        announce(audience=f"engagement:{system.contract.engagement.uuid}", news=NEWS)
    tell_held(at=at, system_ids=keys)


def _open_or_change(
    system: ManagedSystem,
    probe: Probe,
    signal: Signal,
    plan: Plan,
    rules: list[AlertRule],
    *,
    at: datetime,
) -> None:
    standing = Verdict(signal.after)
    told = answer(
        rules,
        standing=standing,
        component=probe.component.code,
        level_on_critical=plan.look.spec.level_on_critical,
    )
    alert = Alert.objects.filter(probe=probe, closed_at=None).select_related("leader", "opened_by").first()
    was_known = standing is Verdict.UNKNOWN or Verdict(signal.before) is not Verdict.UNKNOWN
    told_from = tell_from(opened_at=min(signal.at, at), lasts=told.lasts, was_known=was_known)
    if alert is None:
        if standing is Verdict.UNKNOWN and Verdict(signal.before) is Verdict.UNKNOWN:
            return
        Alert.objects.create(
            system=system,
            component=probe.component,
            probe=probe,
            standing=standing,
            level=told.level,
            opened_at=signal.at,
            opened_by=signal,
            tell_from=told_from,
        )
        return
    alert.standing = standing
    if standing in BAD and alert.raised_at is None:
        _begin_anew(alert, signal)
    if standing in BAD and told.level is not None and (alert.level is None or told.level < alert.level):
        # What was only a warning, or unknown, was to last for longer.
        alert.level, alert.tell_from = told.level, min(alert.tell_from, told_from) if was_known else told_from
        if alert.raised_at is not None:
            _changed(alert.leader or alert, joined=alert, at=at)
    alert.save(update_fields=["standing", "level", "tell_from", "opened_at", "opened_by"])


def _begin_anew(alert: Alert, signal: Signal) -> None:
    """Let what is told be what is bad now, not that nothing was known, or that it was milder, before."""
    if Verdict(alert.opened_by.after) is Verdict.UNKNOWN:
        alert.opened_at = signal.at
    alert.opened_by = signal


def _close(probe: Probe, signal: Signal) -> set[int]:
    """Close the open alert of a probe; return the leader that may be over now."""
    alert = Alert.objects.filter(probe=probe, closed_at=None).first()
    if alert is None:
        return set()
    alert.closed_at, alert.closed_by, alert.standing = max(signal.at, alert.opened_at), signal, Verdict.NORMAL
    alert.hold = Hold.NONE
    alert.save(update_fields=["closed_at", "closed_by", "standing", "hold"])
    return {alert.leader_id or alert.pk} if alert.raised_at is not None else set()


def _clear(leader_id: int, *, at: datetime) -> None:
    """Tell that everything is over, once all that broke together is."""
    group = Alert.objects.filter(pk=leader_id) | Alert.objects.filter(leader_id=leader_id)
    if group.filter(closed_at=None).exists():
        return
    if not Alert.objects.filter(pk=leader_id, cleared_at=None).update(cleared_at=at):
        return
    last = group.select_related("system__contract__engagement", "closed_by").order_by("-closed_at", "-pk")[0]
    leader = Alert.objects.get(pk=leader_id)
    assert last.closed_at is not None  # noqa: S101 - all are closed
    publish(
        AlertCleared(
            engagement_code=last.system.contract.engagement.code,
            system_uuid=str(last.system.uuid),
            alert_uuid=str(leader.uuid),
            happened_at=last.closed_at,
            sample=f"{last.probe_id}@{round(last.closed_at.timestamp() * 1000)}",
        ),
        at=at,
    )


@transaction.atomic
def tell_held(*, at: datetime, system_ids: Iterable[int] | None = None) -> int:
    """Look again at what nobody was told of: tell it, or say what it waits for. Returns how many were told."""
    held = held_alerts(at=at, system_ids=system_ids)
    work = bool(held) and probers_work(at=at)
    return sum(
        Telling(list(group), work=work, at=at).tell() for _key, group in groupby(held, key=attrgetter("system_id"))
    )


class Telling:
    """Tells what is held of one system, in the open transaction; what all of it depends on is read once."""

    def __init__(self, alerts: Sequence[Alert], *, work: bool, at: datetime) -> None:
        self._alerts, self._work, self._at = alerts, work, at
        self._around = surroundings(alerts[0].system, alerts=alerts, at=at)
        self._leader: Alert | None = None

    def tell(self) -> int:
        """Tell what can be told; return how many that were."""
        needs = self._around.needs
        # The cause before its echoes: whoever needs least comes first.
        order = sorted(self._alerts, key=lambda one: (len(all_needs(one.component.code, needs)), one.opened_at))
        return sum(self._tell(alert) for alert in order)

    def _tell(self, alert: Alert) -> bool:
        decision = decide(
            opened_at=alert.opened_at,
            needs=self._around.needs_of(alert),
            quiet=self._around.quiet_of(alert),
            probers_work=self._work,
            is_blind=Verdict(alert.standing) is Verdict.UNKNOWN,
            at=self._at,
        )
        if alert.hold in {Hold.DEPENDENCY, Hold.BLIND} and decision.hold in {Hold.NONE, Hold.SETTLING}:
            # What it needs, or who looks, has just come back: it is given the time to follow.
            _hold(alert, Decision(hold=Hold.SETTLING, by=alert.hold_by), tell_from=self._at + GATHER)
            return False
        if decision.hold is not Hold.NONE:
            _hold(alert, decision)
            return False
        return self._raise(alert)

    def _raise(self, alert: Alert) -> bool:
        leader = self._leader or joinable(alert.system, at=self._at, within=GATHER)
        mine = Alert.objects.filter(pk=alert.pk, raised_at=None, closed_at=None)
        if not mine.update(raised_at=self._at, leader=leader, hold=Hold.NONE, hold_by=""):
            return False
        alert.raised_at, alert.leader = self._at, leader
        self._leader = leader or alert
        if leader is not None:
            _changed(leader, joined=alert, at=self._at)
            return True
        assert alert.level is not None  # noqa: S101 - what has no level is not looked at
        publish(AlertRaised(**_fact(alert), level=alert.level, happened_at=alert.opened_at), at=self._at)
        return True


def _hold(alert: Alert, decision: Decision, *, tell_from: datetime | None = None) -> None:
    if (alert.hold, alert.hold_by) == (decision.hold, decision.by) and tell_from is None:
        return
    alert.hold, alert.hold_by, alert.tell_from = decision.hold, decision.by, tell_from or alert.tell_from
    alert.save(update_fields=["hold", "hold_by", "tell_from"])


def _changed(leader: Alert, *, joined: Alert, at: datetime) -> None:
    group = Alert.objects.filter(pk=leader.pk) | Alert.objects.filter(leader_id=leader.pk)
    level = min(filter(None, (group.aggregate(gravest=Min("level"))["gravest"], joined.level)))
    publish(
        AlertChanged(**_fact(leader), level=level, joined_uuid=str(joined.uuid), happened_at=joined.opened_at),
        at=at,
    )


def _fact(alert: Alert) -> dict[str, str]:
    return {
        "engagement_code": alert.system.contract.engagement.code,
        "system_uuid": str(alert.system.uuid),
        "alert_uuid": str(alert.uuid),
    }


def note_ticket(*, alert: Alert, number: int) -> None:
    """Remember which ticket is about an alert and what broke with it."""
    leader = alert.leader_id or alert.pk
    Alert.objects.filter(pk=leader).update(ticket_number=number)
