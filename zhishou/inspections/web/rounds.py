"""Rounds: listed, and each with what it found, how it stands beside last time, and its report."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import Link, PageRequest, attempt, press
from jishi.refusals.door import NotThere
from zhishou.contracts.rules import say
from zhishou.inspections import actions, queries
from zhishou.inspections.models import Round
from zhishou.inspections.queries.document import cap_words
from zhishou.inspections.queries.plans import sheet_of
from zhishou.inspections.queries.rounds import (
    acts_of,
    pictures_of,
    results_of,
    signature_of,
    talks_of,
    wanted_rounds,
)
from zhishou.inspections.queries.standing import score_in, standing_of
from zhishou.inspections.rules.words import OPEN, OUTCOME_NAMES, PLANS, ItemOutcome, RoundState
from zhishou.inspections.web.forms import HandForm, ReasonForm
from zhishou.inspections.web.looks import Look, enter, tabs
from zhishou.inspections.web.reports import report_box
from zhishou.inspections.web.rows import act_rows, finding_row, in_objects, judged_row, result_row, round_row
from zhishou.inspections.web.signed import signed_row

LISTS: Final = {
    "open": (gettext_lazy("Ahead and under way"), "calendar-event"),
    "mine": (gettext_lazy("Mine"), "user"),
    "over": (gettext_lazy("Past rounds"), "archive"),
}
MOST: Final = 100


@require_safe
def rounds(request: PageRequest, engagement_code: str) -> HttpResponse:
    """List the rounds: those ahead, mine, those that are over."""
    look = enter(request, engagement_code)
    which = request.GET.get("which", "open" if look.is_staff else "over")
    if which not in LISTS:
        raise NotThere
    found = wanted_rounds(look.person, engagement=look.engagement, which=which, at=look.at)
    here = look.address("rounds")
    lists = {key: words for key, words in LISTS.items() if key != "mine" or look.inspects}
    shown = {
        "look": look,
        "tabs": tabs(look, "rounds"),
        "lists": [
            Link(label=str(name), url=f"{here}?which={key}", icon=icon, current=key == which)
            for key, (name, icon) in lists.items()
        ],
        "rounds": [round_row(one, look) for one in found[:MOST]],
        "which": which,
        "here": request.get_full_path(),
    }
    part = "inspections/parts/rounds.html" if request.htmx else "inspections/rounds.html"
    return render(request, part, shown)


def found_round(request: PageRequest, code: str, uuid: UUID) -> tuple[Look, Round]:
    """Return who looks and the round that he asks for."""
    look = enter(request, code)
    return look, queries.get_round(look.person, engagement=look.engagement, uuid=uuid, at=look.at)


@require_safe
def inspected(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Show a round with everything that it found."""
    look, one = found_round(request, engagement_code, uuid)
    return show_round(request, look, one)


def show_round(
    request: PageRequest,
    look: Look,
    one: Round,
    *,
    cancel: ReasonForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Show a round; `more` are forms that were refused."""
    state = RoundState(one.state)
    names = {item.code: item.name for _place, item in sheet_of(one.sheet_version).items()}
    shown = {
        "look": look,
        "round": one,
        "row": round_row(one, look),
        "objects": _objects(one, look),
        "findings": [finding_row(finding, look) for finding in queries.open_findings(one)],
        "talks": [(talk, names.get(talk.item, "")) for talk in talks_of(one)],
        "acts": act_rows(acts_of(one), names, look.language),
        "pictures": pictures_of(one),
        "signed": signed_row(signature_of(one)),
        "is_closed": state is RoundState.CLOSED,
        "is_mine": state in OPEN and one.engineer_id == look.person.pk and look.inspects,
        "may_gather": state in OPEN and look.inspects,
        "may_plan": state in OPEN and look.plans,
        "hand_form": HandForm(look=look),
        "cancel_form": cancel or ReasonForm(),
        "cancel_opens": cancel is not None,
        **(_counted(one, look) if state is RoundState.CLOSED else {}),
        **report_box(one, look),
        **more,
    }
    part = "inspections/parts/round.html" if request.htmx else "inspections/round.html"
    return render(request, part, shown, status=status)


def _objects(one: Round, look: Look) -> list[object]:
    kept = {result.key: result for result in results_of(one)}
    if one.state == RoundState.CLOSED:
        rows = [(result.object, result_row(result, look), ItemOutcome(result.outcome)) for result in kept.values()]
    else:
        rows = [(judged.object, judged_row(judged, look, kept=kept), judged.outcome) for judged in standing_of(one)]
    return list(in_objects(rows))


def _counted(one: Round, look: Look) -> dict[str, object]:
    score = score_in(one)
    words = [
        (say(OUTCOME_NAMES[outcome], look.language), number) for outcome, number in score.counts.items() if number
    ]
    return {"counted": {"cap": cap_words(score)}, "counted_words": words}


@require_POST
def gather(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Gather the measured part anew."""
    look, one = found_round(request, engagement_code, uuid)
    press(
        request,
        lambda: actions.gather(inspection=one, by=look.person, at=look.at),
        done=_("The measured part was gathered anew."),
    )
    return redirect("inspections:round", engagement_code=engagement_code, uuid=uuid)


@require_POST
def hand(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Let another engineer go."""
    look, one = found_round(request, engagement_code, uuid)
    enter(request, engagement_code, only=PLANS)
    form = HandForm(request.POST, look=look)
    if form.is_valid():
        press(
            request,
            lambda: actions.hand_round(inspection=one, to=form.who(), by=look.person, at=look.at),
            done=_("The round has another engineer."),
        )
    return redirect("inspections:round", engagement_code=engagement_code, uuid=uuid)


@require_POST
def cancel(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Call a round off."""
    look, one = found_round(request, engagement_code, uuid)
    form = ReasonForm(request.POST)

    def do() -> object:
        reason = form.cleaned_data["reason"]
        return actions.cancel_round(inspection=one, reason=reason, by=look.person, at=look.at)

    if attempt(request, form, do, done=_("The round is called off.")):
        return redirect("inspections:round", engagement_code=engagement_code, uuid=uuid)
    one.refresh_from_db()
    return show_round(request, look, one, cancel=form, status=422)
