"""Swaps: one asks, the other agrees, and only then does the watch change."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from jishi.live.door import announce
from jishi.refusals.door import Invalid, NotThere, Refusal
from zhishou.duty import models, rules
from zhishou.duty.actions.rosters import EndsBeforeStart, PastIsFixed, put
from zhishou.duty.actions.swap_notices import tell_swap
from zhishou.duty.models.changes import SwapState
from zhishou.duty.queries.rosters import gather
from zhishou.ledger import actions as ledger
from zhishou.people import queries as people
from zhishou.people.models import Person
from zhishou.people.rules import VENDOR_ROLES, Role

Span = tuple[datetime, datetime]


class NotTheirShift(Refusal):
    """%(person)s is not on watch in this span, or not throughout it."""


class AlreadyAsked(Refusal):
    """You already asked somebody about a shift in this span. Withdraw that request first."""


class NoLongerOpen(Refusal):
    """This request is no longer open."""


class AskSomebodyElse(Invalid):
    """A swap is between two people who hold the role of this tier."""


def _require_shift(roster: models.Roster, person: Person, span: Span) -> None:
    [plan] = gather([roster], since=span[0], until=span[1]).values()
    if any(shift.person != person.pk for shift in rules.shifts(plan, since=span[0], until=span[1])):
        raise NotTheirShift(person=person.name)


def _check_span(span: Span, *, at: datetime) -> None:
    if span[1] <= span[0]:
        raise EndsBeforeStart
    if span[0] < at:
        raise PastIsFixed


@transaction.atomic
def ask_swap(
    *,
    roster: models.Roster,
    of: Person,
    gives: Span,
    takes: Span | None,
    reason: str = "",
    by: Person,
    at: datetime,
) -> models.Swap:
    """Ask somebody of the same tier to take a shift of yours, for one of theirs or for nothing."""
    people.require_role(by, roster.engagement, VENDOR_ROLES, at=at)
    able = people.persons_with_role(roster.engagement, [Role(roster.tier)], at=at)
    if of == by or able.filter(pk__in=[by.pk, of.pk]).count() != len({by.pk, of.pk}):
        raise AskSomebodyElse
    for span in filter(None, (gives, takes)):
        _check_span(span, at=at)
    _require_shift(roster, by, gives)
    if takes:
        _require_shift(roster, of, takes)
    open_ones = models.Swap.objects.filter(roster=roster, asked_by=by, state=SwapState.ASKED, expires_at__gt=at)
    if open_ones.filter(gives_from__lt=gives[1], gives_until__gt=gives[0]).exists():
        raise AlreadyAsked
    latest = min([gives[0], *([takes[0]] if takes else [])])
    swap = models.Swap.objects.create(
        roster=roster,
        asked_by=by,
        asked_of=of,
        gives_from=gives[0],
        gives_until=gives[1],
        takes_from=takes[0] if takes else None,
        takes_until=takes[1] if takes else None,
        reason=reason,
        made_at=at,
        expires_at=min(latest, at + timedelta(hours=settings.DUTY_SWAP_HOURS)),
    )
    _record("swap_asked", swap, by=by, at=at)
    tell_swap(swap, to=of, at=at)
    return swap


@transaction.atomic
def answer_swap(*, swap: models.Swap, agree: bool, by: Person, at: datetime) -> models.Swap:
    """Agree, and both shifts change hands; or decline. Only the one who was asked can."""
    if by.pk != swap.asked_of_id:
        raise NotThere
    people.require_role(by, swap.roster.engagement, VENDOR_ROLES, at=at)
    state = SwapState.AGREED if agree else SwapState.DECLINED
    _claim(swap, state, at=at)
    if agree:
        gives, takes = (swap.gives_from, swap.gives_until), (swap.takes_from, swap.takes_until)
        _require_shift(swap.roster, swap.asked_by, gives)
        _put(swap, swap.asked_of, gives, by=by, at=at)
        if takes[0] and takes[1]:
            _require_shift(swap.roster, swap.asked_of, (takes[0], takes[1]))
            _put(swap, swap.asked_by, (takes[0], takes[1]), by=by, at=at)
    _record(f"swap_{state.value}", swap, by=by, at=at)
    tell_swap(swap, to=swap.asked_by, at=at)
    return swap


@transaction.atomic
def withdraw_swap(*, swap: models.Swap, by: Person, at: datetime) -> None:
    """Take a request back before it is answered."""
    if by.pk != swap.asked_by_id:
        raise NotThere
    _claim(swap, SwapState.WITHDRAWN, at=at)
    _record("swap_withdrawn", swap, by=by, at=at)
    tell_swap(swap, to=swap.asked_of, at=at)


def expire_swaps(*, at: datetime) -> int:
    """Close the requests that nobody answered in time."""
    due = models.Swap.objects.filter(state=SwapState.ASKED, expires_at__lte=at)
    count = 0
    for swap in due.select_related("roster__engagement", "asked_by", "asked_of"):
        with transaction.atomic():
            if models.Swap.objects.filter(pk=swap.pk, state=SwapState.ASKED).update(state=SwapState.EXPIRED):
                swap.state = SwapState.EXPIRED
                _record("swap_expired", swap, by=None, at=at)
                tell_swap(swap, to=swap.asked_by, at=at)
                count += 1
    return count


def _claim(swap: models.Swap, state: SwapState, *, at: datetime) -> None:
    open_ones = models.Swap.objects.filter(pk=swap.pk, state=SwapState.ASKED, expires_at__gt=at)
    if not open_ones.update(state=state, answered_at=at):
        raise NoLongerOpen
    swap.state, swap.answered_at = state, at


def _put(swap: models.Swap, person: Person, span: Span, *, by: Person, at: datetime) -> None:
    put(
        roster=swap.roster,
        person=person,
        starts_at=span[0],
        ends_at=span[1],
        reason=swap.reason,
        swap=swap,
        by=by,
        at=at,
    )


def _record(what: str, swap: models.Swap, *, by: Person | None, at: datetime) -> None:
    announce(audience=f"engagement:{swap.roster.engagement.uuid}", news="duty")
    ledger.record(
        what=f"duty.{what}",
        about_kind="swap",
        about_key=str(swap.uuid),
        engagement=swap.roster.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={
            "tier": swap.roster.tier,
            "asked_by": str(swap.asked_by.uuid),
            "asked_of": str(swap.asked_of.uuid),
            "gives": [swap.gives_from.isoformat(), swap.gives_until.isoformat()],
            "takes": [swap.takes_from.isoformat(), swap.takes_until.isoformat()]
            if swap.takes_from and swap.takes_until
            else [],
            "reason": swap.reason,
        },
        process="" if by else "duty",
    )
