"""The report as it is issued: every word and figure of it, frozen; both files are set from nothing else."""

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item in the table of its object."""

    code: str
    name: str
    reading: str
    limit: str
    window: str
    outcome: str
    outcome_name: str
    severity: str
    severity_name: str
    change: str
    change_name: str
    before: str
    url: str
    note: str = ""  # the whole of a reading that is too long for its column


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One object with its items."""

    name: str
    counts: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One component in the topology, with its place in the drawing."""

    code: str
    name: str
    kind: str
    state: str
    state_name: str
    column: float
    row: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One measured item over the time of the round."""

    title: str
    unit: str
    since: str
    until: str
    lowest: str
    highest: str
    mean: str
    drawing: str  # SVG of nothing but lines and numbers
    state: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One finding with what is advised and who sees to it."""

    number: int
    severity: str
    severity_name: str
    object: str
    title: str
    observed: str
    limit: str
    advice: str
    link: str
    responsible: str
    due_on: str
    ticket: str
    change_name: str
    first_seen: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkLine:
    """One talk with a user."""

    whom: str
    unit: str
    about: str
    has_problem: bool
    words: str
    guidance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRound:
    """One round in the comparison over time."""

    number: int
    key: str
    closed_on: str
    score: str
    grade: str
    critical: int
    high: int
    medium: int
    low: int
    unknown: int
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One item that stands otherwise than last time."""

    change: str
    change_name: str
    object: str
    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who answers for a step of the report, and when he did."""

    step: str
    name: str
    office: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the report."""

    number: int
    on: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The client's hand, or why there is none."""

    path: str = ""
    name: str = ""
    office: str = ""
    opinion: str = ""
    at: str = ""
    digest: str = ""
    unsigned_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photograph of the site."""

    item: str
    name: str
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The score, and what made it."""

    value: int | None
    grade: str
    lost: int
    cap: int
    cap_words: str
    items: int
    normal: int
    abnormal: int
    unknown: int
    noted: int
    not_applicable: int
    critical: int
    high: int
    medium: int
    low: int
    hint: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole report."""

    title: str
    number: str
    version: int
    client: str
    vendor: str
    contract: str
    contract_code: str
    system: str
    system_version: str
    plan: str
    kind: str
    round_number: int
    round_key: str
    engineer: str
    place: str
    planned_for: str
    begun_at: str
    closed_at: str
    measured: str
    sheet: str
    sheet_digest: str
    scope: str
    issued_on: str
    url: str
    summary: Summary
    hands: tuple[Hand, ...]
    versions: tuple[Version, ...]
    nodes: tuple[Node, ...]
    topology: str
    places: tuple[Place, ...]
    charts: tuple[Chart, ...]
    charts_left_out: int
    findings: tuple[FindingLine, ...]
    talks: tuple[TalkLine, ...]
    history: tuple[PastRound, ...]
    changes: tuple[Changed, ...]
    conclusion: str
    signed: Signed
    photos: tuple[Photo, ...]


_READER: Final = TypeAdapter(Document)


def written(document: Document) -> dict[str, object]:
    """Return the document as it is kept: plain JSON."""
    values: dict[str, object] = _READER.dump_python(document, mode="json")
    return values


def read(values: object) -> Document:
    """Return a document that was kept."""
    return _READER.validate_python(values)
