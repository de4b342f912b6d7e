"""The manager's pages: a new version of a roster, a new version of a ladder."""

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotAllowed, NotThere, Refusal
from zhishou.contracts.rules import Level
from zhishou.duty import actions, queries
from zhishou.duty.queries import calendar
from zhishou.duty.queries.stored import layers_from_json
from zhishou.duty.web.forms import LayerForm, PolicyForm, RosterForm, StepForm, initial_of
from zhishou.duty.web.looks import enter
from zhishou.people.rules import Tier

SPARE_LAYERS, SPARE_STEPS, MOST = 1, 2, 10
Layers = formset_factory(LayerForm, extra=SPARE_LAYERS, max_num=MOST, absolute_max=MOST)
Steps = formset_factory(StepForm, extra=SPARE_STEPS, max_num=20, absolute_max=20)


def edit_roster(request: PageRequest, engagement_code: str, tier: str) -> HttpResponse:
    """Decide a tier's rotations from a moment on."""
    look = enter(request, engagement_code, manager=True)
    if tier not in set(Tier):
        raise NotThere
    persons = list(calendar.staff(look.engagement, Tier(tier), at=look.at))
    latest = calendar.latest_version(look.engagement, Tier(tier))
    before = layers_from_json(latest.layers) if latest else ()
    form = RosterForm(request.POST or None)
    layers: BaseFormSet[LayerForm] = Layers(
        request.POST or None,
        initial=[initial_of(layer) for layer in before],
        form_kwargs={"persons": persons},
        prefix="layers",
    )
    if request.method == "POST" and form.is_valid() and layers.is_valid():
        try:
            actions.set_roster(
                engagement=look.engagement,
                tier=Tier(tier),
                layers=[one.layer() for one in layers if one.order()],
                effective_from=form.cleaned_data["effective_from"],
                reason=form.cleaned_data["reason"],
                by=look.person,
                at=look.at,
            )
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The roster was changed."))
            return redirect("duty:roster", engagement_code=engagement_code)
    shown = {
        "look": look,
        "form": form,
        "layers": layers,
        "tier": tier,
        "persons": persons,
        "versions": calendar.versions(look.engagement).filter(roster__tier=tier),
    }
    return render(request, "duty/edit_roster.html", shown, status=422 if form.errors else 200)


def edit_policy(request: PageRequest, engagement_code: str, level: int) -> HttpResponse:
    """Make the next version of a level's ladder."""
    look = enter(request, engagement_code, manager=True)
    if level not in set(Level):
        raise NotThere
    policy = queries.ladder_policy(look.engagement, Level(level), at=look.at)
    form = PolicyForm(request.POST or None, initial={"rounds": policy.rounds})
    initial = [
        {"tiers": [tier.value for tier in step.tiers], "minutes": int(step.wait.total_seconds()) // 60}
        for step in policy.steps
    ]
    steps: BaseFormSet[StepForm] = Steps(request.POST or None, initial=initial, prefix="steps")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        try:
            actions.set_ladder_policy(
                engagement=look.engagement,
                level=Level(level),
                steps=[step for one in steps if (step := one.step())],
                rounds=form.cleaned_data["rounds"],
                reason=form.cleaned_data["reason"],
                by=look.person,
                at=look.at,
            )
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("A new version of the ladder holds from now; running ladders keep theirs."))
            return redirect("duty:ladders", engagement_code=engagement_code)
    shown = {"look": look, "form": form, "steps": steps, "level": level}
    return render(request, "duty/edit_policy.html", shown, status=422 if form.errors else 200)
