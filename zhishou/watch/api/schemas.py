"""What the endpoints of the watch take and give."""

from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import get_language
from ninja import Field, Schema
from pydantic import Field as Described

from jishi.api.door import Answer, Moment
from zhishou.contracts.rules import Level
from zhishou.systems.queries import Look, advice_of, look_of, say_words
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import Severity, say
from zhishou.watch.models import Alert, IncidentNote, MaintenanceWindow, ProbeState, Signal, Silence
from zhishou.watch.queries.boards import Part
from zhishou.watch.queries.series import Series
from zhishou.watch.rules.notes import Stage
from zhishou.watch.rules.points import Point
from zhishou.watch.rules.rollups import Bucket
from zhishou.watch.rules.words import Hold, Verdict


class StandingOut(Schema):
    """How one component stands: by its own probes, and by the red of what it needs."""

    code: str = Field(alias="component.code")
    name: str = Field(alias="component.name")
    kind: str = Field(alias="component.kind")
    needs: list[str] = Field(alias="component.needs")
    standing: Verdict
    is_touched: bool = Field(description="Whether something that it needs is broken.")
    probes: int
    bad: list[str] = Field(description="The probes that are not normal, by name.")

    @staticmethod
    def resolve_bad(row: Part) -> list[str]:
        """Return the names as a list."""
        return list(row.bad)


class ProbeOut(Schema):
    """One probe as it stands; `unknown` is never normal, and `words` say why it is."""

    code: str = Field(alias="probe.code")
    name: str = Field(alias="probe.name")
    component: str = Field(alias="probe.component.code")
    module: str
    check: str = Field(alias="probe.check_id")
    every_s: int = Field(alias="probe.every_s")
    standing: Verdict
    since: Moment
    value: float | None = Field(alias="last_value")
    outcome: str = Field(alias="last_outcome", description="measured, failed or unknown.")
    words: str
    seen_at: Moment | None = Field(alias="last_at")
    took_ms: int

    @staticmethod
    def resolve_module(row: ProbeState) -> str:
        """Name the module."""
        return row.probe.module.code if row.probe.module else ""

    @staticmethod
    def resolve_words(row: ProbeState) -> str:
        """Say what was seen."""
        return say_words(row.last_words, row.last_facts)


class ThresholdOut(Schema):
    """A limit; the limit itself is still normal."""

    over: float | None
    under: float | None


class ProbeWhole(ProbeOut):
    """A probe with its limits, and what to do where it is not normal."""

    unit: str
    warn: ThresholdOut | None
    critical: ThresholdOut | None
    window: str = Field(description="Over which time the value is taken.")
    severity: str = Field(description="grave, high, medium, low or hint: how bad it is where it is not normal.")
    advice: str
    link: str = Field(description="Where it is documented.")
    facts: dict[str, str | int | float | bool] = Field(alias="last_facts")

    @staticmethod
    def resolve_unit(row: ProbeState) -> str:
        """Say in what it is measured."""
        return _look(row).unit

    @staticmethod
    def resolve_warn(row: ProbeState) -> Threshold | None:
        """Return the limit beyond which it warns."""
        return _look(row).warn

    @staticmethod
    def resolve_critical(row: ProbeState) -> Threshold | None:
        """Return the limit beyond which it is critical."""
        return _look(row).critical

    @staticmethod
    def resolve_window(row: ProbeState) -> str:
        """Say over which time the value is taken."""
        check = CHECKS.get(row.probe.check_id)
        return _look(row).spec.window or (check.window if check else "")

    @staticmethod
    def resolve_severity(row: ProbeState) -> str:
        """Say how bad it is where it is not normal."""
        check = CHECKS.get(row.probe.check_id)
        return (check.severity if check else Severity.HIGH).value

    @staticmethod
    def resolve_advice(row: ProbeState) -> str:
        """Say what to do."""
        return say(advice_of(_look(row).spec), get_language() or "")

    @staticmethod
    def resolve_link(row: ProbeState) -> str:
        """Say where it is documented."""
        check = CHECKS.get(row.probe.check_id)
        return _look(row).spec.link or (check.link if check else "")


def _look(row: ProbeState) -> Look:
    return look_of(row.probe)


class SampleOut(Answer):
    """One result as it was measured."""

    at: datetime
    value: float | None
    outcome: str = Described(description="measured, failed or unknown.")
    verdict: Verdict
    took_ms: int


def sample(point: Point) -> dict[str, object]:
    """Return one sample."""
    at = datetime.fromtimestamp(point.at / 1000, tz=UTC)
    return {
        "at": at,
        "value": point.value,
        "outcome": point.outcome.value,
        "verdict": point.verdict,
        "took_ms": point.took_ms,
    }


