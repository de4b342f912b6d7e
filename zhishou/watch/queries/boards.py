"""How a system does now, component by component; and how it did."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from zhishou.systems import queries as systems
from zhishou.systems.models import Component, ManagedSystem, Module, Probe
from zhishou.systems.queries.watched import carriers, needs_between
from zhishou.systems.rules.observing import Outcome
from zhishou.watch.models import Alert, IncidentNote, MaintenanceWindow, ProbeState, PublicStatus, Signal
from zhishou.watch.queries.alerts import blind_spells
from zhishou.watch.rules.drawing import HEIGHT, WIDTH, Drawing, Line, draw
from zhishou.watch.rules.holding import all_needs, touched_by
from zhishou.watch.rules.schedule import QUICK
from zhishou.watch.rules.spans import Availability, Span, availability
from zhishou.watch.rules.words import Verdict, worst


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One component as it stands: by its own probes, whether it gives no answer, and whether what it needs does."""

    component: Component
    standing: Verdict
    is_broken: bool
    is_touched: bool
    probes: int
    bad: tuple[str, ...]
    unseen: int  # those of the bad of which nothing is known

    @property
    def wrong(self) -> int:
        """How many probes say that something is not as it should be."""
        return len(self.bad) - self.unseen

    @property
    def shown(self) -> str:
        """How it is shown: its own standing, else that something it needs is broken."""
        return "touched" if self.is_touched and self.standing is not Verdict.CRITICAL else self.standing.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A component on the map."""

    part: Part
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line of the map; red where what lies below is broken."""

    line: Line
    is_red: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemMap:
    """A whole system at one moment."""

    system: ManagedSystem
    standing: Verdict
    parts: tuple[Part, ...]
    drawing: Drawing
    placed: tuple[Placed, ...]
    edges: tuple[Edge, ...]
    seen_at: datetime | None
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """One business of a system as its users know it, and how it stands."""

    module: Module
    standing: Verdict


def parts_of(system: ManagedSystem) -> list[Part]:
    """Return every component of a system as it stands."""
    held: dict[int, list[tuple[str, Verdict]]] = defaultdict(list)
    states = ProbeState.objects.filter(probe__system=system, probe__active=True).order_by("probe__rank")
    rows = list(
        states.values_list(
            "probe__component_id",
            "probe__component__code",
            "probe__connector_id",
            "probe__every_s",
            "probe__name",
            "standing",
            "last_outcome",
        )
    )
    through = carriers(system.pk)
    down = {code for _pk, code, *_more, standing, _outcome in rows if standing == Verdict.CRITICAL}
    quick: dict[int, list[Verdict]] = defaultdict(list)
    broken = set()
    for component, code, connector, every, name, standing, outcome in rows:
        # Through something that is broken nothing else can be seen.
        dark = standing == Verdict.CRITICAL and (through.get(connector, frozenset()) - {code}) & down
        verdict = Verdict.UNKNOWN if dark else Verdict(standing)
        held[component].append((name, verdict))
        # As for what hides echoes: a part that is busy, slow or exposed still answers, and breaks nothing above it.
        if verdict is Verdict.CRITICAL and outcome == Outcome.FAILED:
            broken.add(code)
        if every <= QUICK.total_seconds():
            quick[component].append(verdict)
    components = list(systems.components_of(system))
    stands = {one.pk: _stands([verdict for _name, verdict in held[one.pk]], quick[one.pk]) for one in components}
    touched = touched_by(broken, needs_between(system.pk))
    return [
        Part(
            component=one,
            standing=stands[one.pk],
            is_broken=one.code in broken,
            is_touched=one.code in touched,
            probes=len(held[one.pk]),
            bad=tuple(name for name, verdict in held[one.pk] if verdict is not Verdict.NORMAL),
            unseen=sum(verdict is Verdict.UNKNOWN for _name, verdict in held[one.pk]),
        )
        for one in components
    ]


def _stands(every: Sequence[Verdict], quick: Sequence[Verdict]) -> Verdict:
    """Return how a component stands: by what is known of it, as long as one of its frequent probes is."""
    known = [one for one in every if one is not Verdict.UNKNOWN]
    is_seen = any(one is not Verdict.UNKNOWN for one in quick) if quick else bool(known)
    return worst(known) if is_seen else worst([one for one in known if one is Verdict.CRITICAL])


def system_map(system: ManagedSystem) -> SystemMap:
    """Return a system that the caller already sees, with the places of its components."""
    parts = parts_of(system)
    by_code = {one.component.code: one for one in parts}
    drawing = draw({code: by_code[code].component.needs for code in by_code})
    broken = {code for code, one in by_code.items() if one.is_broken}
    reds = broken | {code for code, one in by_code.items() if one.is_touched}
    seen = ProbeState.objects.filter(probe__system=system, probe__active=True, last_at__isnull=False)
    last = seen.order_by("-last_at").values_list("last_at", flat=True).first()
    return SystemMap(
        system=system,
        standing=worst([one.standing for one in parts if one.probes]),
        parts=tuple(parts),
        drawing=drawing,
        placed=tuple(Placed(part=by_code[one.code], x=one.x, y=one.y) for one in drawing.boxes),
        edges=tuple(
            Edge(line=one, is_red=one.below in reds and (one.below in broken or one.above in reds))
            for one in drawing.lines
        ),
        seen_at=last,
    )


