"""What was agreed: my contracts, the terms, the catalogue, the versions side by side, the milestones."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest, attempt
from zhishou.contracts import actions, queries
from zhishou.contracts.actions.milestones import MAY_CONFIRM_PAYMENT
from zhishou.contracts.models import Milestone
from zhishou.contracts.rules import HOURS_NAMES, say
from zhishou.contracts.rules.differences import differences, money
from zhishou.contracts.rules.milestones import awaits_payment
from zhishou.contracts.web import rows
from zhishou.contracts.web.forms import EvidenceForm
from zhishou.contracts.web.looks import Look, enter, say_apart, whole_number

if TYPE_CHECKING:
    from zhishou.people.models import Person

RECENT = timedelta(weeks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A confirmation that was refused."""

    milestone: Milestone
    form: EvidenceForm


@require_safe
def mine(request: PageRequest) -> HttpResponse:
    """List the contracts in which the viewer acts."""
    found = queries.contracts_of(cast("Person", request.user), at=request.at)
    policies = [(one, queries.policy_in_force(engagement=one.engagement, at=request.at)) for one in found]
    shown = [{"contract": one, "policy": policy, "in_term": policy.covers(request.at)} for one, policy in policies]
    return render(request, "contracts/mine.html", {"rows": shown})


@require_safe
def terms(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the terms and the matrix."""
    look = enter(request, engagement_code)
    policy, language = look.policy, look.language
    shown = {
        "look": look,
        "tab": "terms",
        "policy": policy,
        "pack": policy.pack,
        "fee": money(policy.pack.fee.amount_fen, language),
        "payments": [(one, money(one.amount_fen, language)) for one in policy.payments],
        "matrix": rows.matrix(policy, language),
        "caps": rows.caps(policy, language),
        "answer": rows.answer(policy, language),
        "in_term": policy.covers(look.at),
        "support": say(HOURS_NAMES[policy.pack.support_hours], language),
    }
    return render(request, "contracts/terms.html", shown)


@require_safe
def services(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the eleven codes, the ways of serving, the tiers and the ladders."""
    look = enter(request, engagement_code)
    policy, language = look.policy, look.language
    shown = {
        "look": look,
        "tab": "services",
        "services": rows.services(policy, language),
        "modes": rows.modes(policy, language),
        "tiers": [rows.tier_name(tier) for tier in policy.tiers],
        "ladders": rows.ladders(policy, language),
    }
    return render(request, "contracts/services.html", shown)


@require_safe
def versions(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the versions, and two of them side by side."""
    look = enter(request, engagement_code)
    found = list(queries.policy_versions(look.person, code=look.code, at=look.at))
    numbers = {one.number: one for one in found}
    newest = found[0].number
    later = numbers.get(whole_number(request.GET.get("to")) or newest, found[0])
    earlier = numbers.get(whole_number(request.GET.get("from")) or later.number - 1)
    changes = differences(queries.pack_of(earlier), queries.pack_of(later)) if earlier else ()
    index = 0 if look.language.startswith("zh") else 1
    shown = {
        "look": look,
        "tab": "versions",
        "versions": found,
        "earlier": earlier,
        "later": later,
        "changes": [
            {
                "words": change.words(look.language),
                "label": change.label[index],
                "before": change.before[index] if change.before else "—",
                "after": change.after[index] if change.after else "—",
            }
            for change in changes
        ],
    }
    return render(request, "contracts/versions.html", shown)


@require_safe
def source(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Hand out the pack of a version as it was loaded."""
    look = enter(request, engagement_code)
    version = queries.get_policy_version(look.person, code=look.code, number=number, at=look.at)
    response = HttpResponse(version.source, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{look.code}-{number}.toml"'
    return response


@require_safe
def milestones(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show what must not be forgotten."""
    return _show_milestones(request, enter(request, engagement_code))


def _show_milestones(request: PageRequest, look: Look, refused: Refused | None = None) -> HttpResponse:
    """Show the page; a confirmation that was refused stands open in it with its words."""
    found = list(queries.milestones_of(look.person, code=look.code, at=look.at))
    others = sorted(
        (one for one in found if one.kind != "inspection"),
        key=lambda one: (one.ended_at is not None or one.due_at <= look.at, abs(one.due_at - look.at)),
    )
    may_confirm = bool(look.roles & MAY_CONFIRM_PAYMENT)
    payable = [one for one in others if may_confirm and awaits_payment(kind=one.kind, state=one.state)]
    if refused and refused.milestone not in payable:
        say_apart(request, refused.form)
    shown = {
        "look": look,
        "tab": "milestones",
        # What is still to come stands first; what is over, the latest first.
        "others": [(one, _confirmation(one, refused) if one in payable else None) for one in others],
        "refused": refused.milestone if refused else None,
        "weeks": [one for one in found if one.kind == "inspection" and one.due_at > look.at - RECENT],
        "earlier_weeks": [one for one in found if one.kind == "inspection" and one.due_at <= look.at - RECENT],
    }
    return render(request, "contracts/milestones.html", shown, status=422 if refused else 200)


def _confirmation(milestone: Milestone, refused: Refused | None) -> EvidenceForm:
    if refused and refused.milestone == milestone:
        return refused.form
    return EvidenceForm(auto_id=f"id_{milestone.uuid}_%s")


@require_POST
def confirm_payment(request: PageRequest, engagement_code: str, key: uuid.UUID) -> HttpResponse:
    """Say that a payment was made."""
    look = enter(request, engagement_code)
    milestone = queries.get_milestone(look.person, code=look.code, key=key, at=look.at)
    form = EvidenceForm(request.POST)
    if not attempt(
        request,
        form,
        lambda: actions.confirm_payment(
            milestone=milestone, evidence=form.cleaned_data["evidence"], by=look.person, at=look.at
        ),
        done=_("The payment was confirmed."),
    ):
        return _show_milestones(request, look, Refused(milestone=milestone, form=form))
    return redirect("contracts:milestones", engagement_code=engagement_code)
