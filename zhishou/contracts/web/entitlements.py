"""Entitlements: balance, movements, and what may be done with them."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest, attempt
from jishi.refusals.door import NotThere
from zhishou.contracts import actions, queries
from zhishou.contracts.actions.entitlements import MAY_APPROVE, MAY_CONSUME, MAY_REFUND, MAY_RESERVE
from zhishou.contracts.models import Reservation
from zhishou.contracts.rules.entitlements import ALLOWED, MovementKind
from zhishou.contracts.web.forms import ApproveForm, ReasonForm, ReserveForm
from zhishou.contracts.web.looks import Look, enter, say_apart

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationRow:
    """One reservation and the form that gives it back; `opens` where that form was refused."""

    reservation: Reservation
    form: forms.Form
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What was asked of a reservation and refused."""

    reservation: Reservation
    verb: str
    form: forms.Form


@require_safe
def entitlements(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show every entitlement with its balance."""
    look = enter(request, engagement_code)
    found = queries.entitlements_of(look.person, code=look.code, at=look.at)
    return render(request, "contracts/entitlements.html", {"look": look, "tab": "entitlements", "rows": found})


@require_safe
def entitlement(request: PageRequest, engagement_code: str, key: str) -> HttpResponse:
    """Show one entitlement: its balance, what is reserved, every movement."""
    return _show(request, enter(request, engagement_code), key)


def _show(
    request: PageRequest,
    look: Look,
    key: str,
    *,
    reserving: ReserveForm | None = None,
    approving: ApproveForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    """Show the page; a form that was refused stands in it with its words."""
    account = queries.get_account(look.person, code=look.code, key=key, at=look.at)
    found = queries.entitlements_of(look.person, code=look.code, at=look.at)
    held = queries.open_reservations(look.person, code=look.code, key=key, at=look.at)
    rows = [_reservation_row(one, refused) for one in held]
    if refused and not any(one.opens for one in rows):
        say_apart(request, refused.form)
    shown = {
        "look": look,
        "tab": "entitlements",
        "row": next(one for one in found if one.account == account),
        "movements": queries.movements_of(look.person, code=look.code, key=key, at=look.at),
        "reservations": rows,
        "may_reserve": bool(look.roles & MAY_RESERVE) and account.starts_at <= look.at < account.ends_at,
        "may_consume": bool(look.roles & MAY_CONSUME),
        "may_release": bool(look.roles & MAY_RESERVE),
        "may_refund": bool(look.roles & MAY_REFUND),
        "may_approve": bool(look.roles & MAY_APPROVE) and look.at < account.ends_at,
        "reserve_form": reserving or ReserveForm(),
        "approve_form": approving or ApproveForm(),
    }
    return render(
        request, "contracts/entitlement.html", shown, status=422 if reserving or approving or refused else 200
    )


def _reservation_row(one: Reservation, refused: Refused | None) -> ReservationRow:
    """Return a row; the refused form stands in it only where the row still offers what was asked."""
    if refused and refused.reservation == one and refused.verb != MovementKind.CONSUME:
        before, _after = ALLOWED[MovementKind(refused.verb)]
        if before.value == one.state:
            return ReservationRow(reservation=one, form=refused.form, opens=True)
    return ReservationRow(reservation=one, form=ReasonForm(auto_id=f"id_{one.uuid}_%s"), opens=False)


@require_POST
def reserve(request: PageRequest, engagement_code: str, key: str) -> HttpResponse:
    """Set some aside."""
    look = enter(request, engagement_code)
    account = queries.get_account(look.person, code=look.code, key=key, at=look.at)
    form = ReserveForm(request.POST)
    if not attempt(
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
    ):
        return _show(request, look, key, reserving=form)
    return redirect("contracts:entitlement", engagement_code=engagement_code, key=key)


@require_POST
def approve(request: PageRequest, engagement_code: str, key: str) -> HttpResponse:
    """Approve over-use, with a reason."""
    look = enter(request, engagement_code)
    account = queries.get_account(look.person, code=look.code, key=key, at=look.at)
    form = ApproveForm(request.POST)
    if not attempt(
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
    ):
        return _show(request, look, key, approving=form)
    return redirect("contracts:entitlement", engagement_code=engagement_code, key=key)


@require_POST
def move(request: PageRequest, engagement_code: str, key: uuid.UUID, verb: str) -> HttpResponse:
    """Use, give back or refund what was reserved."""
    look = enter(request, engagement_code)
    reservation = queries.get_reservation(look.person, code=look.code, key=key, at=look.at)
    form = forms.Form(request.POST) if verb == MovementKind.CONSUME else ReasonForm(request.POST)
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
    if not attempt(request, form, act, done=done):
        refused = Refused(reservation=reservation, verb=verb, form=form)
        return _show(request, look, reservation.account.key, refused=refused)
    return redirect("contracts:entitlement", engagement_code=engagement_code, key=reservation.account.key)
