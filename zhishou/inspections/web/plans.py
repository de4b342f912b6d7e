"""Plans and sheets: what is inspected, how often, by whom, by which sheet."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest, attempt, press
from jishi.refusals.door import NotThere
from zhishou.contracts.rules import say
from zhishou.inspections import actions, queries
from zhishou.inspections.models import Plan
from zhishou.inspections.queries.plans import built_in_sheets, sheet_of, versions_of
from zhishou.inspections.queries.profiled import suggested_sheet
from zhishou.inspections.rules.judging import limits_of
from zhishou.inspections.rules.reading import WrongSheet
from zhishou.inspections.rules.words import ORIGIN_NAMES, PLAN_NAMES, PLANS, PlanKind
from zhishou.inspections.web.forms import WEEKDAYS, PlanForm, SheetForm
from zhishou.inspections.web.looks import Look, enter, tabs
from zhishou.systems.queries import get_system, systems_of

if TYPE_CHECKING:
    from zhishou.contracts.rules.declared import Told


@require_safe
def plans(request: PageRequest, engagement_code: str) -> HttpResponse:
    """List the plans."""
    look = enter(request, engagement_code)
    found = queries.plans_of(look.person, engagement=look.engagement, at=look.at)
    shown = {
        "look": look,
        "tabs": tabs(look, "plans"),
        "plans": [(one, say(PLAN_NAMES[PlanKind(one.kind)], look.language), _weekday(one)) for one in found],
    }
    return render(request, "inspections/plans.html", shown)


def _weekday(plan: Plan) -> str:
    return str(dict(WEEKDAYS)[plan.weekday]) if plan.kind == PlanKind.WEEKLY else ""


def _form(request: PageRequest, look: Look, plan: Plan | None) -> PlanForm:
    return PlanForm(
        request.POST or None,
        look=look,
        systems=list(systems_of(look.person, engagement=look.engagement, at=look.at)),
        sheets=[
            (one, sheet_of(queries.newest_sheet_version(one)).name)
            for one in queries.sheets_of(look.person, engagement=look.engagement, at=look.at)
        ],
        plan=plan,
    )


def new_plan(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Make a plan."""
    look = enter(request, engagement_code, only=PLANS)
    form = _form(request, look, None)

    def do() -> object:
        return actions.make_plan(engagement=look.engagement, words=form.words(), by=look.person, at=look.at)

    if request.method == "POST" and attempt(request, form, do, done=_("The plan is made.")):
        return redirect("inspections:plans", engagement_code=engagement_code)
    shown = {"look": look, "form": form, "plan": None, "lacks": not form.systems or not form.sheets}
    return render(request, "inspections/plan.html", shown, status=422 if form.errors else 200)


def plan(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Change a plan from its next round on."""
    look = enter(request, engagement_code, only=PLANS)
    one = queries.get_plan(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    form = _form(request, look, one)

    def do() -> object:
        return actions.change_plan(plan=one, words=form.words(), by=look.person, at=look.at)

    if request.method == "POST" and attempt(request, form, do, done=_("The plan was changed.")):
        return redirect("inspections:plans", engagement_code=engagement_code)
    shown = {"look": look, "form": form, "plan": one, "lacks": False}
    return render(request, "inspections/plan.html", shown, status=422 if form.errors else 200)


@require_POST
def stop_plan(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Let a plan ask for no further round."""
    look = enter(request, engagement_code, only=PLANS)
    one = queries.get_plan(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    press(request, lambda: actions.stop_plan(plan=one, by=look.person, at=look.at), done=_("The plan is stopped."))
    return redirect("inspections:plans", engagement_code=engagement_code)


@require_safe
def sheets(request: PageRequest, engagement_code: str) -> HttpResponse:
    """List the sheets."""
    look = enter(request, engagement_code)
    found = list(queries.sheets_of(look.person, engagement=look.engagement, at=look.at))
    known = {one.code for one in found}
    shown = {
        "look": look,
        "tabs": tabs(look, "sheets"),
        "sheets": [(one, sheet_of(version), version) for one in found for version in versions_of(one)[:1]],
        "built_in": [code for code in built_in_sheets() if code not in known] if look.plans else [],
        "systems": systems_of(look.person, engagement=look.engagement, at=look.at) if look.plans else [],
    }
    return render(request, "inspections/sheets.html", shown)


@require_safe
def sheet(request: PageRequest, engagement_code: str, code: str, number: int) -> HttpResponse:
    """Show a version of a sheet."""
    look = enter(request, engagement_code)
    one = queries.get_sheet(look.person, engagement=look.engagement, code=code, at=look.at)
    version = queries.get_sheet_version(one, number=number)
    document = sheet_of(version)
    rows = [
        (place, [(item, say(ORIGIN_NAMES[item.origin], look.language), limits_of(item)) for item in place.items])
        for place in document.places
    ]
    shown = {
        "look": look,
        "sheet": one,
        "version": version,
        "document": document,
        "rows": rows,
        "versions": versions_of(one),
    }
    return render(request, "inspections/sheet.html", shown)


def write_sheet(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Write a sheet, or its next version; a wrong one is shown with every fault."""
    look = enter(request, engagement_code, only=PLANS)
    form = SheetForm(request.POST or None, initial=_begin_with(request, look))
    faults: list[Told] = []
    if request.method == "POST" and form.is_valid():
        try:
            sent = form.cleaned_data
            version = actions.write_sheet(
                engagement=look.engagement, code=sent["code"], text=sent["text"], by=look.person, at=look.at
            )
        except WrongSheet as wrong:
            faults = [one.told(gettext) for one in wrong.faults]
        else:
            messages.success(request, _("The sheet has a new version; rounds that have begun keep theirs."))
            return redirect(look.address("sheet", code=version.sheet.code, number=version.number))
    shown = {"look": look, "form": form, "faults": faults}
    return render(request, "inspections/write_sheet.html", shown, status=422 if form.errors or faults else 200)


def _begin_with(request: PageRequest, look: Look) -> dict[str, str]:
    """Return what the form begins with: the newest version of a sheet, or one that we bring."""
    code, of = request.GET.get("code", ""), request.GET.get("system", "")
    if of:
        system = get_system(look.person, engagement=look.engagement, code=of, at=look.at)
        return {"code": system.code, "text": suggested_sheet(system)}
    if not code:
        return {}
    try:
        one = queries.get_sheet(look.person, engagement=look.engagement, code=code, at=look.at)
    except NotThere:
        return {"code": code, "text": built_in_sheets().get(code, "")}
    return {"code": code, "text": queries.newest_sheet_version(one).source}
