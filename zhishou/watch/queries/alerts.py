"""What is not normal now and was not, and what keeps it from being told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from jishi.database.door import Compiled
from jishi.heartbeat.door import alive
from jishi.refusals.door import NotThere
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import roles_in
from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import SEES, newest_version, profile_of, systems_of
from zhishou.systems.queries.watched import carriers, needs_between
from zhishou.systems.rules.observing import Outcome
from zhishou.systems.rules.profile import AlertRule, Profile, Window
from zhishou.watch.models import Alert, BlindSpell, MaintenanceWindow, ProbeState, Silence
from zhishou.watch.rules.holding import Need, Quiet, all_needs
from zhishou.watch.rules.schedule import QUICK
from zhishou.watch.rules.windows import running_window
from zhishou.watch.rules.words import Hold, Verdict

PROBER = "prober"


def alert_of_event(*, uuid: str) -> Alert | None:
    """Return the alert that an event names; for background work, where nobody is looking."""
    return _whole(Alert.objects.all()).filter(uuid=uuid).first()


def _whole(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    return rows.select_related(
        "system__contract__engagement", "component", "probe", "opened_by", "closed_by", "leader"
    )


def alerts_of(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Alert]:
    """Return every alert of a contract's systems, the latest first."""
    return _whole(Alert.objects.filter(system__in=systems_of(viewer, engagement=engagement, at=at)))


def count_standing(viewer: Person, *, engagement: Engagement, at: datetime) -> int:
    """Count what is not normal now and was told, of `alerts_of`; on every page of the contract."""
    if not roles_in(viewer, engagement, at=at) & SEES:
        return 0
    return len(_STANDING(engagement=engagement.pk))


_STANDING = Compiled(
    lambda engagement: (
        Alert.objects.filter(
            system__contract__engagement_id=engagement, closed_at__isnull=True, raised_at__isnull=False
        )
        .order_by()
        .values_list("pk")
    )
)


def get_alert(viewer: Person, *, engagement: Engagement, uuid: object, at: datetime) -> Alert:
    """Return one alert; anything else is not there."""
    found = alerts_of(viewer, engagement=engagement, at=at).filter(uuid=str(uuid)).first()
    if found is None:
        raise NotThere
    return found


def group_of(alert: Alert) -> QuerySet[Alert]:
    """Return everything that broke together with an alert, the leader first."""
    leader = alert.leader_id or alert.pk
    return _whole(Alert.objects.filter(Q(pk=leader) | Q(leader_id=leader))).order_by("opened_at", "pk")


def open_alerts(system: ManagedSystem) -> QuerySet[Alert]:
    """Return what is not normal now in a system that the caller already sees."""
    return _whole(Alert.objects.filter(system=system, closed_at=None))


def held_alerts(*, at: datetime, system_ids: Iterable[int] | None = None) -> list[Alert]:
    """Return the open alerts that nobody was told of and whose time has come, by system."""
    rows = Alert.objects.filter(raised_at=None, closed_at=None, level__isnull=False, tell_from__lte=at)
    if system_ids is not None:
        rows = rows.filter(system__in=list(system_ids))
    return list(_whole(rows).order_by("system", "opened_at", "pk"))


def rules_of(system: ManagedSystem) -> list[AlertRule]:
    """Return what the newest profile of a system makes of signals."""
    profile = _profile(system)
    return list(profile.alert_rules) if profile else []


def _profile(system: ManagedSystem) -> Profile | None:
    version = newest_version(system)
    return profile_of(version) if version else None


def needs_now(alert: Alert) -> list[Need]:
    """Return how everything that an alert's component needs stands, and what its probe looks through.

    Broken is what gives no answer; what answers slowly, or is busy, breaks nothing above it, and hides nothing.
    What is looked at through the component itself proves nothing about what that needs: it is left out.
    """
    system, here, through = alert.system, alert.component.code, carriers(alert.system_id)
    carried = through.get(alert.probe.connector_id, frozenset()) - {here}
    codes = all_needs(here, needs_between(system.pk)) | carried
    if not codes:
        return []
    mine = [connector for connector, components in through.items() if here in components]
    since = alert.opened_by.began_at or alert.opened_at
    broken = set(
        Alert.objects.filter(system=system, closed_at=None, component__code__in=codes, standing=Verdict.CRITICAL)
        .filter(probe__state__last_outcome=Outcome.FAILED)
        .exclude(probe__connector__in=mine)
        .values_list("component__code", flat=True)
    )
    seen: dict[str, list[bool | None]] = defaultdict(list)
    states = (
        ProbeState.objects.filter(probe__system=system, probe__active=True, probe__component__code__in=codes)
        .filter(probe__every_s__lte=QUICK.total_seconds())
        .exclude(probe__connector__in=mine)
        .values_list("probe__component__code", "last_at", "last_outcome", "standing")
    )
    for code, last_at, last_outcome, standing in states:
        # What could never be looked at says nothing, and is not waited for.
        failed = Outcome(last_outcome) is Outcome.FAILED
        if Verdict(standing) is not Verdict.UNKNOWN or failed:
            seen[code].append(False if failed else (last_at is not None and last_at > since) or None)
    return [Need(code=code, is_broken=code in broken, is_proven=_proven(seen[code])) for code in sorted(codes)]


def _proven(seen: Sequence[bool | None]) -> bool:
    """Say whether something is known to be well: one probe saw it so since then, and none saw otherwise last."""
    return not seen or (True in seen and False not in seen)


def quiet_now(system: ManagedSystem, *, component_id: int, code: str, probe_id: int, at: datetime) -> list[Quiet]:
    """Return the silences and windows that cover one probe now."""
    here = Q(component=None) | Q(component=component_id)
    windows = MaintenanceWindow.objects.filter(
        here, system=system, starts_at__lte=at, ends_at__gt=at, cancelled_at=None
    )
    silences = in_force(system, at=at).filter(here, Q(probe=None) | Q(probe=probe_id))
    found = [Quiet(hold=Hold.WINDOW, key=key) for key in windows.values_list("pk", flat=True)]
    found += [Quiet(hold=Hold.SILENCE, key=key) for key in silences.values_list("pk", flat=True)]
    if regular_window(system, component=code, at=at) is not None:
        found.append(Quiet(hold=Hold.WINDOW, key=0))
    return found


def in_force(system: ManagedSystem, *, at: datetime) -> QuerySet[Silence]:
    """Return the silences of a system that hold now."""
    return Silence.objects.filter(system=system, starts_at__lte=at, ends_at__gt=at, ended_at=None).select_related(
        "made_by", "component", "probe"
    )


def regular_window(system: ManagedSystem, *, component: str, at: datetime) -> Window | None:
    """Return the window of the profile that runs now and covers a component."""
    profile = _profile(system)
    if profile is None:
        return None
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    for window in profile.windows:
        if (not window.components or component in window.components) and running_window(window, local=local):
            return window
    return None


def probers_work(*, at: datetime) -> bool:
    """Say whether a prober is alive."""
    return any(one.kind == PROBER for one in alive(at=at))


def blind_spells(*, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return the stretches in which no prober worked."""
    rows = BlindSpell.objects.filter(began_at__lt=until).exclude(ended_at__lte=since)
    return [(one.began_at, one.ended_at or until) for one in rows]


def joinable(system: ManagedSystem, *, at: datetime, within: timedelta) -> Alert | None:
    """Return the alert that was told first of what breaks now, if it was just told and is not over."""
    rows = Alert.objects.filter(system=system, leader=None, raised_at__gt=at - within, cleared_at=None)
    return _whole(rows.filter(raised_at__isnull=False)).order_by("raised_at", "pk").first()
