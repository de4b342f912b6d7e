"""Visits: ordered on the ticket, listed for those who go, and the page that an engineer carries with him."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jishi.files.door import sent_files
from jishi.pages.door import Link, PageRequest, attempt
from jishi.refusals.door import Invalid, NotAllowed, NotThere, Refusal
from zhishou.desk import actions, queries
from zhishou.desk.models import Ticket, Visit
from zhishou.desk.queries.visits import onsite_due, wanted_visits
from zhishou.desk.rules.visits import AHEAD, CheckInWay, VisitReason, VisitState
from zhishou.desk.rules.words import WORKS
from zhishou.desk.web.attached import file_rows
from zhishou.desk.web.looks import Look, enter
from zhishou.desk.web.tickets import act as act_on_ticket
from zhishou.desk.web.tickets import sheet
from zhishou.desk.web.visit_forms import ActForm, CancelForm, OrderForm
from zhishou.desk.web.visit_rows import WAYS, act_rows, flags_of, signature_row, steps_of, visit_row

LISTS: Final = {
    "mine": (gettext_lazy("My visits"), "user"),
    "today": (gettext_lazy("Today’s visits"), "calendar"),
    "planned": (gettext_lazy("All open visits"), "calendar-event"),
    "over": (gettext_lazy("Past visits"), "archive"),
}
MOST: Final = 100


class CannotBeRead(Invalid):
    """What was sent cannot be read (%(why)s)."""


@require_safe
def visits(request: PageRequest, engagement_code: str) -> HttpResponse:
    """List who goes where: mine, today's, what is open, what is over."""
    look = enter(request, engagement_code, only=WORKS)
    which = request.GET.get("which", "mine")
    if which not in LISTS:
        raise NotThere
    today = timezone.localtime(look.at).replace(hour=0, minute=0, second=0, microsecond=0)
    found = wanted_visits(look.person, engagement=look.engagement, which=which, midnight=today, at=look.at)
    here = reverse("desk:visits", args=[engagement_code])
    shown = {
        "look": look,
        "visits": [visit_row(one, look.language) for one in found[:MOST]],
        "tabs": [
            Link(label=str(name), url=f"{here}?which={key}", icon=icon, current=key == which)
            for key, (name, icon) in LISTS.items()
        ],
        "here": request.get_full_path(),
        "which": which,
    }
    return render(request, "desk/parts/visits.html" if request.htmx else "desk/visits.html", shown)


@require_POST
def order(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Send somebody to the client."""
    page = sheet(request, engagement_code, number)
    form = OrderForm(request.POST, look=page.look, ticket=page.ticket)

    def do() -> object:
        engineer = form.who("engineer")
        if engineer is None:
            raise NotThere
        return actions.order_visit(
            ticket=page.ticket,
            engineer=engineer,
            reason=VisitReason(form.cleaned_data["reason"]),
            key_user=form.who("key_user"),
            destination=form.cleaned_data["destination"],
            task=form.cleaned_data["task"],
            planned_for=form.cleaned_data["planned_for"],
            by=page.look.person,
            at=page.look.at,
        )

    return act_on_ticket(
        request, page, "order_visit", form, do, done=_("The visit is ordered; the engineer is told.")
    )


@require_safe
def worker(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Give the script that lets an engineer's visits open without a connection; it rules over this folder alone."""
    enter(request, engagement_code, only=WORKS)
    shown = {"folder": r"desk\/visits", "below": ""}
    response = render(request, "pages/kept_worker.js", shown, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _found(request: PageRequest, code: str, uuid: UUID) -> tuple[Look, Visit]:
    look = enter(request, code)
    return look, queries.get_visit(look.person, engagement=look.engagement, uuid=uuid, at=look.at)


@require_safe
def visit(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Show a visit: to its engineer with what he does next, to others how it stands."""
    look, one = _found(request, engagement_code, uuid)
    return _show(request, look, one)


def _show(
    request: PageRequest, look: Look, one: Visit, *, sent: ActForm | None = None, cancel: CancelForm | None = None
) -> HttpResponse:
    state = VisitState(one.state)
    is_engineer = one.engineer_id == look.person.pk and look.is_staff
    shown = {
        "look": look,
        "visit": one,
        "row": visit_row(one, look.language),
        "way": WAYS[CheckInWay(one.check_in_way)] if one.check_in_way else "",
        "acts": act_rows(one, look.language),
        "signature": signature_row(one),
        "files": file_rows(one.files.all()),
        "is_engineer": is_engineer,
        "flags": " ".join(sorted(flags_of(one))),
        "typed": sent.data if sent else {},
        "steps": steps_of(one) if is_engineer else {},
        "code": request.GET.get("code", "")[:6],
        "sent": sent,
        "may_cancel": look.is_staff and state in AHEAD,
        "ahead": " ".join(sorted(AHEAD)),
        "onsite_due": onsite_due(one) if look.is_staff else None,
        "cancel_form": cancel or CancelForm(),
        "cancel_opens": cancel is not None,
        "ticket_url": _ticket_url(look, one.ticket),
        "next_url": _ticket_url(look, one.ticket.merged_into or one.ticket),
    }
    part = "desk/parts/visit.html" if request.htmx else "desk/visit.html"
    return render(request, part, shown, status=422 if sent or cancel else 200)


def _ticket_url(look: Look, ticket: Ticket) -> str:
    route = "desk:ticket" if look.sees_all else "desk:followed"
    return reverse(route, args=[look.engagement.code, ticket.number])


@require_POST
def act(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Take what the engineer did; a device that kept it is answered in its own words, a form with the page."""
    look, one = _found(request, engagement_code, uuid)
    form = ActForm(request.POST)
    is_device = "json" in request.headers.get("Accept", "") and not request.htmx
    if not form.is_valid() and is_device:
        raise CannotBeRead(why=" ".join(str(error) for errors in form.errors.values() for error in errors))
    try:
        if form.is_valid():
            files = actions.take_in(
                files=sent_files(request, "files"), engagement=look.engagement, by=look.person, at=look.at
            )
            taken = actions.take_act(visit=one, told=form.told(files), by=look.person, at=look.at)
            if is_device:
                return JsonResponse({"taken": str(taken.uuid), "happened_at": taken.happened_at.isoformat()})
            messages.success(request, _("Recorded."))
            return redirect("desk:visit", engagement_code=engagement_code, uuid=uuid)
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        if is_device:
            raise
        form.add_error(None, str(refusal))
    one.refresh_from_db()
    return _show(request, look, one, sent=form)


@require_POST
def cancel(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Call a visit off."""
    look, one = _found(request, engagement_code, uuid)
    form = CancelForm(request.POST)

    def do() -> object:
        return actions.cancel_visit(visit=one, reason=form.cleaned_data["reason"], by=look.person, at=look.at)

    if attempt(request, form, do, done=_("The visit is cancelled; the engineer is told.")):
        return redirect("desk:visit", engagement_code=engagement_code, uuid=uuid)
    one.refresh_from_db()
    return _show(request, look, one, cancel=form)