class BucketOut(Answer):
    """What one step held: how many samples, how many of them were not normal, and the figures."""

    at: datetime
    samples: int
    unknown: int
    warning: int
    critical: int
    least: float | None
    most: float | None
    mean: float | None


class SeriesOut(Answer):
    """What a probe measured in a stretch, in steps of so many seconds; 0: every sample."""

    width_s: int
    steps: list[BucketOut]


def series(found: Series) -> dict[str, object]:
    """Return a series."""
    return {"width_s": found.width, "steps": [_bucket(one) for one in found.buckets]}


def _bucket(one: Bucket) -> dict[str, object]:
    return {
        "at": datetime.fromtimestamp(one.start, tz=UTC),
        "samples": one.count,
        "unknown": one.unknown,
        "warning": one.warning,
        "critical": one.critical,
        "least": one.least,
        "most": one.most,
        "mean": one.mean,
    }


class SignalOut(Schema):
    """A change of how a probe stands, with the sample that brought it."""

    before: Verdict
    after: Verdict
    at: Moment
    value: float | None


class AlertShown(Schema):
    """One alert: a probe that is not normal, from its opening signal to the one that ended it."""

    uuid: UUID
    system: str = Field(alias="system.code")
    component: str = Field(alias="component.code")
    probe: str = Field(alias="probe.code")
    standing: Verdict
    level: Level | None = Field(description="Of the ticket; null: no ticket.")
    opened_at: Moment
    closed_at: Moment | None
    raised_at: Moment | None = Field(description="When somebody was told; null while it is held back.")
    hold: Hold = Field(description="Why nobody is told; empty where somebody is, or was.")
    leader: UUID | None = Field(description="The alert with which it broke together; its ticket is theirs.")
    ticket: int | None = Field(description="The number of the ticket about it.")
    opened_by: SignalOut
    closed_by: SignalOut | None

    @staticmethod
    def resolve_leader(row: Alert) -> UUID | None:
        """Name the leader."""
        return row.leader.uuid if row.leader else None

    @staticmethod
    def resolve_ticket(row: Alert) -> int | None:
        """Name the ticket of what broke together."""
        return (row.leader or row).ticket_number

    @staticmethod
    def resolve_opened_by(row: Alert) -> Signal:
        """Return the change that began it."""
        return row.opened_by


class SilenceIn(Schema):
    """Quiet to be kept about a component or a probe; about the whole system where neither is named."""

    component: str = Field("", max_length=40)
    probe: str = Field("", max_length=40)
    reason: str = Field(min_length=1, max_length=300)
    starts_at: Moment
    ends_at: Moment = Field(description="At most 31 days after it starts.")


class SilenceOut(Schema):
    """Agreed quiet: by whom, why, and until when."""

    uuid: UUID
    component: str
    probe: str
    reason: str
    starts_at: Moment
    ends_at: Moment
    made_at: Moment
    made_by: UUID = Field(alias="made_by.uuid")
    ended_at: Moment | None = Field(description="Where it was ended early.")

    @staticmethod
    def resolve_component(row: Silence) -> str:
        """Name the component."""
        return row.component.code if row.component else ""

    @staticmethod
    def resolve_probe(row: Silence) -> str:
        """Name the probe."""
        return row.probe.code if row.probe else ""


class WindowIn(Schema):
    """A time in which a system, or one component, is worked on."""

    component: str = Field("", max_length=40)
    title: str = Field(min_length=1, max_length=200)
    starts_at: Moment
    ends_at: Moment = Field(description="At most 31 days after it starts.")
    is_shown: bool = Field(True, description="Whether the status page announces it.")


class WindowOut(Schema):
    """A maintenance window: alerts wait, and the time counts as neither up nor down."""

    uuid: UUID
    component: str
    title: str
    starts_at: Moment
    ends_at: Moment
    is_shown: bool
    made_at: Moment
    made_by: UUID = Field(alias="made_by.uuid")
    cancelled_at: Moment | None

    @staticmethod
    def resolve_component(row: MaintenanceWindow) -> str:
        """Name the component."""
        return row.component.code if row.component else ""


class UserNoteIn(Schema):
    """What the users of a system are to read on its status page."""

    stage: Stage
    words: str = Field(min_length=1, max_length=1000)


class UserNoteOut(Schema):
    """What the users of a system were told on its status page."""

    uuid: UUID
    stage: Stage
    words: str
    at: Moment
    by: UUID

    @staticmethod
    def resolve_by(row: IncidentNote) -> UUID:
        """Name who told them."""
        return row.by.uuid
