"""What the inspection endpoints take and give."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from ninja import Field, Schema

from jishi.api.door import Moment, Whole
from zhishou.inspections.actions import Given
from zhishou.inspections.models import Finding, Plan, Report, Result, Round
from zhishou.inspections.queries.rounds import results_of
from zhishou.inspections.rules.words import ActKind, Change, ItemOutcome, Origin, PlanKind, RoundState, Severity


class PlanOut(Schema):
    """That a system is inspected so often, by whom, by which sheet."""

    uuid: UUID
    name: str
    kind: PlanKind
    system: str = Field(alias="system.code")
    sheet: str = Field(alias="sheet.code")
    engineer: UUID
    weekday: int = Field(description="Of weekly ones: 0 is Monday.")
    hour: int = Field(description="Of the contract's zone.")
    first_day: date
    last_day: date | None
    is_active: bool

    @staticmethod
    def resolve_engineer(row: Plan) -> UUID:
        """Name who goes."""
        return row.engineer.uuid


class PlanIn(Schema):
    """A plan to be made."""

    name: str = Field(min_length=1, max_length=120)
    kind: PlanKind
    system: str = Field(min_length=1, max_length=40, description="The system's code.")
    sheet: str = Field(min_length=1, max_length=40, description="The sheet's code.")
    engineer: UUID
    weekday: Whole = Field(2, ge=0, le=6, description="Of weekly ones: 0 is Monday.")
    hour: Whole = Field(10, ge=0, le=23)
    first_day: date
    last_day: date | None = None


class RoundOut(Schema):
    """One round; `score` is null while it is open, and where nothing could be seen."""

    uuid: UUID
    number: int
    key: str = Field(description="Which of the plan's times it is, e.g. 2023-W11.")
    plan: UUID
    system: str = Field(description="The system's code.")
    state: RoundState
    engineer: UUID
    planned_for: Moment
    due_at: Moment
    begun_at: Moment | None
    gathered_at: Moment | None
    closed_at: Moment | None
    score: int | None

    @staticmethod
    def resolve_plan(row: Round) -> UUID:
        """Name the plan."""
        return row.plan.uuid

    @staticmethod
    def resolve_system(row: Round) -> str:
        """Name the system."""
        return row.plan.system.code

    @staticmethod
    def resolve_engineer(row: Round) -> UUID:
        """Name who goes."""
        return row.engineer.uuid


class ResultOut(Schema):
    """What one item came to; an unknown one says why."""

    uuid: UUID
    code: str
    name: str
    object: str
    origin: Origin
    outcome: ItemOutcome
    severity: str
    observed: float | None
    unit: str
    words: str
    why: str
    limit: str
    window: str
    probe: str
    samples: int
    change: Change


class RoundWhole(RoundOut):
    """A round with every item whose result is kept: the measured ones while it is open, all once it is closed."""

    results: list[ResultOut]

    @staticmethod
    def resolve_results(row: Round) -> list[Result]:
        """Return what the items came to."""
        return list(results_of(row))


class FindingOut(Schema):
    """One finding."""

    uuid: UUID
    number: int
    round: UUID
    object: str
    title: str
    severity: Severity
    observed: str
    limit: str
    advice: str
    change: Change
    first_seen_at: Moment
    responsible: UUID | None
    due_on: date | None
    ticket: int | None = Field(description="The number of the ticket about it.")

    @staticmethod
    def resolve_round(row: Finding) -> UUID:
        """Name the round."""
        return row.round.uuid

    @staticmethod
    def resolve_responsible(row: Finding) -> UUID | None:
        """Name who sees to it."""
        return row.responsible.uuid if row.responsible else None

    @staticmethod
    def resolve_ticket(row: Finding) -> int | None:
        """Name the ticket."""
        return row.ticket.number if row.ticket else None


class FindingIn(Schema):
    """What is to be done about a finding; another severity needs a ground, and the round's score counts anew."""

    severity: Severity
    ground: str = Field("", max_length=500, description="Why the severity is another one.")
    advice: str = Field("", max_length=2000)
    responsible: UUID | None = None
    due_on: date | None = None


class FileKind(StrEnum):
    """In which form a report is given out."""

    PDF = "pdf"
    WORD = "docx"


class ReportOut(Schema):
    """One issued version of a report, with the digests that stand in the ledger."""

    uuid: UUID
    number: str
    version: int
    reason: str
    round: UUID
    score: int | None
    digest: str
    pdf_sha256: str
    word_sha256: str
    issued_at: Moment

    @staticmethod
    def resolve_round(row: Report) -> UUID:
        """Name the round."""
        return row.round.uuid


class ReportWhole(ReportOut):
    """A report with everything that it says; its SHA-256 over the canonical JSON is `digest`."""

    document: dict[str, object]


class RoundActIn(Schema):
    """One act of the engineer; sent again with the same uuid it is answered with what was taken."""

    uuid: UUID
    kind: ActKind = Field(description="begin, answer, talk, sign, unsigned or close.")
    device_at: Moment | None = Field(None, description="When it happened, by the device's own clock.")
    sent_at: Moment | None = Field(None, description="When it is sent, by the same clock.")
    item: str = Field("", max_length=40)
    reading: str = Field("", max_length=40)
    is_yes: bool | None = None
    words: str = Field("", max_length=2000)
    is_abnormal: bool = False
    is_not_applicable: bool = False
    place: str = Field("", max_length=200)
    code: str = Field("", max_length=6, description="The six digits that the client's desk showed at that moment.")
    whom: str = Field("", max_length=60)
    unit: str = Field("", max_length=60)
    has_problem: bool = False
    guidance: str = Field("", max_length=2000)
    signer_name: str = Field("", max_length=60)
    signer_role: str = Field("", max_length=60)
    strokes: list[list[list[int]]] = Field(default_factory=list, max_length=200)

    def given(self) -> Given:
        """Return the act as the device tells it."""
        return Given(**self.model_dump())


class RoundActOut(Schema):
    """One act as it was taken."""

    uuid: UUID
    kind: ActKind
    item: str
    happened_at: Moment
    received_at: Moment
    is_too_old: bool
