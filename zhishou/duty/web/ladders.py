"""Ladders as they run, and the policies they are climbed by."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest, press
from jishi.refusals.door import NotThere
from zhishou.contracts.rules import Level
from zhishou.duty import actions, queries
from zhishou.duty.models import LadderRun
from zhishou.duty.queries.links import page_of_link
from zhishou.duty.web.forms import ReasonForm
from zhishou.duty.web.looks import Look, enter


@require_safe
def ladders(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show which ladders run, which ran, and how each level is called."""
    look = enter(request, engagement_code)
    shown = {
        "look": look,
        "running": queries.active_runs(look.engagement),
        "recent": queries.recent_runs(look.engagement).exclude(state="running")[:20],
        "policies": [
            (
                level,
                queries.ladder_policy(look.engagement, level, at=look.at),
                queries.ladder_policies(look.engagement, level),
            )
            for level in Level
        ],
        "tab": "ladders",
    }
    return render(request, "duty/parts/runs.html" if request.htmx else "duty/ladders.html", shown)


def _run(request: PageRequest, code: str, uuid: str) -> tuple[Look, LadderRun]:
    look = enter(request, code)
    run = queries.get_run(look.person, uuid=uuid, at=look.at)
    if run.engagement_id != look.engagement.pk:
        raise NotThere
    return look, run


@require_safe
def ladder(request: PageRequest, engagement_code: str, uuid: str) -> HttpResponse:
    """Show one ladder, step by step."""
    look, run = _run(request, engagement_code, uuid)
    shown = {"look": look, "run": run, "reason_form": ReasonForm(), "tab": "ladders"}
    return render(request, "duty/parts/run.html" if request.htmx else "duty/ladder.html", shown)


@require_POST
def act(request: PageRequest, engagement_code: str, uuid: str) -> HttpResponse:
    """Answer a ladder, stop it, or call again."""
    look, run = _run(request, engagement_code, uuid)
    word, reason = request.POST.get("act", ""), request.POST.get("reason", "").strip()[:300]
    if word == "acknowledge":
        press(
            request,
            lambda: actions.acknowledge(run=run, by=look.person, via="page", at=look.at),
            done=_("You answered; nobody else is called."),
        )
    elif word == "stop":
        press(
            request,
            lambda: actions.stop_ladder(run=run, reason=reason, by=look.person, at=look.at),
            done=_("The ladder was stopped."),
        )
    elif word == "reopen":
        press(
            request,
            lambda: actions.reopen_ladder(run=run, reason=reason, by=look.person, at=look.at),
            done=_("The ladder is climbed again."),
        )
    return redirect("duty:ladder", engagement_code=engagement_code, uuid=uuid)


@login_not_required
def answer(request: PageRequest, token: str) -> HttpResponse:
    """Show what a page is about to whoever holds its link, and take the answer; looking is not answering."""
    page = page_of_link(token, at=request.at)
    if page is None:
        raise NotThere
    if request.method == "POST":
        press(
            request,
            lambda: actions.acknowledge_by_link(token=token, at=request.at),
            done=_("You answered; nobody else is called."),
        )
        return redirect("duty:answer", token=token)
    run = page.step.run
    is_open = run.state in {"running", "exhausted"} and page.used_at is None and page.step.cycle == run.cycle
    shown = {"page": page, "run": run, "is_open": is_open}
    response = render(request, "duty/answer.html", shown)
    # The address is a secret: neither kept nor passed on to where a link leads.
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "strict-origin"  # "no-referrer" would also blank the Origin of the form
    return response
