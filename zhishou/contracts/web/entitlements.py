"""Entitlements: balance, movements, and what may be done with them."""

import uuid
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere
from zhishou.contracts import actions, queries
from zhishou.contracts.actions.entitlements import MAY_APPROVE, MAY_CONSUME, MAY_REFUND, MAY_RESERVE
from zhishou.contracts.web.forms import ApproveForm, ReasonForm, ReserveForm
from zhishou.contracts.web.looks import attempt, enter

if TYPE_CHECKING:
    from collections.abc import Callable


@require_safe
def entitlements(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show every entitlement with its balance."""
    look = enter(request, engagement_code)
    found = queries.entitlements_of(look.person, code=look.code, at=look.at)
    return render(request, "contracts/entitlements.html", {"look": look, "tab": "entitlements", "rows": found})


@require_safe
def entitlement(request: PageRequest, engagement_code: str, key: str) -> HttpResponse:
    """Show one entitlement: its balance, what is reserved, every movement."""
    look = enter(request, engagement_code)
    account = queries.get_account(look.person, code=look.code, key=key, at=look.at)
    found = queries.entitlements_of(look.person, code=look.code, at=look.at)
    shown = {
        "look": look,
        "tab": "entitlements",
        "row": next(one for one in found if one.account == account),
        "movements": queries.movements_of(look.person, code=look.code, key=key, at=look.at),
        "reservations": queries.open_reservations(look.person, code=look.code, key=key, at=look.at),
        "may_reserve": bool(look.roles & MAY_RESERVE) and account.starts_at <= look.at < account.ends_at,
        "may_consume": bool(look.roles & MAY_CONSUME),
        "may_release": bool(look.roles & MAY_RESERVE),
        "may_refund": bool(look.roles & MAY_REFUND),
        "may_approve": bool(look.roles & MAY_APPROVE) and look.at < account.ends_at,
        "reserve_form": ReserveForm(),
        "approve_form": ApproveForm(),
    }
    return render(request, "contracts/entitlement.html", shown)


@require_POST
def reserve(request: PageRequest, engagement_code: str, key: str) -> HttpResponse:
    """Set some aside."""
    look = enter(request, engagement_code)
    account = queries.get_account(look.person, code=look.code, key=key, at=look.at)
    form = ReserveForm(request.POST)
    attempt(
        request,
        form,
        lambda: actions.reserve(
            account=account,
            quantity=form.cleaned_data["quantity"],
            purpose=form.cleaned_data["purpose"],
            by=look.person,
            at=look.at,
        ),
        done=_("Reserved."),
    )
    return redirect("contracts:entitlement", engagement_code=engagement_code, key=key)


@require_POST
def approve(request: PageRequest, engagement_code: str, key: str) -> HttpResponse:
    """Approve over-use, with a reason."""
    look = enter(request, engagement_code)
    account = queries.get_account(look.person, code=look.code, key=key, at=look.at)
    form = ApproveForm(request.POST)
    attempt(
        request,
        form,
        lambda: actions.approve_over_use(
            account=account,
            quantity=form.cleaned_data["quantity"],
            reason=form.cleaned_data["reason"],
            by=look.person,
            at=look.at,
        ),
        done=_("Over-use was approved."),
    )
    return redirect("contracts:entitlement", engagement_code=engagement_code, key=key)


@require_POST
def move(request: PageRequest, engagement_code: str, key: uuid.UUID, verb: str) -> HttpResponse:
    """Use, give back or refund what was reserved."""
    look = enter(request, engagement_code)
    reservation = queries.get_reservation(look.person, code=look.code, key=key, at=look.at)
    form = ReasonForm(request.POST)
    by, at = look.person, look.at

    def reason() -> str:
        return str(form.cleaned_data["reason"])

    acts: dict[str, tuple[Callable[[], None], str]] = {
        "consume": (lambda: actions.consume(reservation=reservation, by=by, at=at), _("Counted as used.")),
        "release": (
            lambda: actions.release(reservation=reservation, reason=reason(), by=by, at=at),
            _("The reservation was given back."),
        ),
        "refund": (
            lambda: actions.refund(reservation=reservation, reason=reason(), by=by, at=at),
            _("The use was refunded."),
        ),
    }
    if verb not in acts:
        raise NotThere
    act, done = acts[verb]
    attempt(request, form, act, done=done)
    return redirect("contracts:entitlement", engagement_code=engagement_code, key=reservation.account.key)
