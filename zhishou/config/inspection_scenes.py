"""Three weeks of looking after the office system: probes measured, two weekly rounds are over, one is due."""

import math
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from zhishou.config.desk_pictures import photograph
from zhishou.contracts.models import Contract
from zhishou.contracts.queries import contract_of_event
from zhishou.desk.actions import take_in
from zhishou.inspections import actions
from zhishou.inspections.models import Plan, Round
from zhishou.inspections.queries.plans import built_in_sheets
from zhishou.inspections.queries.rounds import round_of_plan
from zhishou.inspections.rules.words import ActKind, PlanKind
from zhishou.people.models import Engagement, Person
from zhishou.systems.actions import load_profile
from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import look_of, probes_of
from zhishou.systems.queries.probing import Look
from zhishou.systems.rules.observing import Outcome
from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import Unit
from zhishou.watch.actions import keep, pack_some
from zhishou.watch.actions.leasing import adopt
from zhishou.watch.queries.plans import plans
from zhishou.watch.queries.readings import readings
from zhishou.watch.rules.taken import Taken

PROFILE: Final = "xieban.toml"
WEEK, DAY, HOUR, MINUTE = timedelta(days=7), timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
EVERY: Final = 2 * HOUR
WEEKS: Final = 3
STROKES: Final = [
    [[120, 150], [200, 120], [300, 110]], [[210, 60], [205, 180], [190, 300]], [[120, 290], [230, 270], [330, 262]],
    [[430, 90], [520, 80], [600, 92]], [[515, 85], [500, 200], [455, 310]], [[440, 190], [560, 180], [640, 196]],
    [[710, 110], [800, 96], [880, 104]], [[790, 60], [780, 190], [760, 320], [820, 300]],
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One weekly round as it went: what the engineer read, what a user said, what the report concluded."""

    temperature: str
    humidity: str
    permissions: bool
    problem: str
    guidance: str
    conclusion: str


STORIES: Final = (
    Story(
        temperature="24.5",
        humidity="48",
        permissions=False,
        problem="",
        guidance="演示收文登记时如何批量添加附件",
        conclusion="系统总体运行平稳。抽查发现两个账号的授权没有申请单，已当场通知信息中心，请于三日内补办或撤销。",
    ),
    Story(
        temperature="28.4",
        humidity="52",
        permissions=True,
        problem="用手机查看附件时偶尔打不开",
        guidance="指导更新浏览器，并演示用“下载后查看”打开大附件",
        conclusion="上周发现的授权问题已消除。机房温度偏高，空调滤网积灰，请机房管理方本周内清洗；手机端附件问题已建工单跟踪。",
    ),
)


def inspected(engagement: Engagement, cast: Mapping[str, Person], *, until: datetime) -> None:
    """Play two rounds that are over, the last one's report issued, and leave this week's to be done."""
    profile = Path(settings.BASE_DIR) / "profiles" / PROFILE
    contract = contract_of_event(code=engagement.code)
    if contract is None or not profile.exists():
        return
    began = until - WEEKS * WEEK
    system = _watched(profile, contract, began=began, until=until)
    first = until - len(STORIES) * WEEK
    plan = _planned(
        engagement, system, cast, first=(first - timedelta(days=first.weekday())).date(), at=began + HOUR
    )
    for number, story in enumerate(STORIES):
        visited = until - (len(STORIES) - number) * WEEK + 3 * HOUR
        actions.foresee(at=visited)
        inspection = round_of_plan(plan, at=visited)
        if inspection is not None:  # else a week of holidays, or before the term
            walk(inspection, story, cast, at=visited)
            report(inspection, story, cast, at=visited + 2 * HOUR)
    actions.foresee(at=until)


def _watched(profile: Path, contract: Contract, *, began: datetime, until: datetime) -> ManagedSystem:
    text = profile.read_text(encoding="utf-8")
    system = load_profile(text=text, contract=contract, by=None, at=began).system
    adopt(at=began)
    if not any(one.samples for one in readings(system_id=system.pk, since=began, until=until)):
        looks = [look_of(one) for one in probes_of(system)]
        known = plans([one.probe_id for one in looks])
        for look in looks:
            keep(taken=list(measured_by(look, since=began, until=until)), plans=known, at=until)
        while pack_some(at=until):
            pass
    return system


def measured_by(look: Look, *, since: datetime, until: datetime, every: timedelta = EVERY) -> Iterator[Taken]:
    """Yield what a probe might have measured: well within its limits, by day more than by night."""
    at, step = since, 0
    while at < until - MINUTE:
        hour = (at.hour + 8) % 24
        busy = math.exp(-((hour - 10.5) ** 2) / 8) + math.exp(-((hour - 15.5) ** 2) / 6)
        wave = 0.5 + 0.5 * math.sin(step * 1.7 + look.probe_id)
        yield Taken(
            probe_id=look.probe_id,
            at=at,
            outcome=Outcome.MEASURED,
            value=_value(look, busy=min(busy, 1.0), wave=wave, gone=at - since),
            took_ms=20,
        )
        at, step = at + every, step + 1


def _value(look: Look, *, busy: float, wave: float, gone: timedelta) -> float:
    limit, grown = look.warn or look.critical, gone / (WEEKS * WEEK)
    if look.unit == Unit.MINUTES:  # since the machine was started, a day before
        return (gone + DAY) / MINUTE
    if limit is None:
        return round(10 + 20 * busy + 4 * wave, 1)
    if look.unit == "points":
        return 92.0
    if look.unit == Unit.COUNT:  # things that are counted are whole
        return _counted(limit, busy=busy, wave=wave)
    if limit.under is not None:
        return float(
            round(limit.value * (1.6 - 0.3 * busy - 0.05 * wave) if look.unit != "%" else 99.7 - 0.3 * busy, 2)
        )
    return float(round(limit.value * (0.22 + 0.3 * busy + 0.08 * wave + 0.12 * grown), 3))


def _counted(limit: Threshold, *, busy: float, wave: float) -> float:
    if limit.under is not None:
        return limit.value + 2
    return 0.0 if limit.value <= 1 else float(round(limit.value * (0.22 + 0.3 * busy + 0.08 * wave)))


def _planned(
    engagement: Engagement, system: ManagedSystem, cast: Mapping[str, Person], *, first: date, at: datetime
) -> Plan:
    manager = cast["hejing"]
    for code, text in built_in_sheets().items():
        version = actions.write_sheet(engagement=engagement, code=code, text=text, by=manager, at=at)
        if code == "weekly":
            sheet = version.sheet
    words = actions.PlanWords(
        name="每周现场巡检",
        kind=PlanKind.WEEKLY,
        system=system,
        sheet=sheet,
        engineer=cast["wulei"],
        first_day=first,
    )
    return actions.make_plan(engagement=engagement, words=words, by=manager, at=at)


def walk(inspection: Round, story: Story, cast: Mapping[str, Person], *, at: datetime) -> None:
    """Let the engineer go through the round, item by item."""
    photo = take_in(files=[photograph()], engagement=inspection.engagement, by=cast["wulei"], at=at)
    told: list[dict[str, object]] = [
        {"kind": ActKind.BEGIN, "place": "省红十字会三楼信息中心机房"},
        {"item": "B-X1", "is_yes": True},
        {"item": "E-01", "reading": story.temperature, "words": "机柜正面温度计"},
        {"item": "E-02", "reading": story.humidity},
        {"item": "E-03", "is_yes": True},
        {"item": "E-04", "is_yes": True, "words": "市电模式，负载 41%"},
        {"item": "E-05", "words": "机柜正面", "files": tuple(one.kept for one in photo)},
        {"item": "S-01", "is_yes": story.permissions},
        {
            "kind": ActKind.TALK,
            "item": "U-01",
            "whom": "李晓梅",
            "unit": "办公室",
            "has_problem": bool(story.problem),
            "words": story.problem,
            "guidance": story.guidance,
        },
        {"kind": ActKind.TALK, "whom": "陈国华", "unit": "会领导", "guidance": "指导移动端签批和语音意见"},
        {
            "kind": ActKind.SIGN,
            "signer_name": "王志强",
            "signer_role": "信息中心主任",
            "words": "同意，请按建议跟进",
            "strokes": STROKES,
        },
        {"kind": ActKind.CLOSE},
    ]
    for minutes, act in enumerate(told):
        given = {"kind": ActKind.ANSWER, "uuid": uuid.uuid4(), **act}
        moment = at + 6 * minutes * MINUTE
        actions.take_act(inspection=inspection, given=actions.Given(**given), by=cast["wulei"], at=moment)  # type: ignore[arg-type]


def report(inspection: Round, story: Story, cast: Mapping[str, Person], *, at: datetime) -> None:
    """Let three people prepare, review and issue the report."""
    conclusion = f"{inspection.conclusion}\n{story.conclusion}"
    actions.prepare(inspection=inspection, conclusion=conclusion, by=cast["wulei"], at=at)
    actions.review(inspection=inspection, by=cast["huangjianjun"], at=at + 30 * MINUTE)
    actions.issue_report(inspection=inspection, by=cast["hejing"], at=at + HOUR)
