"""What is not normal now and was not, and what keeps it from being told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, QuerySet, SmallIntegerField, When

from jishi.database.door import Compiled
from jishi.heartbeat.door import alive
from jishi.refusals.door import NotThere
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import roles_in
from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import SEES, newest_version, profile_of, systems_of
from zhishou.systems.rules.profile import AlertRule, Profile
from zhishou.watch.models import Alert, BlindSpell
from zhishou.watch.rules.words import Verdict

PROBER = "prober"
A_MOMENT = timedelta(minutes=1)
LISTED_FIRST = (Verdict.CRITICAL, Verdict.WARNING, Verdict.UNKNOWN)


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
    """Return what is not normal now in a system that the caller already sees, as `gravest_first`."""
    return gravest_first(_whole(Alert.objects.filter(system=system, closed_at=None)))


def gravest_first(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    """Let what does not work come before what is only unknown, causes before their echoes, the latest first."""
    places = [When(standing=standing.value, then=place) for place, standing in enumerate(LISTED_FIRST)]
    grave = Case(*places, default=len(LISTED_FIRST), output_field=SmallIntegerField())
    return rows.order_by(grave, Case(When(hold="", then=0), default=1), "-opened_at", "-pk")


def that_mattered(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    """Return what is over; what was unknown for a moment and told to nobody is left out, as at a prober's start."""
    moment = Q(opened_by__after=Verdict.UNKNOWN, raised_at=None, closed_at__lt=F("opened_at") + A_MOMENT)
    return rows.filter(closed_at__isnull=False).exclude(moment)


def held_alerts(*, at: datetime, system_ids: Iterable[int] | None = None) -> list[Alert]:
    """Return the open alerts that nobody was told of and whose time has come, by system."""
    rows = Alert.objects.filter(raised_at=None, closed_at=None, level__isnull=False, tell_from__lte=at)
    if system_ids is not None:
        rows = rows.filter(system__in=list(system_ids))
    return list(_whole(rows).order_by("system", "opened_at", "pk"))


def rules_of(system: ManagedSystem) -> list[AlertRule]:
    """Return what the newest profile of a system makes of signals."""
    profile = profile_now(system)
    return list(profile.alert_rules) if profile else []


def profile_now(system: ManagedSystem) -> Profile | None:
    """Return what the newest version of a system's profile says."""
    version = newest_version(system)
    return profile_of(version) if version else None


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
