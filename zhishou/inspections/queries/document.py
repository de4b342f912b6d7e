"""What a report would say now: read once, from the round's own rows; every figure beside where it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from zhishou.contracts.queries import calendar_in_force
from zhishou.desk.rules.strokes import drawn
from zhishou.inspections.models import Finding, Report, Result, Round
from zhishou.inspections.queries.figures import lines_of, said_of, series_of
from zhishou.inspections.queries.findings import open_findings
from zhishou.inspections.queries.plans import sheet_of
from zhishou.inspections.queries.reports import reports_of_round
from zhishou.inspections.queries.rounds import (
    pictures_of,
    results_of,
    rounds_before,
    signature_of,
    talks_of,
)
from zhishou.inspections.queries.standing import score_in
from zhishou.inspections.rules import document as frozen
from zhishou.inspections.rules.drawing import chart, places, ranked, topology
from zhishou.inspections.rules.findings import brief
from zhishou.inspections.rules.measured import plain
from zhishou.inspections.rules.score import Score
from zhishou.inspections.rules.words import (
    CHANGE_NAMES,
    OUTCOME_NAMES,
    PLAN_NAMES,
    SEVERITY_NAMES,
    Change,
    ItemOutcome,
    PlanKind,
    Severity,
)
from zhishou.people.models import Person
from zhishou.systems.queries import components_of

MOST_CHARTS: Final = 18
MOST_PHOTOS: Final = 24
PAST_ROUNDS: Final = 5
TITLE: Final = "运行维护服务巡检报告"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """As what a report is issued: which version, by whom, why; nothing of it for a look ahead."""

    version: int = 0
    by: Person | None = None
    reason: str = ""


def number_of(inspection: Round, *, zone: ZoneInfo) -> str:
    """Return the number of a round's report: the year of the round, and the round's own number."""
    return f"XJ-{inspection.planned_for.astimezone(zone).year}-{inspection.number:04}"


def document_of_round(inspection: Round, *, issue: Issue, at: datetime) -> frozen.Document:
    """Return what the report of a closed round says."""
    zone = calendar_in_force(engagement=inspection.engagement, at=at).tz
    return _Writer(inspection, issue=issue, zone=zone, at=at).document()


class _Writer:
    """Writes one report; holds what several of its parts are made from."""

    def __init__(self, inspection: Round, *, issue: Issue, zone: ZoneInfo, at: datetime) -> None:
        self.inspection, self.issue, self.zone, self.at = inspection, issue, zone, at
        self.code = inspection.engagement.code
        self.sheet = sheet_of(inspection.sheet_version)
        self.results = list(results_of(inspection))
        self.findings = list(open_findings(inspection))
        self.score = score_in(inspection)
        self.held = {one.result_id: Severity(one.severity) for one in self.findings}

    def document(self) -> frozen.Document:
        inspection, plan = self.inspection, self.inspection.plan
        engagement = inspection.engagement
        nodes, drawing = self._topology()
        charts, left_out = self._charts()
        return frozen.Document(
            title=TITLE,
            number=number_of(inspection, zone=self.zone),
            version=self.issue.version,
            client=engagement.client.name,
            vendor=engagement.vendor.name,
            contract=engagement.name,
            contract_code=engagement.code,
            system=plan.system.name,
            system_version=plan.system.product,
            plan=plan.name,
            kind=PLAN_NAMES[PlanKind(plan.kind)][0],
            round_number=inspection.number,
            round_key=inspection.key,
            engineer=inspection.engineer.name,
            place=inspection.place,
            planned_for=self._moment(inspection.planned_for),
            begun_at=self._moment(inspection.begun_at),
            closed_at=self._moment(inspection.closed_at),
            measured=f"{self._moment(inspection.measured_since)} 至 {self._moment(inspection.measured_until)}",
            sheet=f"{self.sheet.name}（第 {inspection.sheet_version.number} 版）",
            sheet_digest=inspection.sheet_version.digest[:16],
            scope=self.sheet.scope,
            issued_on=self._day(self.at) if self.issue.version else "",
            url=self._url("round", uuid=inspection.uuid),
            summary=self._summary(),
            hands=self._hands(),
            versions=self._versions(),
            nodes=nodes,
            topology=drawing,
            places=self._places(),
            charts=charts,
            charts_left_out=left_out,
            findings=tuple(self._finding(one) for one in self.findings),
            talks=self._talks(),
            history=self._history(),
            changes=self._changes(),
            conclusion=inspection.conclusion,
            signed=self._signed(),
            photos=self._photos(),
        )

    def _moment(self, moment: datetime | None) -> str:
        return moment.astimezone(self.zone).strftime("%Y-%m-%d %H:%M") if moment else "—"

    def _day(self, moment: datetime | None) -> str:
        return moment.astimezone(self.zone).strftime("%Y-%m-%d") if moment else "—"

    def _url(self, route: str, **words: object) -> str:
        return settings.PUBLIC_URL + reverse(f"inspections:{route}", kwargs={"engagement_code": self.code, **words})

    def _summary(self) -> frozen.Summary:
        score = self.score
        return frozen.Summary(
            value=score.value,
            grade=score.grade[0],
            lost=score.lost,
            cap=score.cap,
            cap_words=cap_words(score),
            items=len(self.results),
            **{one.value: score.counts[one] for one in ItemOutcome},
            **{one.value: score.findings[one] for one in Severity if one is not Severity.UNKNOWN},
        )

    def _hands(self) -> tuple[frozen.Hand, ...]:
        inspection = self.inspection
        steps = (
            ("编制", inspection.prepared_by, inspection.prepared_at),
            ("审核", inspection.reviewed_by, inspection.reviewed_at),
            ("批准", self.issue.by, self.at if self.issue.by else None),
        )
        return tuple(
            frozen.Hand(
                step=step, name=who.name if who else "", office=who.title if who else "", on=self._day(when)
            )
            for step, who, when in steps
        )

    def _versions(self) -> tuple[frozen.Version, ...]:
        earlier = [
            frozen.Version(
                number=one.version,
                on=self._day(one.issued_at),
                by=one.issued_by.name,
                reason=one.reason or "首次签发",
            )
            for one in reports_of_round(self.inspection)
        ]
        if not self.issue.version or self.issue.by is None:
            return tuple(earlier)
        this = frozen.Version(
            number=self.issue.version,
            on=self._day(self.at),
            by=self.issue.by.name,
            reason=self.issue.reason or "首次签发",
        )
        return (*earlier, this)

    def _topology(self) -> tuple[tuple[frozen.Node, ...], str]:
        components = list(components_of(self.inspection.plan.system))
        states = {one.code: self._state(one.code) for one in components}
        needs = {one.code: [str(code) for code in one.needs] for one in components}
        where = places(ranked(needs))
        nodes = tuple(
            frozen.Node(
                code=one.code,
                name=one.name,
                kind=one.get_kind_display(),
                state=states[one.code],
                state_name=OUTCOME_NAMES[ItemOutcome(states[one.code])][0],
                column=where[one.code][0],
                row=where[one.code][1],
                needs=tuple(needs[one.code]),
            )
            for one in components
        )
        return nodes, topology(needs, states)

    def _state(self, component: str) -> str:
        found = {ItemOutcome(one.outcome) for one in self.results if one.component == component}
        worst_first = (ItemOutcome.ABNORMAL, ItemOutcome.UNKNOWN, ItemOutcome.NORMAL)
        return next((one for one in worst_first if one in found), ItemOutcome.UNKNOWN).value

    def _places(self) -> tuple[frozen.Place, ...]:
        by_object: dict[str, list[Result]] = {}
        for one in self.results:
            by_object.setdefault(one.object, []).append(one)
        return tuple(
            frozen.Place(name=name, counts=_counted(rows), lines=tuple(self._line(one) for one in rows))
            for name, rows in by_object.items()
        )

    def _line(self, one: Result) -> frozen.Line:
        outcome, change = ItemOutcome(one.outcome), Change(one.change)
        severity = self.held.get(one.pk)
        said = said_of(one)
        return frozen.Line(
            code=one.code,
            name=one.name,
            reading=brief(said),
            note=said if brief(said) != said else "",
            limit=one.limit or "—",
            window=one.window or "现场",
            outcome=outcome.value,
            outcome_name=OUTCOME_NAMES[outcome][0],
            severity=severity.value if severity else "",
            severity_name=SEVERITY_NAMES[severity][0] if severity else "",
            change=change.value,
            change_name=CHANGE_NAMES[change][0],
            before=brief(said_of(one.before)) if one.before else "—",
            url=self._url("result", uuid=one.uuid),
        )

    def _charts(self) -> tuple[tuple[frozen.Chart, ...], int]:
        # A figure that never moved has no course to be shown, unless it is what is wrong.
        shown = [
            one
            for one in self.results
            if sum(point[1] is not None for point in one.series) > 1
            and (one.minimum != one.maximum or one.outcome == ItemOutcome.ABNORMAL)
        ]
        shown.sort(key=lambda one: (one.outcome != ItemOutcome.ABNORMAL, one.place))
        drawn_ones = tuple(self._chart(one) for one in shown[:MOST_CHARTS])
        return drawn_ones, max(0, len(shown) - MOST_CHARTS)

    def _chart(self, one: Result) -> frozen.Chart:
        series = series_of(one)
        return frozen.Chart(
            title=f"{one.object} · {one.name}",
            unit=one.unit,
            since=self._moment(series[0][0])[5:],
            until=self._moment(series[-1][0])[5:],
            lowest=_number(one.minimum),
            highest=_number(one.maximum),
            mean=_number(one.mean),
            drawing=chart(series, lines=lines_of(one)),
            state=one.outcome,
            url=self._url("result", uuid=one.uuid),
        )

    def _finding(self, one: Finding) -> frozen.FindingLine:
        return frozen.FindingLine(
            number=one.number,
            severity=one.severity,
            severity_name=SEVERITY_NAMES[Severity(one.severity)][0],
            object=one.object,
            title=one.title,
            observed=one.observed,
            limit=one.limit,
            advice=one.advice,
            link=one.link,
            responsible=one.responsible.name if one.responsible else "待定",
            due_on=one.due_on.isoformat() if one.due_on else "—",
            ticket=f"#{one.ticket.number}" if one.ticket else "—",
            change_name=CHANGE_NAMES[Change(one.change)][0],
            first_seen=self._day(one.first_seen_at),
            url=self._url("finding", number=one.number),
        )

    def _talks(self) -> tuple[frozen.TalkLine, ...]:
        names = {item.code: item.name for _, item in self.sheet.items()}
        return tuple(
            frozen.TalkLine(
                whom=one.whom,
                unit=one.unit,
                about=names.get(one.item, ""),
                has_problem=one.has_problem,
                words=one.words,
                guidance=one.guidance,
            )
            for one in talks_of(self.inspection)
        )

    def _history(self) -> tuple[frozen.PastRound, ...]:
        earlier = rounds_before(self.inspection, most=PAST_ROUNDS)
        rounds = [(one, score_in(one), False) for one in reversed(earlier)]
        return tuple(self._past(*one) for one in (*rounds, (self.inspection, self.score, True)))

    def _past(self, one: Round, score: Score, is_this: bool) -> frozen.PastRound:  # noqa: FBT001 - of one tuple
        return frozen.PastRound(
            number=one.number,
            key=one.key,
            closed_on=self._day(one.closed_at),
            score=str(score.value) if score.value is not None else "—",
            grade=score.grade[0],
            critical=score.findings[Severity.CRITICAL],
            high=score.findings[Severity.HIGH],
            medium=score.findings[Severity.MEDIUM],
            low=score.findings[Severity.LOW],
            unknown=score.counts[ItemOutcome.UNKNOWN],
            is_this=is_this,
        )

    def _changes(self) -> tuple[frozen.Changed, ...]:
        order = (Change.WORSE, Change.NEW, Change.UNKNOWN, Change.BETTER, Change.CURED)
        found = [one for one in self.results if one.change in order]
        return tuple(
            frozen.Changed(
                change=one.change,
                change_name=CHANGE_NAMES[Change(one.change)][0],
                object=one.object,
                name=one.name,
                before=brief(said_of(one.before)) if one.before else "—",
                now=brief(said_of(one)),
            )
            for one in sorted(found, key=lambda one: (order.index(Change(one.change)), one.place))
        )

    def _signed(self) -> frozen.Signed:
        found = signature_of(self.inspection)
        if found is None:
            return frozen.Signed(unsigned_reason=self.inspection.unsigned_reason)
        return frozen.Signed(
            path=drawn(found.strokes),
            name=found.signer_name,
            office=found.signer_role,
            opinion=found.opinion,
            at=self._moment(found.signed_at),
            digest=found.digest,
        )

    def _photos(self) -> tuple[frozen.Photo, ...]:
        names = {item.code: item.name for _, item in self.sheet.items()}
        shown = [one for one in pictures_of(self.inspection) if one.thumb_width][:MOST_PHOTOS]
        return tuple(
            frozen.Photo(
                item=names.get(one.act.item, ""), name=one.name, sha256=one.sha256, media_type=one.media_type
            )
            for one in shown
        )


def cap_words(score: Score) -> str:
    """Say what keeps a score down, where something does."""
    said = []
    if score.by_critical:
        said.append("存在严重问题，评分不高于 59 分")
    if score.by_unknown:
        said.append(f"存在 {score.counts[ItemOutcome.UNKNOWN]} 项未知，评分不高于 {score.cap} 分")
    return "；".join(said)


def _number(value: float | None) -> str:
    return plain(value) if value is not None else "—"


def _counted(rows: Sequence[Result]) -> str:
    counts: Mapping[ItemOutcome, int] = {one: sum(row.outcome == one for row in rows) for one in ItemOutcome}
    return "，".join(f"{OUTCOME_NAMES[one][0]} {number}" for one, number in counts.items() if number)


def next_version(inspection: Round) -> int:
    """Return which version of the report would be issued next."""
    return (
        Report.objects.filter(round=inspection).order_by("-version").values_list("version", flat=True).first() or 0
    ) + 1
