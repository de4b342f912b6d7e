"""The watch over HTTP: who is on it, what departs from the rotation, and the ladders."""

from datetime import UTC, timedelta
from http import HTTPStatus
from typing import TypeVar, cast
from uuid import UUID

from ninja import Path, Query, Router, Status

from jishi.api.door import Moment, Page, Paging, cut, cut_reckoned
from jishi.pages.door import PageRequest
from jishi.refusals.door import Invalid, NotThere
from zhishou.duty import actions, models, queries
from zhishou.duty.api.schemas import (
    AnswerIn,
    LadderIn,
    LadderOut,
    OverrideIn,
    OverrideOut,
    ShiftOut,
    StopIn,
    SwapIn,
    SwapOut,
    WatchOut,
)
from zhishou.duty.queries import calendar
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Tier

router = Router(tags=["duty"])
Row = TypeVar("Row")
LONGEST = timedelta(days=366)


class SpanTooLong(Invalid):
    """Ask for at most a year at once, with the end after the start."""


def _enter(request: PageRequest, code: str) -> tuple[Person, Engagement]:
    person = cast("Person", request.user)
    return person, queries.require_viewer(person, code=code, at=request.at)[0]


def _roster(engagement: Engagement, tier: Tier) -> models.Roster:
    found = calendar.roster_of(engagement, tier)
    if found is None:
        raise NotThere
    return found


def _there(found: Row | None) -> Row:
    if found is None:
        raise NotThere
    return found


def _run(request: PageRequest, code: str, uuid: UUID) -> tuple[Person, models.LadderRun]:
    person, engagement = _enter(request, code)
    run = queries.get_run(person, uuid=uuid, at=request.at)
    if run.engagement_id != engagement.pk:
        raise NotThere
    return person, run


@router.get("/on-watch", url_name="duty_on_watch", response=Page[WatchOut], summary="Who is on watch")
def on_watch(
    request: PageRequest, code: Path[str], paging: Query[Paging], at: Moment | None = None
) -> dict[str, object]:
    """Return the one person on watch in every tier, now or at a moment past or future."""
    _person, engagement = _enter(request, code)
    found = queries.who_is_on(engagement, at=at or request.at)
    rows, following = cut_reckoned(found.items(), paging=paging, key=lambda one: str(list(Tier).index(one[0])))
    return {"items": [{"tier": tier, "person": person} for tier, person in rows], "next_cursor": following}


@router.get("/shifts", url_name="duty_shifts", response=Page[ShiftOut], summary="Shifts")
def shifts(
    request: PageRequest,
    code: Path[str],
    paging: Query[Paging],
    *,
    since: Moment | None = None,
    until: Moment | None = None,
    tier: Tier | None = None,
) -> dict[str, object]:
    """Return every shift in a span (a week from now), gaps included, cut at its edges."""
    _person, engagement = _enter(request, code)
    since = since or request.at
    until = until or since + timedelta(days=7)
    if not timedelta() < until - since <= LONGEST:
        raise SpanTooLong
    found = queries.shifts(engagement, tier, since, until)
    rows, following = cut_reckoned(
        found, paging=paging, key=lambda one: f"{one.starts_at.astimezone(UTC).isoformat()} {one.tier}"
    )
    return {"items": rows, "next_cursor": following}


@router.get(
    "/overrides", url_name="duty_overrides", response=Page[OverrideOut], summary="Overrides and who decided them"
)
def overrides(request: PageRequest, code: Path[str], paging: Query[Paging]) -> dict[str, object]:
    """Return every override, past and ahead, the latest first; those of agreed swaps too."""
    _person, engagement = _enter(request, code)
    found, cursor = cut(calendar.overrides(engagement).order_by("-pk"), paging=paging)
    return {"items": found, "next_cursor": cursor}


@router.post(
    "/overrides",
    url_name="duty_overrides",
    response={HTTPStatus.CREATED: OverrideOut},
    summary="Put somebody on watch",
)
def make_override(request: PageRequest, code: Path[str], sent: OverrideIn) -> Status[models.Override]:
    """Put somebody on watch for a span; everybody but the manager only themselves."""
    by, engagement = _enter(request, code)
    made = actions.override(
        roster=_roster(engagement, sent.tier),
        person=people.get_person(by, uuid=sent.person, at=request.at),
        starts_at=sent.starts_at,
        ends_at=sent.ends_at,
        reason=sent.reason,
        by=by,
        at=request.at,
    )
    return Status(HTTPStatus.CREATED, made)


@router.post(
    "/overrides/{uuid}/cancel",
    url_name="duty_override_cancel",
    response=OverrideOut,
    summary="Cancel an override",
)
def cancel_override(request: PageRequest, code: Path[str], uuid: UUID) -> models.Override:
    """End it from now on; what was until now stays so. Everybody but the manager only what they made themselves."""
    by, engagement = _enter(request, code)
    found = _there(calendar.overrides(engagement).filter(uuid=uuid).first())
    actions.cancel_override(override=found, by=by, at=request.at)
    return _there(calendar.overrides(engagement).filter(uuid=uuid).first())


