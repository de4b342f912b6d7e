"""Whether what is kept for the inbox agrees with what it follows from: seats, stays and marks of deadlines."""

from collections.abc import Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from xieban.flows.models import Candidate, Hand, Seat, Timer
from xieban.flows.rules.words import HANDLED, SeatState, TimerKind, TimerState, TokenState


def disagreeing() -> Mapping[str, int]:
    """Return how many rows of each kind are not as they follow from the rest: none, or something is wrong."""
    return {
        "is_open": _wrongly_open().count() + _wrongly_shut().count(),
        "urged_at": _wrongly_urged().count(),
        "hands": _hands_missing() + _hands_too_many(),
    }


def _takeable() -> Q:
    now = Q(seat__state=SeatState.OPEN.value, seat__token__state=TokenState.RESTING.value, instance__ended_at=None)
    return now & (Q(seat__person=None) | Q(seat__person=F("person")))


def _wrongly_open() -> QuerySet[Candidate]:
    right = Candidate.objects.filter(_takeable(), pk=OuterRef("pk"))
    return Candidate.objects.filter(~Exists(right), is_open=True)


def _wrongly_shut() -> QuerySet[Candidate]:
    return Candidate.objects.filter(_takeable(), is_open=False)


def _wrongly_urged() -> QuerySet[Candidate]:
    fired = Timer.objects.filter(
        token=OuterRef("seat__token"), kind=TimerKind.MARK.value, state=TimerState.FIRED.value
    )
    pressed = Q(instance__pressed_at__isnull=False, instance__pressed_at__gte=F("since"))
    live = Candidate.objects.filter(seat__until=None).annotate(is_marked=Exists(fired))
    told = Q(is_marked=True) | pressed
    return live.filter(told, urged_at=None) | live.filter(is_marked=False, urged_at__isnull=False).exclude(pressed)


def _held() -> QuerySet[Seat]:
    states = [state.value for state in (*sorted(HANDLED), SeatState.DELEGATED)]
    away = Q(until=None, token__state=TokenState.PARKED.value)
    return Seat.objects.filter(Q(state__in=states) | away, person__isnull=False, instance__ended_at=None)


def _hands_missing() -> int:
    noted = Hand.objects.filter(person=OuterRef("person"), instance=OuterRef("instance"))
    return _held().filter(~Exists(noted)).order_by().values("person", "instance").distinct().count()


def _hands_too_many() -> int:
    held = _held().filter(person=OuterRef("person"), instance=OuterRef("instance"))
    return Hand.objects.filter(~Exists(held)).count()
