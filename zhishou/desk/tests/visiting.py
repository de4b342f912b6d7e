"""Visits for tests: the first line goes, the client's desk shows its code, somebody signs."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conftest import NOON
from zhishou.desk import actions
from zhishou.desk.models import Ticket, Visit, VisitAct
from zhishou.desk.rules.visits import ActKind, VisitReason
from zhishou.desk.tests.factories import Desk

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
STROKES = [[[100, 200], [300, 120], [500, 260]], [[520, 200], [700, 180]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """The way to the client and back."""

    desk: Desk

    def order(self, ticket: Ticket, *, at: datetime = NOON, **more: Any) -> Visit:
        cast = self.desk.cast
        given: dict[str, Any] = {
            "engineer": cast.first_line,
            "reason": VisitReason.UNSOLVED,
            "destination": "省红十字会三楼办公室，找王老师",
            "by": cast.front_desk,
        }
        return actions.order_visit(ticket=ticket, at=at, **(given | more))

    def order_for_leader(self, ticket: Ticket, *, at: datetime = NOON, **more: Any) -> Visit:
        cast = self.desk.cast
        return self.order(ticket, at=at, reason=VisitReason.KEY_USER, key_user=cast.leader, **more)

    def tell(self, visit: Visit, kind: ActKind, *, at: datetime, **more: Any) -> VisitAct:
        by = more.pop("by", self.desk.cast.first_line)
        given: dict[str, Any] = {"uuid": uuid.uuid4(), "kind": kind}
        if kind is ActKind.CHECK_IN and not more.get("code"):
            given["place"] = "三楼办公室"
        if kind is ActKind.REPORT:
            given |= {"words": "重装签章控件，测试通过", "parts": "网线一根"}
        if kind is ActKind.SIGN:
            given |= {"signer_name": "王芳", "signer_role": "办公室主任", "strokes": STROKES}
        return actions.take_act(visit=visit, told=actions.Told(**(given | more)), by=by, at=at)

    def finish(self, visit: Visit, *, at: datetime) -> None:
        for number, kind in enumerate((ActKind.CHECK_IN, ActKind.REPORT, ActKind.SIGN, ActKind.LEAVE)):
            self.tell(visit, kind, at=at + number * MINUTE)

    def code(self, *, at: datetime) -> str:
        cast = self.desk.cast
        return actions.show_code(engagement=cast.engagement, by=cast.client_admin, at=at).digits
