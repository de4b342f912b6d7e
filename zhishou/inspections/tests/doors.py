"""Who gets in: the vendor's people, the client's administrator and leaders, and the auditor read inspections."""

from datetime import timedelta

from django.utils import timezone

from conftest import Cast
from zhishou.inspections.models import Finding, Picture, Report, Result, Round
from zhishou.inspections.rules.words import INSPECTS as GOERS
from zhishou.inspections.rules.words import PlanKind
from zhishou.inspections.tests.factories import make_site
from zhishou.people.rules import VENDOR_ROLES, Role

STAFF = frozenset(role.value for role in VENDOR_ROLES)
READERS = STAFF | {Role.CLIENT_ADMIN.value, Role.AUDITOR.value, Role.LEADER.value}
INSPECTS = frozenset(role.value for role in GOERS)
MANAGER = frozenset({Role.MANAGER.value})
BY_POST = (
    *("act", "gather", "hand", "cancel", "prepare", "review", "issue"),
    *("change_finding", "finding_ticket", "stop_plan"),
)
API_LISTS = ("rounds", "findings", "reports", "plans")
API_ONES = ("round", "report", "report_file", "plan", "finding")
LISTS = ("rounds", "findings", "reports", "plans", "sheets")

DOORS: dict[str, frozenset[str]] = {
    **{f"inspections:{name}": READERS for name in (*LISTS, "round", "result", "finding", "report", "sheet")},
    **{f"inspections:{name}": READERS for name in ("report_file", "picture", "thumbnail")},
    "inspections:worker": INSPECTS,
    "inspections:draft": INSPECTS,
    "inspections:site": INSPECTS,  # who goes on another round is led to the page of this one
    **{f"api-1:inspections_{name}": READERS for name in (*API_LISTS, *API_ONES)},
    "api-1:inspections_acts": frozenset({"signed_in"}),
    "api-1:inspections_stop_plan": frozenset({"signed_in"}),
    **{f"inspections:{name}": MANAGER for name in ("new_plan", "plan", "write_sheet")},
    # Asked by GET here, which these answer with 405 to everybody; their tests ask by POST.
    **{f"inspections:{name}": frozenset({"signed_in"}) for name in BY_POST},
}

BODIES: dict[str, dict[str, object]] = {
    "api-1:inspections_finding": {"severity": "low"},
    "api-1:inspections_plans": {
        "name": "x",
        "kind": "daily",
        "system": "x",
        "sheet": "x",
        "first_day": "2023-03-15",
        "engineer": "00000000-0000-0000-0000-000000000000",
    },
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    at = timezone.now() - timedelta(hours=1)  # the doors are asked now, whatever now is
    site = make_site(cast)
    day = at.date()
    plan = site.plan(PlanKind.SPECIAL, first_day=day - timedelta(days=1), last_day=day + timedelta(days=9), at=at)
    ahead = site.plan(PlanKind.SPECIAL, first_day=day, last_day=day + timedelta(days=9), at=at)
    done = site.walk(Round.objects.get(plan=plan), at=at, temperature="40", photo=True)
    site.issue(done, at=at)
    code: dict[str, object] = {"engagement_code": cast.engagement.code}
    closed, still_open = {**code, "uuid": done.uuid}, {**code, "uuid": Round.objects.get(plan=ahead).uuid}
    picture = Picture.objects.get()
    finding = {**code, "number": Finding.objects.get().number}
    of_report = {**code, "uuid": Report.objects.get().uuid}
    by_api: dict[str, object] = {"code": cast.engagement.code}
    return {
        **{f"api-1:inspections_{name}": by_api for name in API_LISTS},
        "api-1:inspections_round": {**by_api, "uuid": done.uuid},
        "api-1:inspections_acts": {**by_api, "uuid": still_open["uuid"]},
        "api-1:inspections_report": {**by_api, "uuid": of_report["uuid"]},
        "api-1:inspections_report_file": {**by_api, "uuid": of_report["uuid"], "kind": "pdf"},
        **{f"api-1:inspections_{name}": {**by_api, "uuid": plan.uuid} for name in ("plan", "stop_plan")},
        "api-1:inspections_finding": {**by_api, "number": finding["number"]},
        **{f"inspections:{name}": code for name in (*LISTS, "worker", "new_plan", "write_sheet")},
        **{f"inspections:{name}": closed for name in ("round", "draft", "prepare", "review", "issue")},
        **{f"inspections:{name}": still_open for name in ("site", "act", "gather", "hand", "cancel")},
        **{f"inspections:{name}": finding for name in ("finding", "change_finding", "finding_ticket")},
        **{f"inspections:{name}": {**code, "uuid": picture.uuid} for name in ("picture", "thumbnail")},
        **{f"inspections:{name}": {**code, "uuid": plan.uuid} for name in ("plan", "stop_plan")},
        "inspections:result": {**code, "uuid": Result.objects.filter(round=done)[0].uuid},
        "inspections:report": of_report,
        "inspections:report_file": {**of_report, "kind": "pdf"},
        "inspections:sheet": {**code, "code": "weekly", "number": 1},
    }
