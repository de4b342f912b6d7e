"""Inspections for tests: a system, a short sheet, a weekly plan, and the engineer's acts."""

import io
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from PIL import Image

from conftest import NOON, Cast
from jishi.files.door import Kept, keep
from zhishou.inspections import actions
from zhishou.inspections.models import Act, Plan, Report, Round, Sheet
from zhishou.inspections.rules.words import ActKind, PlanKind
from zhishou.systems.models import ManagedSystem
from zhishou.systems.tests.factories import load

MINUTE, HOUR, DAY, WEEK = (timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days", "weeks"))
STROKES: Final = [[[100, 200], [300, 120], [500, 260]], [[520, 200], [700, 180]]]
SHEET: Final = """
name = "周巡检表"
[[objects]]
name = "网站"
components = ["web"]
[[objects]]
name = "机房"
  [[objects.items]]
  code = "E-01"
  name = "机房温度"
  origin = "engineer"
  answer = "reading"
  unit = "℃"
  warn = { over = 27 }
  critical = { over = 32 }
  critical_severity = "critical"
  advice = "检查空调"
  [[objects.items]]
  code = "E-02"
  name = "面板无告警灯"
  origin = "engineer"
  severity = "high"
  [[objects.items]]
  code = "E-03"
  name = "机柜照片"
  origin = "engineer"
  answer = "photo"
  required = false
[[objects]]
name = "用户"
  [[objects.items]]
  code = "U-01"
  name = "办文是否顺畅"
  origin = "user"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The cast with a system to inspect."""

    cast: Cast
    system: ManagedSystem
    sheet: Sheet

    def plan(self, kind: PlanKind = PlanKind.WEEKLY, *, at: datetime = NOON, **more: Any) -> Plan:
        given: dict[str, Any] = {
            "name": "每周现场巡检",
            "kind": kind,
            "system": self.system,
            "sheet": self.sheet,
            "engineer": self.cast.second_line,
            "first_day": date(2023, 1, 1),
        }
        words = actions.PlanWords(**(given | more))
        return actions.make_plan(engagement=self.cast.engagement, words=words, by=self.cast.manager, at=at)

    def round(self, plan: Plan | None = None, *, at: datetime = NOON) -> Round:
        """Return the round of this plan whose time it is."""
        plan = plan or self.plan(at=at)
        actions.foresee(at=at)
        return Round.objects.get(plan=plan, starts_at__lte=at, due_at__gt=at)

    def tell(self, inspection: Round, kind: ActKind, *, at: datetime, **more: Any) -> Act:
        by = more.pop("by", inspection.engineer)
        given: dict[str, Any] = {"uuid": uuid.uuid4(), "kind": kind}
        if kind is ActKind.SIGN:
            given |= {"signer_name": "王志强", "signer_role": "信息中心主任", "strokes": STROKES}
        return actions.take_act(inspection=inspection, given=actions.Given(**(given | more)), by=by, at=at)

    def walk(
        self,
        inspection: Round,
        *,
        at: datetime,
        temperature: str = "24",
        lamps: bool = True,
        photo: bool = False,
    ) -> Round:
        """Do a whole round, from the door of the client to the last signature."""
        self.tell(inspection, ActKind.BEGIN, at=at, place="三楼机房")
        self.tell(inspection, ActKind.ANSWER, at=at + MINUTE, item="E-01", reading=temperature)
        self.tell(inspection, ActKind.ANSWER, at=at + 2 * MINUTE, item="E-02", is_yes=lamps)
        if photo:
            self.tell(inspection, ActKind.ANSWER, at=at + 2 * MINUTE, item="E-03", files=(picture(),))
        self.tell(
            inspection, ActKind.TALK, at=at + 3 * MINUTE, item="U-01", whom="李晓梅", guidance="演示 PDF 打印"
        )
        self.tell(inspection, ActKind.SIGN, at=at + 4 * MINUTE)
        self.tell(inspection, ActKind.CLOSE, at=at + 5 * MINUTE)
        inspection.refresh_from_db()
        return inspection

    def issue(self, inspection: Round, *, at: datetime, reason: str = "") -> Report:
        """Let three people issue the report of a closed round."""
        actions.prepare(inspection=inspection, conclusion="总体正常。", by=self.cast.second_line, at=at)
        actions.review(inspection=inspection, by=self.cast.expert, at=at)
        return actions.issue_report(inspection=inspection, reason=reason, by=self.cast.manager, at=at)


def picture(name: str = "机柜.jpg") -> Kept:
    """Return a photograph that was taken in."""
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "#335577").save(drawn, "JPEG")
    return keep(io.BytesIO(drawn.getvalue()), name=name)


def make_site(cast: Cast) -> Site:
    system = load(cast)
    sheet = actions.write_sheet(
        engagement=cast.engagement, code="weekly", text=SHEET, by=cast.manager, at=NOON
    ).sheet
    return Site(cast=cast, system=system, sheet=sheet)
