"""The page that an engineer carries with him on a round: it works without a connection and sends once."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.files.door import sent_files, serve, serve_thumbnail
from jishi.pages.door import PageRequest
from jishi.refusals.door import Invalid, NotAllowed, NotThere, Refusal
from zhishou.desk.actions import take_in
from zhishou.inspections import actions
from zhishou.inspections.models import Round
from zhishou.inspections.queries.plans import sheet_of
from zhishou.inspections.queries.rounds import get_picture, pictures_of, signature_of, talks_of
from zhishou.inspections.queries.standing import given_of, said_on_site, standing_of
from zhishou.inspections.rules.judging import Judged, Said, limits_of
from zhishou.inspections.rules.measured import plain
from zhishou.inspections.rules.sheet import Item
from zhishou.inspections.rules.words import INSPECTS, OPEN, Answer, ItemOutcome, Origin, RoundState
from zhishou.inspections.web.forms import ActForm
from zhishou.inspections.web.looks import Look, enter
from zhishou.inspections.web.marks import Mark, outcome_mark
from zhishou.inspections.web.rounds import found_round
from zhishou.inspections.web.rows import judged_row, round_row
from zhishou.inspections.web.signed import signed_row


class CannotBeRead(Invalid):
    """What was sent cannot be read (%(why)s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One item to be filled in on site."""

    code: str
    name: str
    how: str
    unit: str
    limit: str
    answer: str
    is_required: bool
    reading: str
    is_yes: bool | None
    is_none: bool
    is_abnormal: bool
    words: str
    mark: Mark
    is_done: bool
    key: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One object with what is to be filled in there, and what is asked of users."""

    name: str
    tasks: list[Task]
    questions: list[Task]


def _stops(one: Round, look: Look) -> list[Stop]:
    given = given_of(one)
    judged = {row.code: row for row in said_on_site(one)}
    stops = []
    for place in sheet_of(one.sheet_version).places:
        tasks: dict[Origin, list[Task]] = {Origin.ENGINEER: [], Origin.USER: []}
        for item in place.items:
            if item.origin is not Origin.PROBE:
                tasks[item.origin].append(_task(item, given.get(item.code), judged[item.code], look))
        if any(tasks.values()):
            stops.append(Stop(name=place.name, tasks=tasks[Origin.ENGINEER], questions=tasks[Origin.USER]))
    return stops


def _task(item: Item, said: Said | None, judged: Judged, look: Look) -> Task:
    return Task(
        code=item.code,
        name=item.name,
        how=item.how,
        unit=item.unit,
        limit=limits_of(item),
        answer=(item.answer if item.origin is Origin.ENGINEER else Answer.YES_NO).value,
        is_required=item.required,
        reading=plain(said.reading) if said and said.reading is not None else "",
        is_yes=said.is_yes if said else None,
        is_none=bool(said and said.is_not_applicable),
        is_abnormal=bool(said and said.is_abnormal),
        words=said.words if said else "",
        mark=outcome_mark(judged.outcome, judged.severity, look.language),
        is_done=said is not None or judged.outcome in {ItemOutcome.NORMAL, ItemOutcome.ABNORMAL},
        key=uuid4(),
    )


@require_safe
def site(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Show the engineer of a round what he does next; to others the round is shown on its own page."""
    look, one = found_round(request, engagement_code, uuid)
    if not look.inspects:
        raise NotThere
    if one.engineer_id != look.person.pk and not request.htmx:
        messages.info(request, str(actions.NotYourRound(engineer=one.engineer.name)))
        return redirect(look.address("round", uuid=one.uuid))
    if RoundState(one.state) not in OPEN and not request.htmx:
        return _back(one, look)
    return _show(request, look, one)


def _show(request: PageRequest, look: Look, one: Round, *, sent: ActForm | None = None) -> HttpResponse:
    stops = _stops(one, look)
    asked = [task for stop in stops for task in (*stop.tasks, *stop.questions)]
    signature = signature_of(one)
    flags = [name for name, there in (("signed", signature), ("closed", signature or one.unsigned_reason)) if there]
    abnormal = [judged_row(row, look, kept={}) for row in standing_of(one) if row.outcome is ItemOutcome.ABNORMAL]
    shown = {
        "look": look,
        "round": one,
        "row": round_row(one, look),
        "is_mine": one.engineer_id == look.person.pk,
        "stops": stops,
        "done": sum(task.is_done for task in asked),
        "all": len(asked),
        "talks": talks_of(one),
        "pictures": pictures_of(one),
        "abnormal": abnormal,
        "signed": signed_row(signature),
        "flags": " ".join(flags),
        "keys": {name: uuid4() for name in ("begin", "talk", "sign", "unsigned", "close")},
        "sent": sent,
    }
    part = "inspections/parts/site_facts.html" if request.htmx else "inspections/site.html"
    return render(request, part, shown, status=422 if sent else 200)


@require_POST
def act(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Take what the engineer did; a device that kept it is answered in its own words, a form with the page."""
    look, one = found_round(request, engagement_code, uuid)
    form = ActForm(request.POST)
    is_device = "json" in request.headers.get("Accept", "") and not request.htmx
    if not form.is_valid() and is_device:
        raise CannotBeRead(why=" ".join(str(error) for errors in form.errors.values() for error in errors))
    try:
        if form.is_valid():
            sent = sent_files(request, "files")
            files = take_in(files=sent, engagement=look.engagement, by=look.person, at=look.at) if sent else []
            given = form.given([one.kept for one in files])
            taken = actions.take_act(inspection=one, given=given, by=look.person, at=look.at)
            if is_device:
                return JsonResponse({"taken": str(taken.uuid), "happened_at": taken.happened_at.isoformat()})
            messages.success(request, _("Recorded."))
            return _back(one, look)
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        if is_device:
            raise
        form.add_error(None, str(refusal))
    one.refresh_from_db()
    if RoundState(one.state) not in OPEN or one.engineer_id != look.person.pk:
        return _back(one, look)
    return _show(request, look, one, sent=form)


def _back(one: Round, look: Look) -> HttpResponse:
    one.refresh_from_db()
    return redirect(look.address("site" if RoundState(one.state) in OPEN else "round", uuid=one.uuid))


@require_safe
def worker(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Give the script that lets a round's page open without a connection; it rules over this folder alone."""
    enter(request, engagement_code, only=INSPECTS)
    shown = {"folder": r"inspections\/rounds", "below": r"site\/"}
    response = render(request, "pages/kept_worker.js", shown, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def picture(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponseBase:
    """Give a photograph out."""
    look = enter(request, engagement_code)
    found = get_picture(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    return serve(
        request,
        sha256=found.sha256,
        name=found.name,
        media_type=found.media_type,
        is_picture=found.thumb_width > 0,
        save="save" in request.GET,
    )


@require_safe
def thumbnail(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponseBase:
    """Give the small picture of a photograph out."""
    look = enter(request, engagement_code)
    found = get_picture(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    if not found.thumb_width:
        raise NotThere
    return serve_thumbnail(request, sha256=found.sha256, name=found.name)