@router.get("/swaps", url_name="duty_swaps", response=Page[SwapOut], summary="Swap requests")
def swaps(request: PageRequest, code: Path[str], paging: Query[Paging]) -> dict[str, object]:
    """Return every swap request and how it stands, the latest first."""
    _person, engagement = _enter(request, code)
    found, cursor = cut(calendar.swaps(engagement), paging=paging)
    return {"items": found, "next_cursor": cursor}


@router.post("/swaps", url_name="duty_swaps", response={HTTPStatus.CREATED: SwapOut}, summary="Ask for a swap")
def ask_swap(request: PageRequest, code: Path[str], sent: SwapIn) -> Status[models.Swap]:
    """Ask somebody to take a shift of yours, for one of theirs or for nothing."""
    by, engagement = _enter(request, code)
    takes = (sent.takes_from, sent.takes_until) if sent.takes_from and sent.takes_until else None
    made = actions.ask_swap(
        roster=_roster(engagement, sent.tier),
        of=people.get_person(by, uuid=sent.asked_of, at=request.at),
        gives=(sent.gives_from, sent.gives_until),
        takes=takes,
        reason=sent.reason,
        by=by,
        at=request.at,
    )
    return Status(HTTPStatus.CREATED, made)


@router.post("/swaps/{uuid}/answer", url_name="duty_swap_answer", response=SwapOut, summary="Answer a swap request")
def answer_swap(request: PageRequest, code: Path[str], uuid: UUID, sent: AnswerIn) -> models.Swap:
    """Agree or decline; only the one who was asked can, and for everybody else it is not there."""
    by, engagement = _enter(request, code)
    swap = _there(calendar.swaps(engagement).filter(uuid=uuid).first())
    return actions.answer_swap(swap=swap, agree=sent.agree, by=by, at=request.at)


@router.post(
    "/swaps/{uuid}/withdraw", url_name="duty_swap_withdraw", response=SwapOut, summary="Withdraw a swap request"
)
def withdraw_swap(request: PageRequest, code: Path[str], uuid: UUID) -> models.Swap:
    """Take your own request back before it is answered."""
    by, engagement = _enter(request, code)
    swap = _there(calendar.swaps(engagement).filter(uuid=uuid).first())
    actions.withdraw_swap(swap=swap, by=by, at=request.at)
    return swap


@router.get("/ladders", url_name="duty_ladders", response=Page[LadderOut], summary="Ladders")
def ladders(request: PageRequest, code: Path[str], paging: Query[Paging]) -> dict[str, object]:
    """Return the ladders that run and that ran, the latest first."""
    _person, engagement = _enter(request, code)
    found, cursor = cut(queries.recent_runs(engagement), paging=paging)
    return {"items": found, "next_cursor": cursor}


@router.post(
    "/ladders",
    url_name="duty_ladders",
    response={HTTPStatus.CREATED: LadderOut},
    summary="Start a ladder",
)
def start_ladder(request: PageRequest, code: Path[str], sent: LadderIn) -> Status[models.LadderRun]:
    """Begin to call people; while a ladder runs about the same thing, that one is returned."""
    by, engagement = _enter(request, code)
    run = actions.start_ladder(engagement=engagement, **sent.dict(), by=by, at=request.at)
    return Status(HTTPStatus.CREATED, run)


@router.get("/ladders/{uuid}", url_name="duty_ladder", response=LadderOut, summary="One ladder")
def ladder(request: PageRequest, code: Path[str], uuid: UUID) -> models.LadderRun:
    """Return how one ladder stands."""
    return _run(request, code, uuid)[1]


@router.post("/ladders/{uuid}/stop", url_name="duty_ladder_stop", response=LadderOut, summary="Stop a ladder")
def stop_ladder(request: PageRequest, code: Path[str], uuid: UUID, sent: StopIn) -> models.LadderRun:
    """Call nobody else: what it was about needs nobody any more. The reason is kept as evidence."""
    by, run = _run(request, code, uuid)
    actions.stop_ladder(run=run, reason=sent.reason, by=by, at=request.at)
    return _run(request, code, uuid)[1]


@router.post(
    "/ladders/{uuid}/acknowledge", url_name="duty_acknowledge", response=LadderOut, summary="Answer a ladder"
)
def acknowledge(request: PageRequest, code: Path[str], uuid: UUID) -> models.LadderRun:
    """Take it on: nobody else is called."""
    by, run = _run(request, code, uuid)
    actions.acknowledge(run=run, by=by, via="api", at=request.at)
    return queries.get_run(by, uuid=uuid, at=request.at)