def businesses(system: ManagedSystem, parts: Sequence[Part]) -> list[Business]:
    """Return how each business stands: as the worst of what it runs on, and of what that needs."""
    by_code = {one.component.code: one for one in parts}
    modules = list(systems.modules_of(system))
    own = {one.code: _of_components(one.components, by_code) for one in modules}
    needs = {one.code: list(one.needs) for one in modules}
    return [
        Business(
            module=one,
            standing=worst([own[one.code], *(own[code] for code in all_needs(one.code, needs) if code in own)]),
        )
        for one in modules
    ]


def _of_components(codes: Sequence[str], parts: Mapping[str, Part]) -> Verdict:
    found = [parts[code] for code in codes if code in parts]
    if any(one.is_touched for one in found):
        return Verdict.CRITICAL
    # What is merely not as it should be keeps nobody from working.
    return worst([one.standing for one in found])


def states_of(system: ManagedSystem, *, component: Component | None = None) -> list[ProbeState]:
    """Return the probes of a system, or of one component, as they stand."""
    rows = ProbeState.objects.filter(probe__system=system, probe__active=True)
    if component is not None:
        rows = rows.filter(probe__component=component)
    return list(
        rows.select_related("probe__component", "probe__module", "probe__connector", "probe__system")
        .defer("probe__connector__secrets")
        .order_by("probe__rank", "pk")
    )


def signals_of(probe: Probe, *, since: datetime) -> QuerySet[Signal]:
    """Return the changes of a probe since a moment, the latest first."""
    return Signal.objects.filter(probe=probe, at__gte=since).order_by("-at", "-pk")


def incidents_of(probe: Probe, *, since: datetime, until: datetime) -> list[Alert]:
    """Return the alerts of a probe that touch a stretch of time, the latest first."""
    rows = Alert.objects.filter(probe=probe, opened_at__lt=until).exclude(closed_at__lte=since)
    return list(rows.select_related("opened_by", "closed_by", "leader").order_by("-opened_at"))


def notes_of(system: ManagedSystem, *, since: datetime) -> QuerySet[IncidentNote]:
    """Return what users were told since a moment, the latest first."""
    return IncidentNote.objects.filter(system=system, at__gte=since).order_by("-pk")


def windows_ahead(system: ManagedSystem, *, at: datetime) -> QuerySet[MaintenanceWindow]:
    """Return the agreed windows that run or come, the next first."""
    rows = MaintenanceWindow.objects.filter(system=system, cancelled_at=None, ends_at__gt=at)
    return rows.select_related("component", "made_by").order_by("starts_at", "pk")


def is_public(system: ManagedSystem) -> bool:
    """Say whether anybody may see the status page of a system."""
    return PublicStatus.objects.filter(system=system, is_public=True).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened to a system in a stretch of time, as spans."""

    down: list[Span]
    unknown: list[Span]
    agreed: list[Span]

    def between(self, since: datetime, until: datetime) -> Availability:
        """Return how a part of the stretch divides."""
        return availability(down=self.down, unknown=self.unknown, agreed=self.agreed, since=since, until=until)


def story_of(system: ManagedSystem, *, since: datetime, until: datetime) -> Story:
    """Return what happened to a system: down is while an alert of level 1 stood, told or not."""
    rows = Alert.objects.filter(system=system, level=1, opened_at__lt=until).exclude(closed_at__lte=since)
    rows = rows.select_related("opened_by")
    windows = MaintenanceWindow.objects.filter(
        system=system, cancelled_at=None, starts_at__lt=until, ends_at__gt=since
    )
    return Story(
        down=[(one.opened_by.began_at or one.opened_at, one.closed_at or until) for one in rows],
        unknown=[*blind_spells(since=since, until=until), *_before(system, since=since, until=until)],
        agreed=[(one.starts_at, one.ends_at) for one in windows],
    )


def availability_of(system: ManagedSystem, *, since: datetime, until: datetime) -> Availability:
    """Return how a stretch of time divides."""
    return story_of(system, since=since, until=until).between(since, until)


def _before(system: ManagedSystem, *, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return the time before anything was known of a system."""
    first = Signal.objects.filter(probe__system=system).order_by("at").values_list("at", flat=True).first()
    return (
        [(since, min(first, until))] if first is not None and first > since else [] if first else [(since, until)]
    )


def month_start(at: datetime) -> datetime:
    """Return when the month began, by the local calendar."""
    return timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day of a system: how long it was down."""

    day: datetime
    down: timedelta
    is_known: bool

    @property
    def mark(self) -> str:
        """How the day is shown."""
        if self.down:
            return "critical" if self.down >= timedelta(minutes=30) else "warning"
        return "normal" if self.is_known else "unknown"


def days_of(system: ManagedSystem, *, days: int, at: datetime) -> list[DayRow]:
    """Return the last days of a system by the local calendar, today last."""
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    story, rows = story_of(system, since=today - timedelta(days=days), until=at), []
    for back in range(days - 1, -1, -1):
        begins = today - timedelta(days=back)
        found = story.between(begins, min(begins + timedelta(days=1), at))
        rows.append(DayRow(day=begins, down=found.down, is_known=bool(found.up or found.agreed)))
    return rows
